"""A word where the version belongs."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
