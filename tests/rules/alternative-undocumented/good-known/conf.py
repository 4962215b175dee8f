"""Objects of any domain, parameters, features, text, and what is not told of."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
