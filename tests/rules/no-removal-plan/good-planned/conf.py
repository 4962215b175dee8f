"""Planned, soft, not deprecated yet, a change that takes nothing away, or one without notice."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
