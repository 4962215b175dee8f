"""Members below or beside their class, and objects on pages with a level."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
