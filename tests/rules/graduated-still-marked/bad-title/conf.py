"""A title and a docstring that name the level of old; one text at two objects."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
