"""Notices that speak of something else contradict nothing."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
