"""Tracked, stable, not begun or ended, or of a level that says nothing."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
