"""Annotations of two functions; one finding names both."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
