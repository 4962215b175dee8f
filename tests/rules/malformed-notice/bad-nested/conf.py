"""In members, parameters and lists, too."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
