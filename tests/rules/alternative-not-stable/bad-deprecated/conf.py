"""An alternative that another change deprecates."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
