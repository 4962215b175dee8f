"""In effect without a warning, announced or not, though it raises an error first."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
