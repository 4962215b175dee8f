"""The lowest level, however well its features are linked otherwise."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
