"""A model that is Stable on a framework that is Beta."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
