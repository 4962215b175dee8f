"""Windows that can still be kept: the message says with which release."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
