"""The policy counts patch releases."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
