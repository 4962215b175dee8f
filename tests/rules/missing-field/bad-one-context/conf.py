"""Stable, but in one context of the level that requires something."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
