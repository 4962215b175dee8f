"""From the text of the manifest files to one :class:`~sphinxext.stability.model.Manifest`.

``tree`` keeps the place of every value, ``merge`` makes one tree of all files and the preset,
``reader`` turns it into records, ``words`` checks what the entries say of each other. All
faults of all files are gathered, then raised at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sphinxext.stability.manifest import merge, tree, words
from sphinxext.stability.manifest.faults import Fault, Faults, ManifestError
from sphinxext.stability.manifest.reader import Reader
from sphinxext.stability.model import Manifest
from sphinxext.stability.targets import DOMAINS

__all__ = ["Fault", "ManifestError", "load"]


def load(paths: Sequence[Path], domains: Mapping[str, frozenset[str]] = DOMAINS) -> Manifest:
    """Read *paths* as one manifest.

    *domains* maps the names of the domains that targets may name to their object types.

    :raises ManifestError: with every fault of every file.
    """
    faults = Faults()
    files = [file for path in paths if (file := tree.parse(path, faults)) is not None]
    if not files:
        faults.raise_if_any()
    own = merge.join(files, faults)
    whole = merge.with_preset(own, faults)
    manifest = Reader(faults, domains).manifest(whole or own)
    # What could not be read may well have the levels that the rest speaks of.
    complete = whole is not None and len(files) == len(paths)
    words.check(manifest, whole or own, faults, complete=complete)
    faults.raise_if_any()
    return manifest
