"""An entry, a document, or a pattern that covers all objects of a finding."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
