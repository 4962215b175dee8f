"""The first versionadded of an object is its own; later ones tell of parts of it."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
