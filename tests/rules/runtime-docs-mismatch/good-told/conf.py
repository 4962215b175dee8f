"""What tells of it: the manifest, a notice here or beside, the docstring, PEP 702 itself."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "demo"
release = "2.5"
extensions = ["sphinx.ext.autodoc", "sphinxext.stability"]
