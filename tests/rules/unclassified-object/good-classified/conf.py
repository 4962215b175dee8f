"""By its entry, class, directive, section, page or name."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
