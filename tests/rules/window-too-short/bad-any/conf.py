"""Releases or days would do, but neither is kept; or only one of them is asked for."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
