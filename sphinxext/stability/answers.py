"""What a manifest says of the objects, sections and pages of a document.

Facts go in, answers come out: the level with where it comes from, and the changes with their
phases. The most specific source of a level wins; all changes that match apply.
"""

from __future__ import annotations

import enum
from typing import NamedTuple

import msgspec

from sphinxext.stability.facts import SeenLevel
from sphinxext.stability.model import Change, Feature, Level
from sphinxext.stability.policy import (
    Phase,
    Standing,
)
from sphinxext.stability.windows import Bound


class Origin(enum.Enum):
    """Where a level comes from, the most specific first."""

    FEATURE = "feature"  # the description of the feature itself
    DIRECTIVE = "directive"
    ENTRY = "entry"
    SECTION = "section"
    PAGE = "page"
    NAME = "name"
    DEFAULT = "default"


class Classification(msgspec.Struct, frozen=True, gc=False):
    """The levels of a thing: one, or one for each context."""

    standings: tuple[Standing, ...]
    origin: Origin
    feature: Feature | None = None
    #: The directives that give the levels, one for each.
    directives: tuple[SeenLevel, ...] = ()
    #: Entries as specific as the one chosen that say another level.
    rivals: tuple[Feature, ...] = ()
    #: The entry that a directive overrules with another level.
    overruled: Feature | None = None

    @property
    def levels(self) -> list[Level]:
        """The levels that the scheme knows: those of today."""
        return [standing.level for standing in self.standings if standing.level]

    @property
    def ranks(self) -> list[int]:
        """The ranks of the levels."""
        return [level.rank for level in self.levels]

    @property
    def labels(self) -> str:
        """The levels in words: ``Beta and Stable``."""
        return " and ".join(dict.fromkeys(standing.label for standing in self.standings))


class Applied(NamedTuple):
    """A change that holds somewhere, its phase, and the parameter or value that it is about.

    ``end`` is the computed lower bound where the manifest gives no ``effective``.
    """

    change: Change
    phase: Phase
    parameter: str = ""
    value: str = ""
    end: Bound | None = None
    #: Whether it is so old that its notice is no longer shown.
    is_past: bool = False

    @property
    def ends_object(self) -> bool:
        """Whether it takes the whole object away, not something of it."""
        return self.change.ends and not self.parameter

    @property
    def is_deprecation(self) -> bool:
        """Whether it makes the object *deprecated*."""
        ends = {Phase.WARN, Phase.ERROR, Phase.EFFECTIVE}
        return self.ends_object and self.phase in ends and not self.is_removal

    @property
    def is_removal(self) -> bool:
        """Whether it has taken away the object, which is described on purpose."""
        return self.ends_object and self.change.tombstone and self.phase is Phase.EFFECTIVE


class Answer(msgspec.Struct, frozen=True, gc=False):
    """What holds for one object, section or page; ``outer`` answers for what it stands in."""

    classification: Classification | None = None
    changes: tuple[Applied, ...] = ()
    outer: Answer | None = None
    #: The levels of single parameters, by name.
    parameters: tuple[tuple[str, Classification], ...] = ()
    #: Whether it answers for a page or section rather than for an object.
    is_place: bool = False

    @property
    def new_changes(self) -> tuple[Applied, ...]:
        """The changes that nothing around it shows already."""
        return tuple(a for a in self.changes if not self.outer or not self.outer.shows(a))

    def shows(self, applied: Applied) -> bool:
        """Tell whether the change stands here or around."""
        return applied in self.changes or (self.outer is not None and self.outer.shows(applied))

    @property
    def has_own_level(self) -> bool:
        """Whether its level differs from that of what it stands in, and is not the default."""
        mine = self.classification
        if mine is None or mine.origin is Origin.DEFAULT:
            return False
        theirs = self.outer.classification if self.outer else None
        return theirs is None or keys_of(theirs.standings) != keys_of(mine.standings)

    @property
    def ranks(self) -> list[int]:
        """The ranks of its levels; none where it is unclassified."""
        return self.classification.ranks if self.classification else []

    @property
    def labels(self) -> str:
        """Its levels in words; nothing where it is unclassified."""
        return self.classification.labels if self.classification else ""

    @property
    def deprecations(self) -> tuple[Applied, ...]:
        """The changes that make the object itself deprecated."""
        return tuple(a for a in self.changes if a.is_deprecation)

    @property
    def removals(self) -> tuple[Applied, ...]:
        """The changes that took the object away, which is described on purpose."""
        return tuple(a for a in self.changes if a.is_removal)


class DocumentAnswers(NamedTuple):
    """The answers for a document, in the order of its facts."""

    sections: list[Answer]
    objects: list[Answer]


class Event(enum.Enum):
    """What happens in a release; the value heads the list of what it happens to."""

    EFFECTIVE = "Takes effect"
    RESTORED = "Is back"
    BOUND = "May take effect from here on (computed from the policy)"
    ERROR = "Raises an error"
    DEPRECATED = "Newly deprecated"
    ANNOUNCED = "Announced"
    TARGET = "Planned levels"
    PLANNED = "Planned"
    UNDATED = "Deprecated, since a version that is not known"


class Item(NamedTuple):
    """A change, or a feature with a plan, and the computed end of a change without another."""

    entry: Change | Feature
    end: Bound | None = None
    #: Where the change stands at the moment, whatever release it is listed under.
    phase: Phase = Phase.PLANNED


def keys_of(standings: tuple[Standing, ...]) -> set[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return what tells levels apart: the level and the context of each."""
    return {one.key for one in standings}
