"""Without the last release's inventory there is nothing to compare with."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
