"""No more than the framework, and contexts that are no features."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
