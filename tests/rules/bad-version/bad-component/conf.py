"""A change of a component is looked up in the calendar of that."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
