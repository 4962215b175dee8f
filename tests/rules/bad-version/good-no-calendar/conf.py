"""Without a calendar, no version is missing from it."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
