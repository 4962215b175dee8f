"""A policy that promises an announcement only."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
