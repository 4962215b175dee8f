"""A break that only a major release may bring."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
