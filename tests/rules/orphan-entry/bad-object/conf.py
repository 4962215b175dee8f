"""A misspelt name, though the entry's other target exists."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
