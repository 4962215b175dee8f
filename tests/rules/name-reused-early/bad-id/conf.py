"""An id that stood for another change."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_previous = "previous/stability.json"
