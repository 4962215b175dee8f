"""An admonition claims another level."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
