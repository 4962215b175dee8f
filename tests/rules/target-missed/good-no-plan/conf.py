"""Reached but in a context, reached in all of them, or planned of what has no level yet."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
