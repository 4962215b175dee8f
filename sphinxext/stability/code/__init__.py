"""What source code says of itself, read as text and never imported.

``scan`` finds in the text of one module what it deprecates, ``messages`` reads what such a warning
says, ``codebase`` finds the module that an object is defined in.
"""

from __future__ import annotations

from sphinxext.stability.code.codebase import Codebase, Located
from sphinxext.stability.code.scan import Deprecated

__all__ = ["Codebase", "Deprecated", "Located"]
