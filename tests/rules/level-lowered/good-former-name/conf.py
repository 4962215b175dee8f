"""The former name of a level has no rank."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
