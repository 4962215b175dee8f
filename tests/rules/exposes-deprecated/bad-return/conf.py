"""A function that gives what goes away."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
