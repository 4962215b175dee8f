"""The entry that matches more wins, whatever their order."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
