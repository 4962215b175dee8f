"""Levels are those of the published scheme; one that says nothing is a promise."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_previous = "previous/stability.json"
