"""Nothing at the object tells of its deprecation."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_notices = "check"
