"""Another version is written than the manifest has."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
