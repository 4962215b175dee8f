"""With an upgrader, or where nothing is saved."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
