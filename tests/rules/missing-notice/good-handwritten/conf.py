"""What is written by hand is enough, in any of its usual forms."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_notices = "check"
