"""Documented types, other packages, builtins, type variables and modules."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
