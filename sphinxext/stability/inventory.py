"""The published classification of a project: ``stability.json``, written and read.

One record serves both ways. The format is a major version: what would mislead readers raises it,
and they refuse the file. All else is minor and raises nothing: keys and words may be added within
a format, for readers pass over keys and take words that they do not know as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from sphinxext.stability.cleaning import cleaned, is_clean
from sphinxext.stability.model import COLORS
from sphinxext.stability.targets import Target

#: The format that is written, and the only one that is read.
FORMAT = 1
FILENAME = "stability.json"


_T = TypeVar("_T")


class InventoryError(Exception):
    """An inventory cannot be used; the message says why."""


class NotJsonError(InventoryError):
    """It is something else altogether, or was cut off."""


class _Item(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", omit_defaults=True):
    pass


class LevelItem(_Item, frozen=True, kw_only=True):
    """A level of the project's scheme."""

    id: str
    label: str
    rank: int
    color: str = "grey"
    summary: str = ""
    backward_compatible: bool | None = None
    production: bool | None = None
    #: Where the project says what it means, relative to the root.
    url: str = ""

    def __post_init__(self) -> None:
        if self.color not in COLORS:  # of a later version
            msgspec.structs.force_setattr(self, "color", "grey")


class KindItem(_Item, frozen=True, kw_only=True):
    """A kind of thing of the project's scheme."""

    id: str
    label: str


class SchemeItem(_Item, frozen=True, kw_only=True):
    """The scheme: a level is found by its id."""

    default_level: str = ""
    levels: tuple[LevelItem, ...] = ()
    kinds: tuple[KindItem, ...] = ()
    #: The contexts that levels may differ by, if the project declares them.
    contexts: dict[str, tuple[str, ...]] = {}


class StageItem(_Item, frozen=True, kw_only=True):
    """A level, since when, and in which context; a former name stands as it was."""

    level: str
    since: str = ""
    when: dict[str, str] = {}


class FeatureItem(_Item, frozen=True, kw_only=True):
    """A feature that has a level at this version; ``history`` has the oldest first."""

    id: str
    title: str
    kind: str = ""
    levels: tuple[StageItem, ...] = ()
    #: The contexts that it is not there for.
    not_offered: tuple[dict[str, str], ...] = ()
    history: tuple[StageItem, ...] = ()
    planned: StageItem | None = None
    covers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    url: str = ""
    tracking: str = ""
    docs: str = ""
    feedback: str = ""


class EndItem(_Item, frozen=True, kw_only=True):
    """A lower bound computed from the policy; ``about`` tells that the date is guessed."""

    version: str = ""
    date: str = ""
    about: bool = False


class ChangeItem(_Item, frozen=True, kw_only=True):
    """A change, and the phase it is in at this version.

    ``computed_end`` is there where the manifest gives no ``effective``.
    """

    id: str
    type: str
    phase: str
    covers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    summary: str = ""
    announced: str = ""
    deprecated: str = ""
    error: str = ""
    effective: str = ""
    computed_end: EndItem | None = None
    restored: str = ""
    alternatives: tuple[str, ...] = ()
    documentation: str = ""
    #: The component that its versions are of.
    component: str = ""


class ObjectItem(_Item, frozen=True, kw_only=True):
    """A documented object that has a level or a change; ``url`` is relative to the root."""

    domain: str
    type: str
    name: str
    url: str
    level: str = ""
    #: Its levels by context, where a directive gives it some.
    contexts: tuple[StageItem, ...] = ()
    feature: str = ""
    changes: tuple[str, ...] = ()
    deprecated: bool = False
    removed: bool = False


class RemovedItem(_Item, frozen=True, kw_only=True):
    """The tombstone of a ``feature``, ``change`` or ``object`` that an earlier version had."""

    what: str
    #: Of an object: its name.
    id: str
    #: The first version without it.
    since: str
    title: str = ""
    domain: str = ""
    #: The type of an object or change, the kind of a feature.
    type: str = ""
    #: The level that it had last: an id, or a former name.
    level: str = ""
    changes: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    moved_to: str = ""


class Inventory(_Item, frozen=True, kw_only=True, dict=True):
    """All that a project publishes, sorted."""

    format: int
    project: str
    version: str
    scheme: SchemeItem = SchemeItem()
    features: tuple[FeatureItem, ...] = ()
    changes: tuple[ChangeItem, ...] = ()
    objects: tuple[ObjectItem, ...] = ()
    #: What is gone; ``features``, ``changes`` and ``objects`` have what is there.
    removed: tuple[RemovedItem, ...] = ()

    @cached_property
    def named(self) -> dict[str, list[FeatureItem | ObjectItem]]:
        """The features and objects by id or name, features first."""
        found: dict[str, list[FeatureItem | ObjectItem]] = {}
        for feature in self.features:
            found.setdefault(feature.id, []).append(feature)
        for item in self.objects:
            found.setdefault(item.name, []).append(item)
        return found


def encode(inventory: Inventory) -> bytes:
    """Return the text of ``stability.json``: one object a line, so that it compares well."""
    given = msgspec.to_builtins(inventory)
    # Every part but the last is there even when it is empty, in the order of the record.
    given = {"scheme": {}, "features": [], "changes": [], "objects": []} | given
    data = {field: given[field] for field in Inventory.__struct_fields__ if field in given}
    lines = []
    for key, value in data.items():
        if isinstance(value, list | tuple):
            items = b",\n".join(map(msgspec.json.encode, value))
            lines.append(msgspec.json.encode(key) + b":[\n" + items + b"\n]")
        else:
            lines.append(msgspec.json.encode(key) + b":" + msgspec.json.encode(value))
    return b"{" + b",\n".join(lines) + b"}\n"


class _Head(msgspec.Struct):
    format: int | None = None


def decode(data: bytes) -> Inventory:
    """Read ``stability.json``; its texts are clean then, see :mod:`sphinxext.stability.cleaning`.

    Of what has one id the first is taken: that is the key of rows and tombstones.

    :raises InventoryError: saying what is wrong with it.
    """
    try:
        head = msgspec.json.decode(data, type=_Head)
    except msgspec.ValidationError:
        raise InventoryError("is not an inventory: it is no object with a `format`") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotJsonError(f"is not JSON, or cut off: {error}") from None
    except RecursionError:
        raise InventoryError("is nested too deeply to be an inventory") from None
    if head.format is None:
        raise InventoryError("is not an inventory: it has no `format`")
    if head.format != FORMAT:
        hint = "; upgrade sphinxext-stability" if head.format > FORMAT else ""
        raise InventoryError(f"has format {head.format}; this version reads {FORMAT}{hint}")
    try:
        if is_clean(data.decode()):
            return _distinct(msgspec.json.decode(data, type=Inventory))
        return _distinct(msgspec.convert(cleaned(msgspec.json.decode(data)), Inventory))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        told = re.sub(r"'(.{40}).*'", r"'\1…'", str(error))  # a wrong word may be a long one
        raise InventoryError(f"does not have the shape of an inventory: {told}") from None


def _distinct(found: Inventory) -> Inventory:
    """Drop what has the id of something before it, and tombstones of what is there."""
    features = _by_key(found.features, lambda item: item.id)
    objects = _by_key(found.objects, lambda item: (item.domain, item.type, item.name))
    removed = _by_key(found.removed, lambda item: (item.what, item.domain, item.type, item.id))
    return replace(
        found,
        features=tuple(features.values()),
        changes=tuple(_by_key(found.changes, lambda item: item.id).values()),
        objects=tuple(objects.values()),
        removed=tuple(
            item
            for item in removed.values()
            if not (item.what == "feature" and item.id in features)
            and not (item.what == "object" and (item.domain, item.type, item.id) in objects)
        ),
    )


def _by_key(items: Iterable[_T], key: Callable[[_T], Hashable]) -> dict[Hashable, _T]:
    """Return the first item for each key."""
    found: dict[Hashable, _T] = {}
    for item in items:
        found.setdefault(key(item), item)
    return found


def levels_of(inventory: Inventory) -> dict[str, LevelItem]:
    """Return the levels of an inventory by id."""
    return {level.id: level for level in inventory.scheme.levels}


def find(inventory: Inventory, target: Target) -> FeatureItem | ObjectItem | None:
    """Return the feature or object that a target without wildcards names."""
    for item in inventory.named.get(target.name, ()):
        if isinstance(item, FeatureItem):
            if not target.domain:
                return item
        elif target.accepts(item.domain, item.type):
            return item
    return None
