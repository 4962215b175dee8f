"""A page, a labelled section or a term is a target of the std domain."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
