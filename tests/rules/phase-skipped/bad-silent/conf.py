"""Other results without an error first."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
