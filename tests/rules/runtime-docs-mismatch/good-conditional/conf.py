"""Warnings about some uses, about arguments and other things; overloads and aliases."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "demo"
release = "2.5"
extensions = ["sphinx.ext.autodoc", "sphinxext.stability"]
stability_notices = "check"
