"""Nor can it for a single change."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
