"""A feature that ends before it has its level."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
