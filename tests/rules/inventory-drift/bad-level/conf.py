"""Another level than the owner gives, and a feature that the owner does not have."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_projects = {"vision": ("https://example.org/vision/", "vision.json")}
