"""Where a finding is, as reports write it: files relative to a folder, and what follows them."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Self

from sphinxext.stability.findings import Finding

#: Findings with their places, as Sphinx prints these.
Located = Sequence[tuple[str, Finding]]

#: Lines of a docstring, or of generated text, are no lines of the file.
_LOCATION = re.compile(
    r"(?P<file>.*?)(?P<part>:(?:docstring of |<).*?)?(?::(?P<line>\d+))?", re.DOTALL
)


class Spot(NamedTuple):
    """A location such as Sphinx prints: ``a.rst:3``, ``pkg.py:docstring of pkg.f:1``."""

    file: str
    part: str
    line: int

    @classmethod
    def parse(cls, location: str) -> Self:
        """Take a location apart."""
        found = _LOCATION.fullmatch(location)
        assert found, "anything matches"  # noqa: S101
        return cls(found["file"], found["part"] or "", int(found["line"] or 0))

    @property
    def without_line(self) -> str:
        """The location without its line."""
        return self.file + self.part

    @property
    def line_of_file(self) -> int:
        """The line in the file, or 0 where none is known."""
        return 0 if self.part else self.line

    def relative(self, base: Path) -> str:
        """Return the location with the file relative to *base*."""
        line = f":{self.line}" if self.line else ""
        return f"{relative(self.file, base)}{self.part}{line}"

    def inside(self, base: Path) -> str:
        """Return the path of the file relative to *base*, or nothing if it is not below it."""
        if not _is_path(self.file):
            return ""
        for file in (self.file, os.path.realpath(self.file)):  # a link may lead out, or in
            path = relative(file, base)
            if not path.startswith("../") and not Path(path).is_absolute():
                return path
        return ""

    def told(self, message: str, base: Path) -> str:
        """Add the place to a message, unless the file and the line below *base* tell it."""
        if not self.file or (self.inside(base) and not self.part):
            return message
        return f"{message} (found in {self.relative(base)})"


def _is_path(file: str) -> bool:
    """Tell whether a place is a file, and not ``<string>`` or an address."""
    return bool(file) and not file.startswith("<") and "://" not in file


def relative(file: str, base: Path) -> str:
    """Return a path relative to *base*, with slashes."""
    if not _is_path(file):
        return file
    try:
        return _relative(str(Path(file).absolute()), base)
    except ValueError:  # another drive
        return Path(file).as_posix()


@functools.lru_cache(maxsize=1024)  # a few files have most findings
def _relative(file: str, base: Path) -> str:
    return Path(os.path.relpath(file, base)).as_posix()


def top_level(folder: Path) -> Path:
    """Return the top level of the repository that a folder is in, or else the folder."""
    folder = folder.resolve()
    found = (path for path in (folder, *folder.parents) if (path / ".git").exists())
    return next(found, folder)
