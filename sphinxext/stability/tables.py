"""The classification index and the history: rows chosen, grouped, counted and ordered."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from packaging.version import Version

from sphinxext.stability import promises
from sphinxext.stability.badges import DEPRECATED, REMOVED, STATES, UNCLASSIFIED, Badge
from sphinxext.stability.options import Options
from sphinxext.stability.rows import (
    Row,
    Source,
    badge_of,
    feature_row,
    is_over,
    object_rows,
    removed_rows,
)
from sphinxext.stability.versions import parse_version

GROUPS = ("project", "level", "kind", "document")
COLUMNS = ("feature", "level", "since", "before", "next", "links", "project", "kind")
#: What the index shows when nothing else is asked for.
DEFAULT_COLUMNS = ("feature", "level", "since", "before", "next", "links")


class TableOptions(Options, frozen=True, array_like=True):
    """What a table shows; empty means everything, or the default columns."""

    what: Literal["index", "history"]
    projects: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: str = ""
    group_by: str = "project"
    show: str = "features"
    columns: tuple[str, ...] = ()


def nothing(options: TableOptions) -> str:
    """Say that no row is left, and what all of them had to fit."""
    asked = {"projects": options.projects, "levels": options.levels, "kinds": options.kinds}
    asked["since"] = (options.since,) if options.since else ()
    told = [f"{name} {', '.join(words)}" for name, words in asked.items() if words]
    return f"Nothing fits: {'; '.join(told)}." if told else "Nothing is classified."


class Group(NamedTuple):
    """Rows under a heading; ``version`` is that of the project, where they are all of one."""

    title: str
    rows: list[Row]
    version: str = ""


def index(sources: Sequence[Source], options: TableOptions) -> list[Group]:
    """Return the groups of the classification index, each with its rows in order."""
    rows: list[Row] = []
    for source in sources:
        if options.projects and source.name not in options.projects:
            continue
        if options.show != "objects":
            rows += [feature_row(source, item) for item in source.inventory.features]
        if options.show != "features":
            rows += object_rows(source)
        rows += removed_rows(source, options.show)
    rows = [row for row in rows if _wanted(row, options)]
    # Levels that share a label and not what they promise are not the same.
    by_level = rows if options.group_by == "level" else []
    named = promises.told_apart(badge for row in by_level for badge in row.marks)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        for title in _headings(row, options.group_by, named):
            groups.setdefault(title, []).append(row)
    order = [badge.words for badge in named.values()]
    titles = sorted(groups, key=lambda t: (order.index(t) if t in order else len(order), t))
    versions: dict[str, str] = {}
    if options.group_by == "project":  # in the order of the sources: this project first
        versions = {source.name: source.version for source in sources}
        titles = sorted(groups, key=list(versions).index)
    return [
        Group(
            title,
            sorted(groups[title], key=lambda row: row.title.lower()),
            versions.get(title, ""),
        )
        for title in titles
    ]


def count(groups: Iterable[Group]) -> list[tuple[Badge, int]]:
    """Count the badges of all rows, each row once, by label and promise: the most stable first."""
    rows = [row for group in groups for row in group.rows]
    found = {(row.key, badge): None for row in rows for badge in row.marks}
    badges = promises.told_apart(badge for _, badge in found)
    counts = Counter(key for _, key in {(row, promises.key(badge)) for row, badge in found})
    return [(badge, counts[key]) for key, badge in badges.items()]


def _headings(row: Row, group_by: str, named: Mapping[promises.Key, Badge]) -> list[str]:
    if group_by == "level":
        labels = [named[promises.key(b)].words for b in row.marks if b not in STATES]
        states = [b.label for b in (REMOVED, DEPRECATED, UNCLASSIFIED) if b in row.marks]
        return list(dict.fromkeys(labels)) or states[:1]
    if group_by == "kind":
        return [row.kind or "Other"]
    if group_by == "document":
        page = row.page or "Not documented"
        return [page if row.local else f"{row.project}: {page}"]
    return [row.project]


def _wanted(row: Row, options: TableOptions) -> bool:
    wanted = {word.lower() for word in options.levels}
    if wanted and not any(wanted & promises.names(badge) for badge in row.marks):
        return False
    kinds = {word.lower() for word in options.kinds}
    if kinds and not kinds & {row.kind.lower(), row.kind_id.lower()}:
        return False
    since = row.since.split(", ")
    return not options.since or any(_at_least(version, options.since) for version in since)


def _at_least(version: str, bound: str) -> bool:
    found, least = parse_version(version), parse_version(bound)
    return found is not None and least is not None and found >= least


def _version_key(version: str) -> tuple[bool, Version]:
    """Order versions; what is none, from another project's file, comes last."""
    found = parse_version(version)
    return found is not None, found or Version("0")


class Reclassified(NamedTuple):
    """A feature that got another level in a release."""

    project: str
    title: str
    href: str
    badge: Badge
    was: str
    local: bool


def history(
    sources: Sequence[Source], options: TableOptions
) -> list[tuple[str, list[Reclassified]]]:
    """Return the reclassifications by version, the newest first."""
    found: dict[str, list[Reclassified]] = {}
    for source in sources:
        if options.projects and source.name not in options.projects:
            continue
        for item in source.inventory.features:
            plain_levels = [stage for stage in item.levels if not stage.when]
            stages = [*item.history, *plain_levels[:1]]
            for earlier, stage in itertools.pairwise(stages):
                if not stage.since or (options.since and not _at_least(stage.since, options.since)):
                    continue
                found.setdefault(stage.since, []).append(
                    Reclassified(
                        source.name,
                        item.title,
                        source.link(item.url),
                        badge_of(source, stage),
                        badge_of(source, earlier).label,
                        source.local,
                    )
                )
        for version, gone in _gone(source):
            if not options.since or _at_least(version, options.since):
                found.setdefault(version, []).append(gone)
    ordered = sorted(found, key=_version_key, reverse=True)
    return [(version, sorted(found[version], key=lambda r: r.title.lower())) for version in ordered]


def _gone(source: Source) -> Iterable[tuple[str, Reclassified]]:
    """Give the features that are gone, and the first version without each."""
    for change in filter(is_over, source.inventory.changes):
        for item in filter(None, map(source.features.get, change.features)):
            was = dict.fromkeys(badge_of(source, stage).label for stage in item.levels)
            fields = (source.name, item.title, source.link(item.url), REMOVED, ", ".join(was))
            yield change.effective, Reclassified(*fields, local=source.local)
    for row in removed_rows(source, "features"):
        yield row.since, Reclassified(row.project, row.title, "", REMOVED, row.before, row.local)
