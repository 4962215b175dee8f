"""An example and a link; what else names it says that it is gone."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
