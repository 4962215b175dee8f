"""A post release leaves its release where it was."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
