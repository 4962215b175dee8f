"""Levels and phases in order, those without a version, and several in one release."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
