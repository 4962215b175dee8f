"""A waiver may name an entry, or the objects by a pattern."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
