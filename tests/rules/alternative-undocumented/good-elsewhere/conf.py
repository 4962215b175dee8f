"""Other projects document it: by intersphinx, or by their stability.json."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
extensions += ["sphinx.ext.intersphinx"]
intersphinx_mapping = {"python": ("https://docs.python.org/3", "python.inv")}
stability_projects = {"other": ("https://example.org/other/", "other/stability.json")}
