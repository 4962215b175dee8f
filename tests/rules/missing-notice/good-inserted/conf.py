"""What is due is inserted, so nothing lacks."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
