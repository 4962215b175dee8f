"""A waiver may name an entry, an object, a pattern or a document."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
