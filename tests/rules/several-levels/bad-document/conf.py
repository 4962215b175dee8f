"""Two entries name the same page, and the same section."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
