"""The documentation of the version to come, whose release has no date yet that is past."""

project = "demo"
release = "2.6.0a0+git"
extensions = ["sphinxext.stability"]
