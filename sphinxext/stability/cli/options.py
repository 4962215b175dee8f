"""Options that several commands have, and the values that they take."""

from __future__ import annotations

import argparse
import datetime as dt

from packaging.version import Version

from sphinxext.stability.cli.command import Argument
from sphinxext.stability.inventory import FILENAME
from sphinxext.stability.versions import parse_version

#: The manifest where none is named, as in a build.
MANIFEST = "stability.toml"
#: How the help tells of an inventory.
INVENTORY = (
    f"a {FILENAME}, the folder that it is in, or its address (of a folder: with / at its end)"
)


def as_version(text: str) -> Version:
    """Return the version that an argument is."""
    version = parse_version(text)
    if version is None:
        message = f"`{text}` is not a version that PEP 440 allows, such as `2.7`"
        raise argparse.ArgumentTypeError(message)
    return version


def _as_date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a date, such as 2025-01-29") from None


#: When a manifest is evaluated.
VERSION = Argument(
    ("--version",),
    "evaluate at this version; without it, at the newest release that is out",
    {"metavar": "VERSION", "type": as_version},
)
DATE = Argument(
    ("--date",),
    "evaluate on this day; without it, on that of the release, else today",
    {"metavar": "YYYY-MM-DD", "type": _as_date},
)
