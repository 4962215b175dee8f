"""A waiver that has expired is not unused as well; waivers cannot be waived."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
