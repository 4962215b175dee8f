"""A patch of an older release may be planned."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
