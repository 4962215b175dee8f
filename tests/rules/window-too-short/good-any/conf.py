"""One of the lengths is enough where the policy says so."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
