"""How the levels of several projects compare: the legend of an index over different schemes."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from sphinxext.stability.badges import Badge
from sphinxext.stability.promises import Promise, Scheme, key, order, told_apart
from sphinxext.stability.rows import Source

TITLE = "How the levels compare"


class Line(NamedTuple):
    """One scheme: the projects that have it, and its levels for each column of the legend."""

    projects: tuple[str, ...]
    cells: tuple[tuple[Badge, ...], ...]


class Legend(NamedTuple):
    """The schemes side by side; without lines there is nothing to tell apart."""

    promises: tuple[Promise, ...] = ()
    lines: tuple[Line, ...] = ()
    #: The projects that promise nothing, so that something is supposed of their highest level.
    inferred: tuple[str, ...] = ()

    @property
    def explained(self) -> str:
        """How to read it."""
        but = ", but for those that state no promise" if Promise.UNSAID in self.promises else ""
        text = (
            f"Each project keeps its own words. Levels in the same column promise the same{but}, "
            "whatever they are called; within a project the more stable ones come first."
        )
        if self.inferred:
            text += (
                f" No level of {', '.join(self.inferred)} says whether it keeps backward "
                "compatibility: the highest is taken for one that does."
            )
        return text


def legend(sources: Sequence[Source], shown: Container[str]) -> Legend:
    """Compare the schemes of the projects that are *shown*, if there are several."""
    schemes: dict[Scheme, tuple[list[str], list[Badge]]] = {}
    compared = [source for source in sources if source.name in shown and source.badges]
    for source in compared:
        badges = sorted(source.badges.values(), key=_position)
        names, known = schemes.setdefault(source.ladder.scheme, ([], badges))
        names.append(source.name)
        if len(names) > 1:
            known[:] = [told_apart(pair)[key(pair[0])] for pair in zip(known, badges, strict=True)]
    if len(schemes) <= 1:
        return Legend()
    every = {badge.promise for _, badges in schemes.values() for badge in badges}
    promises = tuple(promise for promise in Promise if promise in every)
    return Legend(
        promises,
        tuple(
            Line(
                tuple(names),
                tuple(tuple(b for b in badges if b.promise == promise) for promise in promises),
            )
            for names, badges in schemes.values()
        ),
        tuple(source.name for source in compared if source.ladder.is_inferred),
    )


def _position(badge: Badge) -> tuple[object, ...]:
    """Sort by position alone, as the scheme does; by label where levels share one."""
    return -badge.position, order(badge)
