"""Deprecated in the first candidate of the release that brings the alternative."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
