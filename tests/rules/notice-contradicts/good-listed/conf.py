"""A section speaks of the objects that its table lists, wherever they are described."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "demo"
release = "2.5"
extensions = ["sphinx.ext.autosummary", "sphinxext.stability"]
