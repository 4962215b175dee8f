"""Patch releases count where the policy says so, and only those of one component."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
