"""What an inventory says of features and objects, as the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

import msgspec
from msgspec.structs import replace

from sphinxext.stability import promises
from sphinxext.stability.badges import DEPRECATED, REMOVED, Badge, in_context
from sphinxext.stability.inventory import (
    ChangeItem,
    FeatureItem,
    Inventory,
    ObjectItem,
    StageItem,
)
from sphinxext.stability.model import ENDING
from sphinxext.stability.targets import Target


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
    def ladder(self) -> promises.Ladder:
        """How its levels compare, with one another and with those of other projects."""
        return promises.Ladder(self.inventory.scheme.levels)

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
                promise=self.ladder[level.id].promise,
                position=self.ladder[level.id].position,
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


class Known(NamedTuple):
    """What the rows of one source are made of, by the keys that they ask for.

    ``changes`` come with their place, for the first of several counts.
    """

    source: Source
    kinds: dict[str, str]
    features: dict[str, FeatureItem]
    changes: dict[str, tuple[int, ChangeItem]]
    by_feature: dict[str, list[ChangeItem]]

    @classmethod
    def of(cls, source: Source) -> Known:
        """Look through a source once."""
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


def feature_row(known: Known, item: FeatureItem) -> Row:
    """Return the row of a feature."""
    source, shown = known.source, item.levels
    planned = _planned(known, item)
    changes = known.by_feature.get(item.id, [])
    gone = [change for change in changes if change.phase in {"warn", "error"}]
    badges = [badge_of(source, stage) for stage in shown]
    if any(change.type in ENDING for change in gone):
        badges.append(DEPRECATED)
    if any(map(is_over, changes)):
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
        before=", ".join(badge_of(source, stage).label for stage in item.history[-1:]),
        planned=planned,
        page=item.url.partition("#")[0],
        links=tuple((text, url) for text, url in links if _is_web(url)),
        local=not source.base,
    )


def _planned(known: Known, item: FeatureItem | None) -> str:
    """Say which level a feature is planned to get, and when."""
    if item is None or item.planned is None:
        return ""
    level = known.source.badges.get(item.planned.level)
    label = level.label if level else item.planned.level
    return f"{label} in {item.planned.since}" if item.planned.since else label


def object_rows(known: Known) -> Iterable[Row]:
    """Give a row for each object that has more than the default level."""
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


def _object_row(known: Known, item: ObjectItem) -> Row:
    source, feature = known.source, known.features.get(item.feature)
    stages = _stages(item, feature)
    badges = [badge_of(source, stage) for stage in stages]
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
    feature = Known.of(source).features.get(item.feature)
    return tuple(stage.level for stage in _stages(item, feature))


def badges_of(source: Source, item: FeatureItem | ObjectItem) -> tuple[Badge, ...]:
    """Return the badges of something in an inventory."""
    known = Known.of(source)
    made = feature_row(known, item) if isinstance(item, FeatureItem) else _object_row(known, item)
    return made.badges


def badge_of(source: Source, stage: StageItem) -> Badge:
    """Return the badge of a level in its context; of a former name, the word alone."""
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


def is_over(change: ChangeItem) -> bool:
    """Tell whether a change has taken something away, under its name at least."""
    return change.type in ENDING and change.phase == "effective"


def removed_rows(source: Source, show: str) -> Iterable[Row]:
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
