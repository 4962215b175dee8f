"""A change that comes after another one, but is done before it."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
