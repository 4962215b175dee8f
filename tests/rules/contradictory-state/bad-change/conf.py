"""Keys of a change."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
