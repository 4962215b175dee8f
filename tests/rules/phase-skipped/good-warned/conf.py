"""Warned of in time or since nobody knows when, not in effect, or of a level without notice."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
