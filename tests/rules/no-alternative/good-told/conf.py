"""Named, said why not, of another type, not told of yet, or over."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
