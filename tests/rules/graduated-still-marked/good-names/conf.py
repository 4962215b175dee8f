"""Names, other things, and levels that hold."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
