"""Without the inventory of the last release nobody knows what a waiver excuses."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
