"""Objects, pages and sections of a level that must carry a warning."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_notices = "check"
