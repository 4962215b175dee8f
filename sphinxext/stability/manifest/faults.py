"""Faults: what is wrong with a manifest file, where, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NamedTuple

from sphinxext.stability.model import Where

Path = tuple[str | int, ...]

#: Longer lists of allowed words are cut: the nearest word says more then.
_MOST_WORDS = 24


class Fault(NamedTuple):
    """One fault; *path* is the key's, such as ``features[3].level``."""

    where: Where
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where.line else f"{self.where.file}: "
        return place + (f"{self.path}: " if self.path else "") + self.message


class ManifestError(Exception):
    """The manifest has faults; the message has a line for each."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class Faults:
    """Gathers faults, so that one run reports all of them."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, where: Where, path: Path, message: str) -> None:
        """Note a fault of the value at *path*."""
        self._faults.append(Fault(where, render(path), message))

    def raise_if_any(self) -> None:
        """Raise what was gathered, in the order of the files' lines."""
        if self._faults:
            raise ManifestError(sorted(set(self._faults)))

    def __len__(self) -> int:
        return len(self._faults)


def render(path: Path) -> str:
    """Write a path as users know it: ``("features", 3, "level")`` → ``features[3].level``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def unknown(word: str, what: str, allowed: Iterable[str]) -> str:
    """Say that *word* is not *what*, what is allowed, and which word was probably meant."""
    allowed = list(dict.fromkeys(allowed))
    listed = ", ".join(allowed[:_MOST_WORDS]) + (", …" if len(allowed) > _MOST_WORDS else "")
    message = f"`{word}` is not {what}" + (f": {listed}" if listed else "")
    return message + suggestion(word, allowed)


def suggestion(word: str, allowed: Iterable[str], before: str = "") -> str:
    """Return a sentence naming the allowed word nearest to *word*, or nothing.

    *before* is written before that word, such as the project.
    """
    by_lower = {candidate.lower(): candidate for candidate in allowed}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f". Did you mean `{before}{by_lower[near[0]]}`?" if near else ""
