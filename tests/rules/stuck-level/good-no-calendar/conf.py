"""Nobody can count without a calendar."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
