"""A demo: PyTorch's feature classification and its compatibility policy."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # autodoc imports minitorch

project = "PyTorch"
release = "2.6"

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "sphinxext.stability",
]

html_theme = "pydata_sphinx_theme"
html_title = "PyTorch (demo)"
html_theme_options = {"secondary_sidebar_items": ["page-toc"], "show_prev_next": False}
html_show_copyright = False

autodoc_typehints = "description"
