"""Announced, or not promised."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
