"""Two releases on one day: there are the releases, but no days."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
