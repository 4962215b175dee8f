"""As old as the deprecation, of no known age, or with a newer parameter."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
