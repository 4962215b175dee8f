"""A removal is due in its own release, a rename too."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
