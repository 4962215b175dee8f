"""What is written at a member says nothing of its class."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
