"""A page whose removal took effect is overdue like an object."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
