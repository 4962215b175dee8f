"""The rows of the classification index and of the history, from inventories."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple
from urllib.parse import unquote

import msgspec
from msgspec.structs import replace
from packaging.version import Version

from sphinxext.stability import promises
from sphinxext.stability.badges import DEPRECATED, REMOVED, STATES, Badge, in_context
from sphinxext.stability.inventory import (
    ChangeItem,
    FeatureItem,
    Inventory,
    ObjectItem,
    StageItem,
)
from sphinxext.stability.model import ENDING
from sphinxext.stability.options import Options
from sphinxext.stability.targets import Target
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


class Source(msgspec.Struct, frozen=True, eq=False, dict=True):
    """An inventory under the name that readers use; ``base`` is empty for this project."""

    name: str
    base: str
    inventory: Inventory

    def link(self, url: str) -> str:
        """Return the address of one of its pages; another site's is none of them."""
        if not url or not self.base:
            return url
        path = unquote(re.split(r"[?#]", url)[0])
        hidden = any(char <= " " or char in "\\\x7f" for char in url)
        leaves = path.startswith("/") or ".." in path.split("/")
        if hidden or leaves or re.match(r"[a-z][a-z0-9+.-]*:", url, re.IGNORECASE):
            return ""
        return self.base + url

    @cached_property
    def badges(self) -> dict[str, Badge]:
        """The badges of its levels by id; they lead to where the project tells of the level."""
        return {
            level.id: Badge(
                level.label,
                level.color,
                level.summary,
                f"{self.name}:{level.id}" if self.base else level.id,
                href=self.link(level.url) if self.base else "",
                promise=promises.of_level(level),
                rank=level.rank,
            )
            for level in self.inventory.scheme.levels
        }


class Row(NamedTuple):
    """One feature or object of the index."""

    project: str
    id: str
    title: str
    href: str
    kind: str
    kind_id: str
    covers: str
    badges: tuple[Badge, ...]
    since: str
    before: str
    planned: str
    page: str
    links: tuple[tuple[str, str], ...]
    local: bool
    is_object: bool = False


class Group(NamedTuple):
    """Rows under a heading; ``version`` is that of the project, where they are all of one."""

    title: str
    rows: list[Row]
    version: str = ""


class _Known(NamedTuple):
    """What the rows of one source are made of, by the keys that they ask for.

    ``changes`` come with their place, for the first of several counts.
    """

    source: Source
    kinds: dict[str, str]
    features: dict[str, FeatureItem]
    changes: dict[str, tuple[int, ChangeItem]]
    by_feature: dict[str, list[ChangeItem]]

    @classmethod
    def of(cls, source: Source) -> _Known:
        inventory = source.inventory
        by_feature: dict[str, list[ChangeItem]] = {}
        for change in inventory.changes:
            for feature in dict.fromkeys(change.features):
                by_feature.setdefault(feature, []).append(change)
        return cls(
            source,
            {kind.id: kind.label for kind in inventory.scheme.kinds},
            {feature.id: feature for feature in inventory.features},
            {change.id: (number, change) for number, change in enumerate(inventory.changes)},
            by_feature,
        )


def index(sources: Sequence[Source], options: TableOptions) -> list[Group]:
    """Return the groups of the classification index, each with its rows in order."""
    rows: list[Row] = []
    for source in sources:
        if options.projects and source.name not in options.projects:
            continue
        known = _Known.of(source)
        if options.show != "objects":
            rows += [_feature_row(known, item) for item in source.inventory.features]
        if options.show != "features":
            rows += _object_rows(known)
        rows += _removed_rows(source, options.show)
    rows = [row for row in rows if _wanted(row, options)]
    # Levels that share a label and not what they promise are not the same.
    by_level = rows if options.group_by == "level" else []
    named = promises.told_apart(badge for row in by_level for badge in row.badges)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        for title in _headings(row, options.group_by, named):
            groups.setdefault(title, []).append(row)
    order = [badge.words for badge in named.values()]
    titles = sorted(groups, key=lambda t: (order.index(t) if t in order else len(order), t))
    versions: dict[str, str] = {}
    if options.group_by == "project":  # in the order of the sources: this project first
        versions = {source.name: source.inventory.version for source in sources}
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
    rows = {(row.project, row.is_object, row.id): row for group in groups for row in group.rows}
    badges = promises.told_apart(badge for row in rows.values() for badge in row.badges)
    counts = Counter(key for row in rows.values() for key in set(map(promises.key, row.badges)))
    return [(badge, counts[key]) for key, badge in badges.items()]


def _headings(row: Row, group_by: str, named: Mapping[promises.Key, Badge]) -> list[str]:
    if group_by == "level":
        labels = (named[promises.key(b)].words for b in row.badges if b not in STATES)
        gone = REMOVED.label if REMOVED in row.badges else "Unclassified"
        return list(dict.fromkeys(labels)) or [gone]
    if group_by == "kind":
        return [row.kind or "Other"]
    if group_by == "document":
        page = row.page or "Not documented"
        return [page if row.local else f"{row.project}: {page}"]
    return [row.project]


def _wanted(row: Row, options: TableOptions) -> bool:
    labels = {badge.label.lower() for badge in row.badges}
    ids = {badge.level.rpartition(":")[2].lower() for badge in row.badges}
    wanted = {word.lower() for word in options.levels}
    if wanted and not wanted & (labels | ids):
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


def _feature_row(known: _Known, item: FeatureItem) -> Row:
    source, shown = known.source, item.levels
    planned = _planned(known, item)
    changes = known.by_feature.get(item.id, [])
    gone = [change for change in changes if change.phase in {"warn", "error"}]
    badges = [_badge(source, stage) for stage in shown]
    if any(change.type in ENDING for change in gone):
        badges.append(DEPRECATED)
    if any(map(_is_over, changes)):
        badges.append(REMOVED)
    planned = planned or next(filter(None, map(_end, changes)), "")
    links = [("Tracking", item.tracking), ("Draft docs", item.docs), ("Feedback", item.feedback)]
    return Row(
        project=source.name,
        id=item.id,
        title=item.title,
        href=source.link(item.url),
        kind=known.kinds.get(item.kind, item.kind),
        kind_id=item.kind,
        covers=_covers(item.covers),
        badges=tuple(badges),
        since=", ".join(dict.fromkeys(stage.since for stage in shown if stage.since)),
        before=", ".join(_badge(source, stage).label for stage in item.history[-1:]),
        planned=planned,
        page=item.url.partition("#")[0],
        links=tuple((text, url) for text, url in links if _is_web(url)),
        local=not source.base,
    )


def _planned(known: _Known, item: FeatureItem | None) -> str:
    """Say which level a feature is planned to get, and when."""
    if item is None or item.planned is None:
        return ""
    level = known.source.badges.get(item.planned.level)
    label = level.label if level else item.planned.level
    return f"{label} in {item.planned.since}" if item.planned.since else label


def _object_rows(known: _Known) -> Iterable[Row]:
    default = known.source.inventory.scheme.default_level
    for item in known.source.inventory.objects:
        if item.level != default or item.deprecated or item.removed:
            yield _object_row(known, item)


def _stages(item: ObjectItem, feature: FeatureItem | None) -> tuple[StageItem, ...]:
    """Return the levels of an object: those of its feature, unless a directive says otherwise."""
    stages = item.contexts or (feature.levels if feature else ())
    if item.level in {stage.level for stage in stages}:
        return stages
    return (StageItem(level=item.level),) if item.level else ()


def _object_row(known: _Known, item: ObjectItem) -> Row:
    source, feature = known.source, known.features.get(item.feature)
    stages = _stages(item, feature)
    badges = [_badge(source, stage) for stage in stages]
    if item.deprecated:
        badges.append(DEPRECATED)
    if item.removed:
        badges.append(REMOVED)
    changes = sorted(known.changes[name] for name in {*item.changes} & known.changes.keys())
    end = next(filter(None, (_end(change) for _, change in changes)), "")
    return Row(
        project=source.name,
        id=f"{item.domain}:{item.type}:{item.name}",
        title=item.name,
        href=source.link(item.url),
        kind=item.type,
        kind_id=item.type,
        covers=feature.title if feature else "",
        badges=tuple(badges),
        since=", ".join(dict.fromkeys(stage.since for stage in stages if stage.since)),
        before="",
        planned=(end if item.deprecated else "") or _planned(known, feature),
        page=item.url.partition("#")[0],
        links=(),
        local=not source.base,
        is_object=True,
    )


def _end(change: ChangeItem) -> str:
    """Say when something goes away: as planned, or not before the computed end."""
    if change.type not in ENDING or change.phase in {"effective", "restored"}:
        return ""
    if change.effective == "never":
        return ""
    if change.effective:
        return f"{change.type} in {change.effective}"
    bound = change.computed_end
    if bound and (bound.version or bound.date):
        return f"{change.type} not before {bound.version or bound.date} (computed)"
    return f"{change.type} planned" if change.phase in {"planned", "announced"} else ""


def level_ids(source: Source, item: FeatureItem | ObjectItem) -> tuple[str, ...]:
    """Return the ids of the levels of something in an inventory, in whatever context."""
    if isinstance(item, FeatureItem):
        return tuple(stage.level for stage in item.levels)
    feature = _Known.of(source).features.get(item.feature)
    return tuple(stage.level for stage in _stages(item, feature))


def badges_of(source: Source, item: FeatureItem | ObjectItem) -> tuple[Badge, ...]:
    """Return the badges of something in an inventory."""
    known = _Known.of(source)
    made = _feature_row(known, item) if isinstance(item, FeatureItem) else _object_row(known, item)
    return made.badges


def _badge(source: Source, stage: StageItem) -> Badge:
    badge = source.badges.get(stage.level) or Badge(stage.level, "grey")
    return badge._replace(context=in_context(stage.when)) if stage.when else badge


def _covers(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    try:
        # Readers know it without domain and type.
        first = str(replace(Target.parse(names[0]), domain="", objtype=""))
    except ValueError:  # another project's file may hold anything
        first = names[0]
    return first + (f" and {len(names) - 1} more" if len(names) > 1 else "")


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


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
                        _badge(source, stage),
                        _badge(source, earlier).label,
                        not source.base,
                    )
                )
        for version, gone in _gone(source):
            if not options.since or _at_least(version, options.since):
                found.setdefault(version, []).append(gone)
    ordered = sorted(found, key=_version_key, reverse=True)
    return [(version, sorted(found[version], key=lambda r: r.title.lower())) for version in ordered]


def _is_over(change: ChangeItem) -> bool:
    """Tell whether a change has taken something away, under its name at least."""
    return change.type in ENDING and change.phase == "effective"


def _removed_rows(source: Source, show: str) -> Iterable[Row]:
    """Give a row for each tombstone: since when it is gone, and what it was before."""
    levels = {level.id: level.label for level in source.inventory.scheme.levels}
    kinds = {kind.id: kind.label for kind in source.inventory.scheme.kinds}
    shown = {"features": {"feature"}, "objects": {"object"}}.get(show, {"feature", "object"})
    for item in source.inventory.removed:
        if item.what not in shown:
            continue
        instead = ", ".join(item.alternatives)
        is_object = item.what == "object"
        yield Row(
            project=source.name,
            id=f"{item.domain}:{item.type}:{item.id}" if is_object else item.id,
            title=item.title or item.id,
            href="",
            kind=kinds.get(item.type, item.type),
            kind_id=item.type,
            covers="",
            badges=(REMOVED,),
            since=item.since,
            before=levels.get(item.level, item.level),
            planned=f"moved to {item.moved_to}" if item.moved_to else instead and f"use {instead}",
            page="",
            links=(),
            local=not source.base,
            is_object=is_object,
        )


def _gone(source: Source) -> Iterable[tuple[str, Reclassified]]:
    """Give the features that are gone, and the first version without each."""
    levels = {level.id: level.label for level in source.inventory.scheme.levels}
    features = {item.id: item for item in source.inventory.features}
    for change in filter(_is_over, source.inventory.changes):
        for item in filter(None, map(features.get, change.features)):
            was = dict.fromkeys(levels.get(stage.level, stage.level) for stage in item.levels)
            fields = (source.name, item.title, source.link(item.url), REMOVED, ", ".join(was))
            yield change.effective, Reclassified(*fields, local=not source.base)
    for row in _removed_rows(source, "features"):
        yield row.since, Reclassified(row.project, row.title, "", REMOVED, row.before, row.local)
