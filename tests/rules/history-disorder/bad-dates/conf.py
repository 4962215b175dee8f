"""Dates that are equal, descend, or are those of a patch before its release."""

project = "demo"
release = "2.4"
extensions = ["sphinxext.stability"]
