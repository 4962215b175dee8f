"""Kept, by a nightly build too, open, soft, of unknown start, or of a level without notice."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
