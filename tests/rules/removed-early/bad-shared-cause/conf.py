"""Several objects that one change removes later are one finding."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_previous = "previous/stability.json"
