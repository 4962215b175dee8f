"""A type of the package that nothing describes; two functions show it."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
