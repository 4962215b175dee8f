"""The default level is a level."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
