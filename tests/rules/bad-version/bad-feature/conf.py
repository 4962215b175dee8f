"""Every version of a feature, even one before the calendar begins."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
