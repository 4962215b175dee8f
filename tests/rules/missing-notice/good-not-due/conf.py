"""Planned changes, later versions and undescribed targets need no notice."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_notices = "check"
