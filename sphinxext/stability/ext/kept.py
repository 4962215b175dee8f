"""What is kept beside the doctrees from one build to the next: its inputs, and its findings.

A build whose inputs are the same, byte for byte, need not read the manifest at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sphinxext import stability as package
from sphinxext.stability.ext.files import write_whole
from sphinxext.stability.findings import Finding

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Kept(msgspec.Struct):
    """The file."""

    #: Digest of what the state was made from.
    inputs: str = ""
    #: Digest of the state itself.
    state: str = ""
    #: Digest of what the rules looked at.
    key: str = ""
    findings: list[Finding] = []
    #: What roles ask for that nobody has: the message, the document and the line.
    unknown: list[tuple[str, str, int]] = []

    @classmethod
    def load(cls, app: Sphinx) -> Kept:
        """Read it; a file that is missing or damaged is an empty one."""
        try:
            return msgspec.json.decode(_path(app).read_bytes(), type=cls)
        except (OSError, msgspec.MsgspecError):
            return cls()

    def save(self, app: Sphinx) -> None:
        """Write it in one step."""
        write_whole(_path(app), msgspec.json.encode(self))


def _path(app: Sphinx) -> Path:
    return Path(app.doctreedir, "stability", "kept.json")


def digest_of(files: Iterable[Path], *values: object) -> str:
    """Hash the contents of files and the values that say how they are read."""
    digest = hashlib.blake2b(repr((package.__version__, *values)).encode(), digest_size=16)
    for file in files:
        try:
            digest.update(f"{file}\0".encode() + file.read_bytes())
        except OSError as error:
            digest.update(f"{file}\0{error.errno}".encode())
    return digest.hexdigest()
