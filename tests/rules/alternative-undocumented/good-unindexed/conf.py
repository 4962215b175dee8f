"""Described without an entry in the index, it is documented."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
