"""A version that is not in the calendar is in the next release."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
