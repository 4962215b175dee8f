"""Longer names, history, and what is still there."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
