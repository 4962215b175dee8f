"""The documented version alone tells that a release is out."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
