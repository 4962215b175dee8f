"""The date of the release is past that of the waiver, and so is the version."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
