"""Inventories as arguments of commands: a file, a folder or an address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

from sphinxext.stability.cli.command import Failure
from sphinxext.stability.fetching.addresses import locate, without_login
from sphinxext.stability.fetching.asking import Failed
from sphinxext.stability.fetching.reading import Reader
from sphinxext.stability.model import Where
from sphinxext.stability.rules import Published


def read_published(name: str) -> Published:
    """Return the inventory that an argument means, and where that is.

    Nothing is kept of what a server sends.

    :raises Failure: when it cannot be read.
    """
    location = locate(name, Path())
    reader = Reader()
    try:
        found = reader.first([location])
    except Failed as failed:
        raise Failure(str(failed)) from None
    inventory = reader.inventories.read(found.data, found.digest)
    return Published(inventory, Where(location.named, 1))


def pages_beside(name: str) -> str:
    """Return what the addresses of the pages beside an inventory begin with, if any are there."""
    location = locate(name, Path())
    if location.url:
        return urljoin(without_login(location.url), ".")
    # Sphinx writes this beside the pages of every project.
    beside = location.path and location.path.with_name("objects.inv")
    return f"{beside.parent}/" if beside and beside.is_file() else ""
