"""In effect since this release, or back with a new meaning."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
