"""A directive gives another level, at an object, a page and a section."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
