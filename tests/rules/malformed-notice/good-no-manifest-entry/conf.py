"""Notices of a project that lists nothing."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
