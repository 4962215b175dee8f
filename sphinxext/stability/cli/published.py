"""Inventories as arguments of commands: a file, a folder or an address."""

from __future__ import annotations

from pathlib import Path

from sphinxext.stability.cli.command import Failure
from sphinxext.stability.fetching.addresses import locate
from sphinxext.stability.fetching.asking import Failed
from sphinxext.stability.fetching.reading import Reader
from sphinxext.stability.inventory import FILENAME
from sphinxext.stability.model import Where
from sphinxext.stability.rules import Published

#: How the help tells of such an argument.
WHAT = f"a {FILENAME}, the folder that it is in, or its address (of a folder: with / at its end)"


def read_published(name: str) -> Published:
    """Return the inventory that an argument means, and where that is.

    Nothing is kept of what a server sends.

    :raises Failure: when it cannot be read.
    """
    reader = Reader()
    try:
        found = reader.first([locate(name, Path())])
    except Failed as failed:
        raise Failure(str(failed)) from None
    inventory = reader.inventories.read(found.data, found.digest)
    return Published(inventory, Where(found.location.named, 1))
