"""Stable enough, a text, changed in some other way, or not told of yet."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
