"""A release that is listed twice, in another spelling too."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
