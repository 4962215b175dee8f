"""Fields that the level requires, one finding for each."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
