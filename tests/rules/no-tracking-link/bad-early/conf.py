"""A level that promises no compatibility, by itself or in a context."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
