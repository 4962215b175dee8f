"""Where the source code of what is documented is, and what is kept of reading it."""

from __future__ import annotations

import functools
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext.stability.code.codebase import Codebase
from sphinxext.stability.ext.files import write_whole

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext.stability.ext.config import Settings


def load(app: Sphinx, settings: Settings) -> Codebase | None:
    """Return the code as far as it was read before; None where it is not to be looked at."""
    if settings.code_checks is None:
        return None
    try:
        kept = _path(app).read_bytes()
    except OSError:
        kept = b""
    return Codebase(settings.code_checks, functools.cache(locate), kept)


def save(app: Sphinx, codebase: Codebase | None) -> None:
    """Keep what was read, in one step."""
    if codebase is not None and codebase.is_changed:
        write_whole(_path(app), codebase.encode())


def locate(package: str) -> Path | None:
    """Return the file of a top-level package without importing it.

    The standard library is left out: documentation that describes it is of another version. A
    namespace has no file: it gets the name of the one that it would have.
    """
    if package in sys.stdlib_module_names or not package.isidentifier():
        return None
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    if spec is None:
        return None
    if isinstance(spec.origin, str):  # what stands in for a module may have anything
        return Path(spec.origin) if spec.origin.endswith(".py") else None
    folders = list(spec.submodule_search_locations or ())
    return Path(folders[0], "__init__.py") if folders else None


def _path(app: Sphinx) -> Path:
    return Path(app.doctreedir, "stability", "code.msgpack")
