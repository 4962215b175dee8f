"""Patches on the day of their release or after the next one, and releases to come."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
