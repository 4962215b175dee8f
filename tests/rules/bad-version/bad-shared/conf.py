"""Entries that name the same version are one finding."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
