"""The level of the alternative comes from a directive, or from its page or section."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
