"""A stable guide that sends its readers to prototypes."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
