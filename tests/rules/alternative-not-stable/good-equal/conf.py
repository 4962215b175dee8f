"""Without a policy, Beta may give way to Beta."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
