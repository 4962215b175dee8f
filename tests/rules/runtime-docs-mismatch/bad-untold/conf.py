"""Warnings and decorators that the documentation does not tell of."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "demo"
release = "2.5"
extensions = ["sphinx.ext.autodoc", "sphinxext.stability"]
stability_notices = "check"
stability_code_checks = ["untold.going"]
