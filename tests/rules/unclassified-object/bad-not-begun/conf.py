"""A feature has no level before its first version, nor after its end."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
