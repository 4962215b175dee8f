"""Sections and pages that say so themselves, or are not gone yet."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
