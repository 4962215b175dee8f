"""The records of a manifest, exactly as `stability.toml` spells them.

Attribute names are the TOML keys with ``_`` for ``-``. Every record is frozen; an absent key
is ``None``, an empty string or an empty tuple. ``where`` tells the file and line of an entry.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, Literal, NamedTuple, NewType, get_args

import msgspec
from packaging.version import Version

from sphinxext.stability.targets import Target

#: An identifier: letters, digits, ``.``, ``_`` and ``-``, no white space.
Id = NewType("Id", str)
#: An http or https address.
Url = NewType("Url", str)

#: A document, ``docname`` or ``docname#label``, either of which may be a glob.
Document = NewType("Document", str)
#: A target without wildcards, or text with white space.
Substitute = NewType("Substitute", str)

Color = Literal["green", "amber", "violet", "red", "blue", "grey"]
#: The colours that badges have a style for.
COLORS: frozenset[str] = frozenset(get_args(Color))
ChangeType = Literal[
    "removal",
    "rename",
    "behavior",
    "default-value",
    "parameter-removal",
    "parameter-rename",
    "keyword-only",
    "mode-swap",
    "return-type",
    "dependency",
]
ReleaseKind = Literal["patch", "minor", "major"]

#: Types of change that end a whole thing, under its name at least.
ENDING = frozenset({"removal", "rename"})


class Where(NamedTuple):
    """A place in a file: its path, and the line counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


NOWHERE = Where("", 0)


class Record(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", gc=False):
    """Base of the records. ``shorthand`` names the key that a bare value stands for.

    None has a cycle: the garbage collector need not look at any of them.
    """

    shorthand: ClassVar[str] = ""


class Entry(Record, frozen=True, kw_only=True, eq=False):
    """A record that messages point at; two are equal only when they are the same entry."""

    where: Where = NOWHERE


#: Longer is no length of time that anyone means, and no calendar could hold it.
_LONGEST = {"releases": 1_000, "days": 36_525}


class Span(Record, frozen=True, kw_only=True):
    """A length of time: that many releases, that many days, or both.

    :raises ValueError: when it is negative, or longer than a hundred years.
    """

    releases: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        for unit, most in _LONGEST.items():
            if not 0 <= getattr(self, unit) <= most:
                raise ValueError(f"`{unit}` must be between 0 and {most}")


class Window(Span, frozen=True, kw_only=True):
    """The least distance between two phases; without any length and ``at`` it asks for nothing.

    ``combine`` says whether all of the given lengths must have passed or any of them; ``of``
    which releases count; ``at`` that the later phase may come only in such a release.
    """

    combine: Literal["all", "any"] = "all"
    of: ReleaseKind = "minor"
    at: ReleaseKind | None = None


class Windows(Record, frozen=True, kw_only=True):
    """The windows of a policy."""

    default: Window | None = None
    silent: Window | None = None
    restore: Window | None = None
    announcement: Window | None = None


class Policy(Record, frozen=True, kw_only=True):
    """What a project promises about time."""

    windows: Windows = Windows()
    alternative_level: str = ""
    keep_changes: Span | None = None
    serialized_needs_upgrader: bool = False
    forward_compatibility: Span | None = None


class Level(Entry, frozen=True, kw_only=True):
    """One rung of a scheme; the higher its rank, the more stable."""

    id: Id
    rank: int
    label: str = ""
    aliases: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    summary: str = ""
    commitment: str = ""
    backward_compatible: bool | None = None
    production: bool | None = None
    admonition: Literal["warning", "note", "none"] = "none"
    requires: tuple[str, ...] = ()
    window: Window | Literal["none"] | None = None
    max_age: Span | None = None
    names: tuple[Target, ...] = ()
    color: Color = "grey"

    def __post_init__(self) -> None:
        if not self.label:
            msgspec.structs.force_setattr(self, "label", _title(self.id))


class Kind(Entry, frozen=True, kw_only=True):
    """A kind of thing for which the levels are spelled out: aspect, level, text."""

    id: Id
    label: str = ""
    description: str = ""
    footnotes: tuple[str, ...] = ()
    aspects: dict[str, dict[str, str]] = {}

    def __post_init__(self) -> None:
        if not self.label:
            msgspec.structs.force_setattr(self, "label", _title(self.id))


class Scheme(Record, frozen=True, kw_only=True):
    """The levels, and what they mean per kind of thing."""

    extends: str = ""
    levels: tuple[Level, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @property
    def ranked(self) -> list[Level]:
        """The levels, the most stable first; those of one rank by what readers see."""
        return sorted(self.levels, key=lambda level: (-level.rank, level.label))

    def find(self, word: str) -> Level | None:
        """Return the level whose id or alias is *word*, in any case."""
        for level in self.levels:
            if word == level.id:  # nearly always
                return level
        word = word.lower()
        for level in self.levels:
            if word == level.id.lower() or word in (alias.lower() for alias in level.aliases):
                return level
        return None

    def former(self, word: str) -> Level | None:
        """Return the level that once went by *word*."""
        word = word.lower()
        for level in self.levels:
            if word in (name.lower() for name in level.formerly):
                return level
        return None


class Project(Record, frozen=True, kw_only=True):
    """The project that makes the promise."""

    name: str = ""
    default_level: str = ""


class Release(Entry, frozen=True, kw_only=True):
    """One line of the calendar; without a date, or with a future one, it is planned."""

    version: Version
    date: dt.date | None = None
    component: str = ""


class Stage(Record, frozen=True, kw_only=True):
    """An earlier level of a feature."""

    level: str
    since: Version | None = None
    reason: str = ""


class Plan(Record, frozen=True, kw_only=True):
    """The level that a feature is planned to get."""

    level: str
    version: Version | None = None


class ContextLevel(Record, frozen=True, kw_only=True):
    """The level of a feature in one context."""

    when: dict[str, str]
    level: str
    since: Version | None = None


class Feature(Entry, frozen=True, kw_only=True):
    """A named thing that has a level."""

    id: Id
    title: str = ""
    kind: str = ""
    level: str = ""
    since: Version | None = None
    history: tuple[Stage, ...] = ()
    reason: str = ""
    target: Plan | None = None
    objects: tuple[Target, ...] = ()
    exclude: tuple[Target, ...] = ()
    documents: tuple[Document, ...] = ()
    contexts: tuple[ContextLevel, ...] = ()
    not_offered: tuple[dict[str, str], ...] = ()
    tracking: Url | None = None
    docs: Url | None = None
    feedback: Url | None = None
    enable: str = ""
    moved_to: str = ""
    ended: Version | None = None
    description: str = ""
    owner: str = ""

    def __post_init__(self) -> None:
        if not self.title:
            msgspec.structs.force_setattr(self, "title", _title(self.id))


class Start(Record, frozen=True, kw_only=True):
    """The first release, and the first nightly build, that warns.

    ``deprecated = true`` is one whose version nobody knows.
    """

    shorthand = "version"

    version: Version | Literal[True]
    nightly: dt.date | None = None

    @property
    def known(self) -> Version | None:
        """The version, if it is known."""
        return None if self.version is True else self.version


class Alternative(Record, frozen=True, kw_only=True):
    """What to use instead: a target, or text where it has white space."""

    shorthand = "target"

    target: Substitute
    note: str = ""

    @property
    def is_target(self) -> bool:
        """Whether it names an object that can be linked and checked."""
        return not any(char.isspace() for char in self.target)


class Change(Entry, frozen=True, kw_only=True):
    """One planned or made break."""

    id: Id
    type: ChangeType
    objects: tuple[Target, ...] = ()
    features: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    exclude: tuple[Target, ...] = ()
    summary: str = ""
    announced: Version | None = None
    deprecated: Start | None = None
    error: Version | None = None
    effective: Version | Literal["never"] | None = None
    restored: Version | None = None
    tombstone: bool = False
    silent: bool = False
    serialized: bool = False
    upgrader: str = ""
    alternatives: tuple[Alternative, ...] = ()
    no_alternative: str = ""
    reason: str = ""
    migration: str = ""
    documentation: Url | None = None
    after: str = ""
    when: dict[str, str] = {}
    component: str = ""

    @property
    def ends(self) -> bool:
        """Whether it is about the end of a whole thing, under its name at least."""
        return self.type in ENDING

    @property
    def takes_away(self) -> bool:
        """Whether it takes away something that may come back, or that users need a way around."""
        return self.ends or self.type in {"parameter-removal", "parameter-rename", "mode-swap"}


class Waiver(Entry, frozen=True, kw_only=True):
    """A finding that the project accepts, why, and until when."""

    rule: str
    target: str
    reason: str
    expires: dt.date | Version | None = None


class Manifest(Record, frozen=True, kw_only=True):
    """All of a project's manifest files, its preset included."""

    format: Annotated[int, msgspec.Meta(ge=1, le=1)]
    project: Project = Project()
    contexts: dict[str, tuple[str, ...]] = {}
    scheme: Scheme = Scheme()
    policy: Policy = Policy()
    releases: tuple[Release, ...] = ()
    features: tuple[Feature, ...] = ()
    changes: tuple[Change, ...] = ()
    waivers: tuple[Waiver, ...] = ()


def _title(identifier: str) -> str:
    words = identifier.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
