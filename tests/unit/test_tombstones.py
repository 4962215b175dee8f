"""Tombstones: what an earlier version had is listed as removed until it is back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sphinxext.stability import inventory, publishing, tombstones
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.inventory import (
    ChangeItem,
    FeatureItem,
    Inventory,
    LevelItem,
    ObjectItem,
    RemovedItem,
    SchemeItem,
    StageItem,
)
from sphinxext.stability.rows import Source
from sphinxext.stability.tables import TableOptions, history, index
from sphinxext.stability.targets import Target

Ask = Callable[..., Catalogue]

ENDED = """
[[features]]
id = "names"
title = "Names"
kind = "api"
level = "beta"
since = "1.6"
history = [{ level = "prototype", since = "1.3" }]
objects = ["m.names"]
ended = "2.3"
moved-to = "dims"
[[features]]
id = "dims"
level = "beta"
[[scheme.kinds]]
id = "api"
"""
REMOVAL = """
[[changes]]
id = "C-1"
type = "removal"
objects = ["m.old", "std:option:prog.-f", "m.new(old)", "m.pattern*"]
deprecated = "2.0"
effective = "2.3"
alternatives = ["m.new", "your own"]
"""
PREVIOUS = Inventory(
    format=1,
    project="torch",
    version="2.3",
    features=(
        FeatureItem(id="dropped", title="Dropped", kind="api", levels=(StageItem(level="beta"),)),
    ),
    changes=(ChangeItem(id="T-9", type="rename", phase="warn", summary="Renamed."),),
    objects=(
        ObjectItem(domain="py", type="function", name="m.there", url="a", level="stable"),
        ObjectItem(domain="py", type="class", name="m.Gone", url="b", level="beta"),
        ObjectItem(domain="py", type="function", name="m.old", url="c", level="stable"),
        ObjectItem(
            domain="py", type="function", name="m.names", url="d", level="beta", feature="names"
        ),
    ),
    removed=(
        RemovedItem(what="feature", id="lost", since="1.9", title="Lost"),
        RemovedItem(what="feature", id="dims", since="1.9"),
        RemovedItem(what="change", id="C-1", since="1.9"),
        RemovedItem(what="change", id="T-0", since="1.8", type="removal"),
        RemovedItem(what="object", id="m.there", since="1.9", domain="py", type="class"),
        RemovedItem(what="object", id="m.long_gone", since="1.9", domain="py", type="class"),
    ),
)


def _removed(
    catalogue: Catalogue, previous: Inventory | None = None, *documented: str
) -> list[RemovedItem]:
    found = publishing.build(catalogue, {}, lambda doc, _: doc, {})
    made = tombstones.add(found, catalogue, lambda target: target.name in documented, previous)
    return list(made.removed)


def test_a_feature_that_has_ended(ask: Ask) -> None:
    """With the version, what it was last, and where it is now; not before that version."""
    assert _removed(ask(ENDED, "2.4")) == [
        RemovedItem(
            what="feature",
            id="names",
            since="2.3",
            title="Names",
            type="api",
            level="beta",
            moved_to="dims",
        )
    ]
    assert _removed(ask(ENDED, "2.2")) == []


def test_a_removal_in_effect(ask: Ask) -> None:
    """Of whole things that it names, with what to use; a parameter or a pattern names none."""
    gone = {"since": "2.3", "changes": ("C-1",), "alternatives": ("m.new", "your own")}
    assert _removed(ask(REMOVAL, "2.4")) == [
        RemovedItem(what="object", id="m.old", **gone),
        RemovedItem(what="object", id="prog.-f", domain="std", type="cmdoption", **gone),
    ]
    assert _removed(ask(REMOVAL, "2.2")) == []


def test_what_is_still_documented_is_not_gone(ask: Ask) -> None:
    assert _removed(ask(REMOVAL, "2.4"), None, "m.old", "prog.-f") == []


def test_what_has_come_back_is_not_gone(ask: Ask) -> None:
    assert _removed(ask(REMOVAL + 'restored = "2.4"\n', "2.4")) == []


def test_what_the_last_release_had(ask: Ask) -> None:
    """Features, changes and objects; by what took them away, else since this version."""
    found = _removed(ask(REMOVAL + ENDED, "2.4"), PREVIOUS, "m.there")
    assert [(item.what, item.id, item.since, item.level, item.type) for item in found] == [
        ("change", "T-0", "1.8", "", "removal"),
        ("change", "T-9", "2.4", "", "rename"),
        ("feature", "dropped", "2.4", "beta", "api"),
        ("feature", "lost", "1.9", "", ""),
        ("feature", "names", "2.3", "beta", "api"),
        ("object", "m.Gone", "2.4", "beta", "class"),
        ("object", "m.long_gone", "1.9", "", "class"),
        ("object", "m.names", "2.3", "beta", "function"),
        ("object", "m.old", "2.3", "stable", "function"),
        ("object", "prog.-f", "2.3", "", "cmdoption"),
    ]
    by_id = {item.id: item for item in found}
    assert by_id["m.old"].alternatives == ("m.new", "your own")
    assert by_id["m.names"].moved_to == "dims"
    assert (by_id["dropped"].title, by_id["T-9"].title) == ("Dropped", "Renamed.")


def test_a_tombstone_stays_from_release_to_release(ask: Ask) -> None:
    """The version is the first without it, however often an inventory is published since."""
    catalogue = ask(REMOVAL, "2.4")
    empty = publishing.build(catalogue, {}, lambda doc, _: doc, {})
    first = tombstones.add(empty, catalogue, previous=PREVIOUS)
    later = ask(REMOVAL, "2.6")
    again = tombstones.add(publishing.build(later, {}, lambda d, _: d, {}), later, previous=first)
    assert again.removed == first.removed
    assert inventory.decode(inventory.encode(again)) == again


@pytest.mark.parametrize(("version", "number"), [("2.2", 0), ("2.3", 11), ("2.3.1", 11)])
def test_an_inventory_of_a_later_version_tells_nothing(ask: Ask, version: str, number: int) -> None:
    """The documentation of an old branch is that of its time."""
    assert len(_removed(ask("", version), PREVIOUS)) == number


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("m.Gone", "m.Gone"),
        ("py:class:m.Gone", "m.Gone"),
        ("py:function:m.Gone", None),
        ("dropped", "dropped"),
        ("py:dropped", None),
        ("T-9", None),
        ("m.there", None),
    ],
)
def test_a_target_finds_its_tombstone(ask: Ask, target: str, found: str | None) -> None:
    catalogue = ask("", "2.4")
    built = publishing.build(catalogue, {}, lambda doc, _: doc, {})
    made = tombstones.add(built, catalogue, lambda t: t.name == "m.there", PREVIOUS)
    item = tombstones.find(made, Target.parse(target))
    assert (item.id if item else None) == found


SOURCE = Source(
    "torch",
    "",
    Inventory(
        format=1,
        project="torch",
        version="2.4",
        scheme=SchemeItem(levels=(LevelItem(id="beta", label="Beta", rank=20),)),
        features=(
            FeatureItem(
                id="live", title="Live", levels=(StageItem(level="beta", since="2.0"),), url="p"
            ),
        ),
        changes=(
            ChangeItem(
                id="C", type="removal", phase="effective", features=("live",), effective="2.4"
            ),
        ),
        removed=(
            RemovedItem(what="change", id="T", since="2.0"),
            RemovedItem(
                what="feature", id="names", title="Names", since="2.3", level="beta", moved_to="d"
            ),
            RemovedItem(
                what="object",
                id="m.f",
                since="2.2",
                domain="py",
                type="function",
                level="Experimental",
                alternatives=("m.g", "m.h"),
            ),
        ),
    ),
)


def _rows(**options: Any) -> dict[str, list[tuple[str, ...]]]:  # noqa: ANN401
    return {
        group.title: [
            (row.title, *(b.label for b in row.badges), row.since, row.before, row.planned)
            for row in group.rows
        ]
        for group in index((SOURCE,), TableOptions("index", **options))
    }


LIVE = ("Live", "Beta", "Removed", "2.0", "", "")
NAMES = ("Names", "Removed", "2.3", "Beta", "moved to d")
F = ("m.f", "Removed", "2.2", "Experimental", "use m.g, m.h")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {"torch": [LIVE, NAMES]}),
        ({"show": "objects"}, {"torch": [F]}),
        ({"show": "both"}, {"torch": [LIVE, F, NAMES]}),
        ({"group_by": "level"}, {"Beta": [LIVE], "Removed": [NAMES]}),
        ({"levels": ("removed",)}, {"torch": [LIVE, NAMES]}),
        ({"levels": ("beta",)}, {"torch": [LIVE]}),
        ({"since": "2.1", "show": "both"}, {"torch": [F, NAMES]}),
    ],
)
def test_the_index_has_what_is_gone(
    options: dict[str, Any], expected: dict[str, list[tuple[str, ...]]]
) -> None:
    assert _rows(**options) == expected


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("", [("2.4", "Live", "Beta"), ("2.3", "Names", "Beta")]),
        ("2.4", [("2.4", "Live", "Beta")]),
    ],
)
def test_the_history_has_what_is_gone(since: str, expected: list[tuple[str, str, str]]) -> None:
    found = history((SOURCE,), TableOptions("history", since=since))
    assert [(v, one.title, one.was) for v, rows in found for one in rows] == expected
    assert {one.badge.label for _, rows in found for one in rows} == {"Removed"}
