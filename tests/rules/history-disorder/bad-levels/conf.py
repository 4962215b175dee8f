"""Levels that begin before the one they follow, or with it."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
