"""Phases out of their order, one beside the other or not."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
