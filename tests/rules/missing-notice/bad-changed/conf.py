"""A change in effect needs its versionchanged, a tombstone its versionremoved."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_notices = "check"
