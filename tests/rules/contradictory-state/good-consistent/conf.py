"""States that look odd and may all be true."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
