"""A minor release, a version spelt with a zero, or of a level without notice."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
