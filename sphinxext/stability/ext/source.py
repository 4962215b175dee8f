"""Where the source code of what is documented is, and what is kept of reading it."""

from __future__ import annotations

import functools
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext.stability.code import Codebase
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
    return Codebase(settings.code_checks, locate, kept)


def save(app: Sphinx, codebase: Codebase | None) -> None:
    """Keep what was read, in one step."""
    if codebase is not None and codebase.is_changed:
        write_whole(_path(app), codebase.encode())


@functools.cache
def locate(package: str) -> Path | None:
    """Return the file of a top-level package without importing it.

    The standard library is left out: documentation that describes it is of another version.
    """
    if package in sys.stdlib_module_names or not package.isidentifier():
        return None
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    origin = Path(spec.origin) if spec and spec.origin else None
    return origin if origin and origin.suffix == ".py" else None


def _path(app: Sphinx) -> Path:
    return Path(app.doctreedir, "stability", "code.msgpack")
