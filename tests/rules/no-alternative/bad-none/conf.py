"""Every type that takes something away, announced, warned of or raising."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
