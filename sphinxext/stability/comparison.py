"""Which of two levels promises less: by rank in one scheme, by what is promised across schemes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Protocol, TypeVar

import msgspec


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...  # noqa: ANN401


class _Level(Protocol):
    """A level of a manifest, or of an inventory."""

    @property
    def id(self) -> str: ...
    @property
    def rank(self) -> int: ...
    @property
    def backward_compatible(self) -> bool | None: ...
    @property
    def production(self) -> bool | None: ...


O = TypeVar("O", bound=_Ordered)  # noqa: E741


class Rung(msgspec.Struct, frozen=True):
    """A level within its scheme; ``a < b`` tells that *a* promises less than *b*.

    Ranks of different schemes have different measures: there, what keeps compatibility is above
    what does not, all that keep it are alike, and the rank decides among the others.
    """

    scheme: tuple[tuple[str, int, bool | None], ...]
    rank: int
    promises: bool

    def __lt__(self, other: Rung) -> bool:
        if self.scheme == other.scheme:
            return self.rank < other.rank
        if self.promises != other.promises:
            return other.promises
        return not self.promises and self.rank < other.rank


#: What a page without a level counts as: it promises as much as any scheme can.
PROMISED = Rung((), 0, promises=True)


class Ladder:
    """The rungs of one scheme, by the ids of the levels.

    Where no level of a scheme says whether it keeps compatibility, the highest does.
    """

    def __init__(self, levels: Iterable[_Level]) -> None:
        known = list(levels)
        promised = [(one.id, one.rank, one.backward_compatible) for one in known]
        scheme = tuple(sorted(promised, key=repr))
        says = any(one.backward_compatible is not None for one in known)
        highest = max((one.rank for one in known), default=0)
        self._rungs = {
            one.id: Rung(
                scheme,
                one.rank,
                # What is not for production promises no more than that.
                (one.backward_compatible is True if says else one.rank == highest)
                and one.production is not False,
            )
            for one in known
        }

    def rungs(self, ids: Iterable[str]) -> tuple[Rung, ...]:
        """Return the rungs of some levels; words that are no levels have none."""
        return tuple(self._rungs[one] for one in ids if one in self._rungs)


def is_below(theirs: Collection[O], mine: Collection[O]) -> bool:
    """Tell whether all of *theirs* are lower than all of *mine*, ranks or rungs.

    What is promised in any context is the measure, and the best that the other has. Without a
    level on either side there is nothing to compare.
    """
    return bool(theirs and mine) and all(one < other for one in theirs for other in mine)
