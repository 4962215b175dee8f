"""A directive says that the alternative is stable, whatever the others are."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
