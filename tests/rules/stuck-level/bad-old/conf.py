"""Longer than is meant for it, in releases, in days, and in a context."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
