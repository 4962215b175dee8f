"""The removal took effect before the documented version."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
