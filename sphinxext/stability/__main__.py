"""``python -m sphinxext.stability`` is ``sphinx-stability``."""

from __future__ import annotations

import sys

from sphinxext.stability.cli import main

if __name__ == "__main__":
    sys.exit(main())
