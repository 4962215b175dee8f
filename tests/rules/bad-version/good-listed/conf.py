"""Listed in another spelling, on the way to a release, or no version at all."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
