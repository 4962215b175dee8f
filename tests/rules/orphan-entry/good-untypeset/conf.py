"""An object that is indexed but not typeset is documented."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
