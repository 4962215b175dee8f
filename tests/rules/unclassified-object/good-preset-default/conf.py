"""A preset may set the default level."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
