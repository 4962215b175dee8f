"""It names another entry, another rule's finding, another document, or only some of the objects."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
