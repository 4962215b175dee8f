"""The manual of sphinxext-stability."""

import sys
from pathlib import Path

from sphinxext.stability import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))  # finds the directives

project = "sphinxext-stability"
release = __version__

extensions = ["commands", "comparison", "reference", "rulebook", "sphinxext.stability"]

exclude_patterns = ["_ext", "examples", "tutorial"]  # pages show files from there
nitpicky = True

html_theme = "furo"
html_title = "sphinxext-stability"
html_show_copyright = False
