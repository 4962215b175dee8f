"""Parameters that take any others may have any name."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
