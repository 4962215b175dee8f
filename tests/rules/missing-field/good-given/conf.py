"""Given, not required of this level, not of this level yet, or ended."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
