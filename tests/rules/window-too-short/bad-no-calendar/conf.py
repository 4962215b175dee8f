"""Without a calendar nothing can be counted, which is said once."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
