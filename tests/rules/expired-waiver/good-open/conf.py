"""A waiver that ends later excuses what it names."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
