"""A target that names another domain or object type than the object has."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
