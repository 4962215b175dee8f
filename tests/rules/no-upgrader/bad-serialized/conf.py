"""Saved programs break, now or later."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
