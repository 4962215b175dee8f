"""Two entries may agree."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
