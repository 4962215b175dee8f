"""Two entries name the same object."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
