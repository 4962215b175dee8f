"""A versionremoved at one parameter says nothing of another, nor of the function."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
