"""Not in this release, never, or at no known time."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
