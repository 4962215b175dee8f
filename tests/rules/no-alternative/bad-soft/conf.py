"""A deprecation that never ends, or is of a feature or a page, leads elsewhere as well."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
