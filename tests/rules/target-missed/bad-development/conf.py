"""The planned version is the one to come; a lower plan is missed as well, and one in a context."""

project = "demo"
release = "2.6.0.dev1"
extensions = ["sphinxext.stability"]
