"""Warnings in whatever case, marks, stable things, and what has no source."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "demo"
release = "2.5"
extensions = ["sphinx.ext.autodoc", "sphinxext.stability"]
