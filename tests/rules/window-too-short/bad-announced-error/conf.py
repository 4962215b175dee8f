"""An announcement must precede the error, which comes before the effect."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
