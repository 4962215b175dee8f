"""Functions that may change and say nothing."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "demo"
release = "2.5"
extensions = ["sphinx.ext.autodoc", "sphinxext.stability"]
