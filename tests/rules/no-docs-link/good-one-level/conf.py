"""The lowest level of a scheme may be one that promises compatibility."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
