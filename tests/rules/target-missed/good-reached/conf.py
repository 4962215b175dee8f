"""Reached, more than reached, not out yet, without a version, or ended."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
