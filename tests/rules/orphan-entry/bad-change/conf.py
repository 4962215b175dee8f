"""A change that is not in effect yet, with wildcards, members and exclusions."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
