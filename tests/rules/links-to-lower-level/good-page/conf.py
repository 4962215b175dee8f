"""Links between equals, from a beta page, and names that are no links."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
