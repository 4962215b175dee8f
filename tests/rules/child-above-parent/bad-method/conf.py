"""A method that is promised more than its class."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
