"""Nobody knows the earliest end where there is no calendar."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
