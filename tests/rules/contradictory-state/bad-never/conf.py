"""What never takes effect cannot be over."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
