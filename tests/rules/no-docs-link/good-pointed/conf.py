"""A pointer, a page, a higher level, or a feature that is over."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
