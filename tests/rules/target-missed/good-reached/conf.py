"""Reached, more than reached, not out yet, or without a version."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
