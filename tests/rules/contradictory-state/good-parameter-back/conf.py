"""The old name of a parameter may return like the old name of an object."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
