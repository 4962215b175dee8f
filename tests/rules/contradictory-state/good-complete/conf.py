"""What the same keys need is there; a dependency is about no object."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
