"""Both are deprecated; a parameter of a class that is not itself deprecated."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
