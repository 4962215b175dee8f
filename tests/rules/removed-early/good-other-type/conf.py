"""Documented as another type of object, it is still documented."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_previous = "previous/stability.json"
