"""What levels promise, whatever a scheme calls them, and how those of several schemes compare."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, Protocol, TypeVar

import msgspec

from sphinxext.stability.badges import STATES, Badge


class Promise(enum.StrEnum):
    """What a level promises its users, the most first."""

    KEEPS = "keeps backward compatibility"
    CHANGES = "may change"
    UNSAID = "no promise stated"
    TRIAL = "not for production"

    @property
    def height(self) -> int:
        """How much is promised: who says nothing promises as much as who says it may change."""
        return {Promise.KEEPS: 2, Promise.TRIAL: 0}.get(self, 1)


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...  # noqa: ANN401


class _Level(Protocol):
    """A level of a manifest, or of an inventory."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def rank(self) -> int: ...
    @property
    def backward_compatible(self) -> bool | None: ...
    @property
    def production(self) -> bool | None: ...


O = TypeVar("O", bound=_Ordered)  # noqa: E741

#: A scheme as others see it: where each level stands, what it is called, and what it promises.
Scheme = tuple[tuple[float, str, Promise], ...]


class Rung(msgspec.Struct, frozen=True):
    """A level within its scheme; ``a < b`` tells that *a* promises less than *b*.

    In one scheme the ranks decide. In different ones the promises do, since each has its own
    measure of ranks; where they promise as much, but do not keep compatibility, their positions do:
    1 is the highest of a scheme, 0 the lowest.
    """

    scheme: Scheme
    position: float
    promise: Promise

    def __lt__(self, other: Rung) -> bool:
        if self.scheme == other.scheme:
            return self.position < other.position
        if self.promise.height != other.promise.height:
            return self.promise.height < other.promise.height
        return self.promise is not Promise.KEEPS and self.position < other.position


#: What a page without a level counts as: it promises as much as any scheme can.
PROMISED = Rung((), 1, Promise.KEEPS)


class Ladder:
    """The rungs of one scheme, by the ids of the levels.

    Schemes are the same when their levels are called the same, promise the same and have the same
    order. Where no level of a scheme says whether it keeps compatibility, the highest counts as
    one that does: ``is_inferred``.
    """

    def __init__(self, levels: Iterable[_Level]) -> None:
        known = {level.id: level for level in levels}.values()
        ranks = sorted({level.rank for level in known}, reverse=True)
        positions = {rank: 1 - number / max(len(ranks) - 1, 1) for number, rank in enumerate(ranks)}
        says = any(level.backward_compatible is not None for level in known)
        promised = {
            level.id: _promise(level, supposed=not says and level.rank == ranks[0])
            for level in known
        }
        self.is_inferred = not says and Promise.KEEPS in promised.values()
        placed = ((positions[one.rank], one.label, promised[one.id]) for one in known)
        self.scheme: Scheme = tuple(sorted(placed, reverse=True))
        self._rungs = {
            one.id: Rung(self.scheme, positions[one.rank], promised[one.id]) for one in known
        }

    def __getitem__(self, level: str) -> Rung:
        return self._rungs[level]

    def rungs(self, ids: Iterable[str]) -> tuple[Rung, ...]:
        """Return the rungs of some levels; words that are no levels have none."""
        return tuple(self._rungs[one] for one in ids if one in self._rungs)


def _promise(level: _Level, *, supposed: bool) -> Promise:
    """Return what a level promises; what is not for production promises no more than that.

    Compatibility is *supposed* of the highest level of a scheme in which none speaks of it.
    """
    if level.production is False:
        return Promise.TRIAL
    if level.backward_compatible or supposed:
        return Promise.KEEPS
    return Promise.UNSAID if level.backward_compatible is None else Promise.CHANGES


def is_below(theirs: Collection[O], mine: Collection[O]) -> bool:
    """Tell whether all of *theirs* are lower than all of *mine*, ranks or rungs.

    What is promised in any context is the measure, and the best that the other has. Without a
    level on either side there is nothing to compare.
    """
    return bool(theirs and mine) and all(one < other for one in theirs for other in mine)


#: What makes levels of two schemes count as one: label and promise.
Key = tuple[str, str]


def key(badge: Badge) -> Key:
    """Return what a badge has in common with those of the same level in other schemes."""
    return badge.label, badge.promise


def in_words(label: str, promise: str) -> str:
    """Tell a level from one of another scheme that promises something else."""
    return f"{label} ({promise})"


def names(badge: Badge) -> frozenset[str]:
    """Return what readers may call a level, all in small letters."""
    words = (badge.label, in_words(badge.label, badge.promise), badge.level.rpartition(":")[2])
    return frozenset(word.lower() for word in words if word)


def told_apart(badges: Iterable[Badge]) -> dict[Key, Badge]:
    """Return a badge for each label and promise, the most stable first, then the states.

    Where levels share a label and not the promise, the badges name it. A badge that stands for
    the levels of several projects explains none of them, and leads to none.
    """
    found: dict[Key, Badge] = {}
    for badge in badges:
        known = found.get(key(badge))
        if known is None:
            found[key(badge)] = badge._replace(context="")
        elif known.level not in {"", badge.level}:
            found[key(badge)] = known._replace(tooltip="", level="", href="")
    labels = Counter(label for label, _ in found)
    for pair, badge in found.items():
        if labels[badge.label] > 1:
            found[pair] = badge._replace(context=badge.promise)
    return dict(sorted(found.items(), key=lambda item: order(item[1])))


def order(badge: Badge) -> tuple[bool, int, float, str, str]:
    """Return the key that sorts badges: by promise, then by position.

    Former names of levels promise nothing, and states come last.
    """
    height = Promise(badge.promise).height if badge.promise else -1
    return badge in STATES, -height, -badge.position, badge.label, badge.promise
