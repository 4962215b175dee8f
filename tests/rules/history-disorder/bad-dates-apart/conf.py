"""Dates that descend over a release without one."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
