"""Pages and sections that are not there."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
