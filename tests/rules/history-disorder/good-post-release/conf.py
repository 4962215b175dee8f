"""A post release on the day of its release."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
