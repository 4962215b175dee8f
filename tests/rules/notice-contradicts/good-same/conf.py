"""The same version in another spelling, the same level in another word."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
