"""A change that lacks what its other keys, or its type, need."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
