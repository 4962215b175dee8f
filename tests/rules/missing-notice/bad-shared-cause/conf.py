"""Eight functions of one entry are one finding, with their number."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_notices = "check"
