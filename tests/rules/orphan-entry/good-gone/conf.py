"""Changes in effect and ended features may name what is gone."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
