"""Prose that names a level or deprecation which the manifest does not know."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
