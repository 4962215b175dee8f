"""The same level, objects of this project, and moves that are right or unknown."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_projects = {"vision": ("https://example.org/vision/", "vision.json")}
