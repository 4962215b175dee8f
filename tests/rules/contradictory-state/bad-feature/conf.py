"""Keys of a feature."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
