"""There, described only, taken with others, unknown, behind a wildcard, or gone in time."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
