"""Kept on purpose: by the manifest, or by a hand-written versionremoved."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
