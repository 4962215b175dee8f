"""The place of a finding in a docstring is the source file."""

import sys
from pathlib import Path

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
extensions += ["sphinx.ext.autodoc"]
stability_notices = "check"
sys.path.insert(0, str(Path(__file__).parent))
sys.modules.pop("stability_fixture", None)
