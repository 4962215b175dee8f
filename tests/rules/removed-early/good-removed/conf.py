"""Removed by a change in effect, with its feature, or of a level that promises nothing."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_previous = "previous/stability.json"
