"""The level holds in a context only."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
