"""An entry that names a version twice, in two spellings, is one."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
