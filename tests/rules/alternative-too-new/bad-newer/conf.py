"""Newer by its versionadded, or by the history of the feature."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
