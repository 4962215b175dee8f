"""The documentation of Temperature."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # finds temperature.py

project = "Temperature"
release = "1.4"
extensions = ["sphinx.ext.autodoc", "sphinxext.stability"]
