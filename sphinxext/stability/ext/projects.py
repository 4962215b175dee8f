"""Other projects' inventories, from locations on disk."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sphinx.util import logging

from sphinxext.stability import inventory
from sphinxext.stability.inventory import FILENAME, Inventory, InventoryError
from sphinxext.stability.model import Where
from sphinxext.stability.rules import Published

if TYPE_CHECKING:
    from sphinxext.stability.ext.config import ProjectSource, Settings

logger = logging.getLogger(__name__)


def load(settings: Settings, srcdir: Path) -> dict[str, tuple[str, Inventory]]:
    """Return name → (address of its pages, inventory) of those that can be read.

    The others are warned about, type ``stability.inventory``.
    """
    found = {}
    for source in settings.projects:
        read = _first(source, srcdir)
        if read is not None:
            found[source.name] = (_base(source.uri), read)
    return found


def previous(settings: Settings, srcdir: Path) -> Published | None:
    """Return what the last release published, ``stability_previous``, if it can be read."""
    if not settings.previous:
        return None
    read = _read(settings.previous, settings.previous, srcdir)
    if isinstance(read, Inventory):
        path = _path(settings.previous, srcdir)
        return Published(read, Where(str(path), 1))
    logger.warning("stability_previous: %s", read, type="stability", subtype="inventory")
    return None


def _base(uri: str) -> str:
    return uri if uri.endswith("/") else f"{uri}/"


def _first(source: ProjectSource, srcdir: Path) -> Inventory | None:
    """Read the first location that works; say what is wrong with each when none does."""
    reasons = []
    for location in source.locations:
        named = location or _base(source.uri) + FILENAME
        read = _read(location or source.uri, named, srcdir)
        if isinstance(read, Inventory):
            return read
        reasons.append(read)
    logger.warning(
        "stability_projects: no inventory of `%s`; %s",
        source.name,
        "; ".join(reasons),
        type="stability",
        subtype="inventory",
    )
    return None


def _read(location: str, named: str, srcdir: Path) -> Inventory | str:
    """Read the file that a location means, or say what is wrong with it."""
    path = _path(location, srcdir)
    if path is None:
        return f"{named}: only files are read; give the path of its {FILENAME}"
    try:
        return inventory.decode(path.read_bytes())
    except OSError as error:
        return f"{path}: cannot be read: {error.strerror}"
    except InventoryError as error:
        return f"{path}: {error}"


def _path(location: str, srcdir: Path) -> Path | None:
    """Return the file that a location on disk means, or None for one on the net."""
    if location.startswith("file:"):
        path = Path(url2pathname(urlsplit(location).path))
    elif re.match(r"[a-z][a-z0-9+.-]+://", location, re.IGNORECASE):
        return None
    else:
        path = srcdir / location
    path = Path(os.path.normpath(path))
    return path / FILENAME if path.is_dir() else path
