"""Excluded, ended, of another type, or decided by a directive."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
