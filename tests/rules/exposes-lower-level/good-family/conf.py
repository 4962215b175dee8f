"""Members of a class, less stable objects, better contexts, unknown names, parameters in prose."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
