"""Early in one context, or at different levels in several: the lowest is named."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
