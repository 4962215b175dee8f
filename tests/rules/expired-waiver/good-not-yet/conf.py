"""A day, a patch or a version before it ends, or without an end."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
