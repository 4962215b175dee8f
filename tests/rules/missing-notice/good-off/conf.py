"""Switched off, nothing is inserted and nothing is missing."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_notices = "off"
