"""Without a policy, the alternative must be as stable as what goes."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
