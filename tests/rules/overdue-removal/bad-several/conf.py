"""The objects of an entry are one finding with a count, members included in none."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
