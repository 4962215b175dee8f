"""The policy does not ask for upgraders."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
