"""A level that says nothing of compatibility, one that is not reached yet, an end."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
