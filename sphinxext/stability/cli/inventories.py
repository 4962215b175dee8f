"""Inventories for commands, from where an argument says."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from sphinxext.stability import inventory
from sphinxext.stability.cli import command
from sphinxext.stability.cli.command import Failure
from sphinxext.stability.inventory import Inventory

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def read(location: str) -> tuple[str, Inventory]:
    """Return the address of a project's pages, and what it publishes.

    The address is the folder where the pages are, or nothing where they are not known.

    :raises Failure: saying what is wrong with the location, or with what is there.
    """
    path = path_of(location)
    try:
        found = inventory.decode(command.read(path))
    except inventory.InventoryError as error:
        raise Failure(f"{path}: {error}") from None
    # Sphinx writes this beside the pages of every project.
    has_pages = (path.parent / "objects.inv").is_file()
    return (f"{path.parent}/" if has_pages else ""), found


def path_of(location: str) -> Path:
    """Return the file that a location means: itself, or the inventory in that folder.

    :raises Failure: where it is not on disk.
    """
    location = named(location)
    if _URL.match(location):
        # Whoever reads the message need not know the password.
        shown = re.sub(r"//[^/]*@", "//", location)
        raise Failure(f"{shown}: only files are read; get it first, and give its path")
    path = Path(location)
    return path / inventory.FILENAME if path.is_dir() else path


def named(location: str) -> str:
    """Return the path that an address of a file means; what is none stays as it is."""
    if not location.lower().startswith("file:"):
        return location
    # It takes longer to import than most commands run.
    from urllib.request import url2pathname  # noqa: PLC0415

    return url2pathname(urlsplit(location).path)
