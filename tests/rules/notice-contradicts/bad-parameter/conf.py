"""The notice at a parameter has another version."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
