"""Whatever PEP 440 accepts, and no other directive."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
