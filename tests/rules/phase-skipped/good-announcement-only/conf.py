"""A policy that asks for an announcement only."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
