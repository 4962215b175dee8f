"""A parameter of a class is none of its methods, even if they have one of that name."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
