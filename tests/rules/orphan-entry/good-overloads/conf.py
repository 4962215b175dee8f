"""Any signature or description of the object may have the parameter."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
