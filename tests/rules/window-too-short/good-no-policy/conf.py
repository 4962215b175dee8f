"""Without a policy there is no window, and no need for a calendar."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
