"""What is named goes away by the same change."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
