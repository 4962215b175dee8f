"""Releases and days must both be over."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
