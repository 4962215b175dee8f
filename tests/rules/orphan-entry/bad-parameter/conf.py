"""A parameter that the documented object does not have, of a feature or of a change."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
