"""Gone, told to be removed, back, a value of it only, of another type, or not due."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
