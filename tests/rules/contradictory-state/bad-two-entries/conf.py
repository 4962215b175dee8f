"""A feature and a change that ends it."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
