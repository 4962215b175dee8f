"""Planned releases that were passed without a date."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
