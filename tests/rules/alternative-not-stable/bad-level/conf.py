"""Less stable than the policy asks for: an object, a member, or a feature."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
