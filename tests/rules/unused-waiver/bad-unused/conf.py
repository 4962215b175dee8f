"""Waivers that excuse nothing, or name no rule."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
