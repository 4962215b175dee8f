"""A parameter is still in the signature, or described, or in several functions."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
