"""Two directives at one object; contexts of their own are no contradiction."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
