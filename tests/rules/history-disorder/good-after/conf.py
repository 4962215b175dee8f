"""After another one: in the same release, or nobody knows when that is done."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
