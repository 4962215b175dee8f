"""The planned version is out: the level is lower, lower in a context, or that of another word."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
