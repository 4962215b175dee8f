"""A patch release that warns, out or planned."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
