"""Misspelt, of another type, or in no other project that is known."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
