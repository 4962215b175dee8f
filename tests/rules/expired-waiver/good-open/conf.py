"""A waiver that ends later, or never, excuses what it names."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
