"""Versions and alternatives that differ from those of the manifest or the notice."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "demo"
release = "2.5"
extensions = ["sphinx.ext.autodoc", "sphinxext.stability"]
