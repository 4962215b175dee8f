"""Raised, lowered with a reason, a level of another context, or new."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_previous = "previous/stability.json"
