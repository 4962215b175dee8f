"""Windows that are over: too few releases, too few days, or both."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
