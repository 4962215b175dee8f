"""A silent change: the way to the error, and from it."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
