"""``sphinx-stability inventory``: what a project publishes, for people to read."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from sphinxext.stability.badges import Badge
from sphinxext.stability.cli import options, output
from sphinxext.stability.cli.command import Argument, Command, Example, Status, one_of
from sphinxext.stability.cli.published import read_published
from sphinxext.stability.inventory import ChangeItem, Inventory
from sphinxext.stability.rows import Row, Source, comes, first_of, removed_rows
from sphinxext.stability.rules.rule import shortened
from sphinxext.stability.tables import TableOptions, index

#: Columns are no wider, in characters.
_WIDEST = 48
#: The phases of changes that are over.
_OVER = frozenset({"effective", "restored"})


def run(chosen: argparse.Namespace) -> int:
    """Show an inventory."""
    found, where = read_published(chosen.inventory)
    if chosen.format == "json":
        data = msgspec.json.encode(_record(found))
        output.put(msgspec.json.format(data, indent=2) + b"\n")
    else:
        output.put("\n".join(_shown(found, where.file)))
    return Status.CLEAN


def _source(found: Inventory) -> Source:
    return Source(found.project, "", found)


def _rows(found: Inventory) -> list[Row]:
    """Return the features, as an index shows them."""
    groups = index([_source(found)], TableOptions("index"))
    return [row for group in groups for row in group.rows]


def _tombstones(found: Inventory) -> list[Row]:
    """Return the objects that an earlier version had."""
    return list(removed_rows(_source(found), "objects"))


def _states(found: Inventory) -> tuple[int, int]:
    """Count the objects that are deprecated, and those that are removed, described or not."""
    described = sum(item.removed for item in found.objects)
    return sum(item.deprecated for item in found.objects), described + len(_tombstones(found))


def _under_way(found: Inventory) -> list[ChangeItem]:
    return [change for change in found.changes if change.phase not in _OVER]


def _counts(found: Inventory) -> tuple[Counter[str], Counter[str]]:
    """Count features and objects by the id of their level; a feature may have several."""
    features: Counter[str] = Counter()
    for item in found.features:
        features.update({stage.level for stage in item.levels})
    return features, Counter(item.level for item in found.objects)


def _shown(found: Inventory, place: str) -> Iterator[str]:
    """Give the blocks of the text, each with a line break at its end."""
    yield f"{found.project} {found.version}, from {place}\n"
    features, objects = _counts(found)
    head = ["Level", "Rank", "Backward compatible", "Features", "Objects"]
    rows = [
        [
            level.label + (" (default)" if level.id == found.scheme.default_level else ""),
            str(level.rank),
            {True: "yes", False: "no", None: "–"}[level.backward_compatible],
            str(features[level.id]),
            str(objects[level.id]),
        ]
        for level in found.scheme.levels
    ]
    if objects[""]:
        rows.append(["Unclassified", "–", "–", "–", str(objects[""])])
    yield _table([head, *rows])
    rows = [
        [row.id, row.title, _levels(row.badges), row.since, row.planned] for row in _rows(found)
    ]
    if rows:
        yield _table([["Feature", "Title", "Level", "Since", "Next"], *rows])
    rows = [[one.id, one.type, one.phase, comes(one), _about(one)] for one in _under_way(found)]
    if rows:
        yield _table([["Change", "Type", "Phase", "Takes effect", "Of"], *rows])
    rows = [[r.title, r.kind, r.since, r.before, r.planned] for r in _tombstones(found)]
    if rows:
        yield _table([["Removed", "Type", "Since", "Before", "Next"], *rows])
    deprecated, removed = _states(found)
    yield f"Objects: {len(found.objects)}, {deprecated} deprecated, {removed} removed\n"


def _levels(badges: Sequence[Badge]) -> str:
    """Return the labels, each with its context."""
    return ", ".join(f"{b.label} ({b.context})" if b.context else b.label for b in badges)


def _about(change: ChangeItem) -> str:
    """Say what a change is of."""
    return "".join(first_of([*change.covers, *change.features, *change.documents]))


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows in columns, a dash where there is nothing to say."""
    cells = [[shortened(cell, _WIDEST) or "–" for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )
    return "".join(f"{line}\n" for line in lines)


def _record(found: Inventory) -> dict[str, Any]:
    """Return what the text tells, as data."""
    features, objects = _counts(found)
    deprecated, removed = _states(found)
    return {
        "project": found.project,
        "version": found.version,
        "levels": [
            {
                "id": level.id,
                "label": level.label,
                "rank": level.rank,
                "backward-compatible": level.backward_compatible,
                "default": level.id == found.scheme.default_level,
                "features": features[level.id],
                "objects": objects[level.id],
            }
            for level in found.scheme.levels
        ],
        "features": [
            {
                "id": row.id,
                "title": row.title,
                "levels": [
                    {"label": badge.label, "context": badge.context} for badge in row.badges
                ],
                "since": row.since,
                "next": row.planned,
            }
            for row in _rows(found)
        ],
        "changes": [
            {"id": one.id, "type": one.type, "phase": one.phase, "takes-effect": comes(one)}
            for one in _under_way(found)
        ],
        "objects": {
            "total": len(found.objects),
            "deprecated": deprecated,
            "removed": removed,
        },
        "removed": [
            {"id": row.title, "type": row.kind, "since": row.since, "next": row.planned}
            for row in _tombstones(found)
        ],
    }


COMMAND = Command(
    "inventory",
    "show what a stability.json holds",
    "Show what a project publishes: its levels and how many features and objects have each, its\n"
    "features, and the changes that are under way.",
    (
        Argument(("inventory",), options.INVENTORY, {"metavar": "FILE|FOLDER|URL"}),
        Argument(("--format",), "text (the default) or json", one_of(("text", "json"), "text")),
    ),
    (
        Example(
            "sphinx-stability inventory https://docs.example.org/vision/",
            "shows what another project publishes beside its pages",
        ),
        Example("sphinx-stability inventory docs/_build/html", "shows what a build has written"),
    ),
    run,
)
