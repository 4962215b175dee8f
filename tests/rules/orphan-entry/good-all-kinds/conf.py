"""Objects of any domain, members, wildcards, parents, pages, globs and sections."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
