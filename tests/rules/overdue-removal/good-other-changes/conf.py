"""Only the end of a whole object can be overdue, and only while it is described."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
