"""How the levels of several projects compare: the legend of an index over different schemes."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from sphinxext.stability.badges import Badge
from sphinxext.stability.promises import Promise, key, order, told_apart
from sphinxext.stability.rows import Source

TITLE = "How the levels compare"
EXPLAINED = (
    "Each project keeps its own words. Levels in the same column promise the same, whatever they "
    "are called; within a project the more stable ones come first."
)


class Line(NamedTuple):
    """One scheme: the projects that have it, and its levels for each column of the legend."""

    projects: tuple[str, ...]
    cells: tuple[tuple[Badge, ...], ...]


class Legend(NamedTuple):
    """The schemes side by side; without lines there is nothing to tell apart."""

    promises: tuple[Promise, ...] = ()
    lines: tuple[Line, ...] = ()


def legend(sources: Sequence[Source], shown: Container[str]) -> Legend:
    """Compare the schemes of the projects that are *shown*, if there are several.

    A scheme is the same in two projects when its levels are called the same, promise the same and
    have the same order.
    """
    schemes: dict[tuple[object, ...], tuple[list[str], list[Badge]]] = {}
    for source in sources:
        if source.name not in shown or not source.badges:
            continue
        badges = sorted(source.badges.values(), key=_rank)
        names, known = schemes.setdefault(tuple(map(key, badges)), ([], badges))
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
    )


def _rank(badge: Badge) -> tuple[object, ...]:
    """Sort by rank alone, as the scheme does; by label where levels share one."""
    return -badge.rank, order(badge)
