"""A section that describes what is gone, and the object in it."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
