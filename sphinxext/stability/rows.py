"""What an inventory says of features and objects, as the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

import msgspec
from msgspec.structs import replace

from sphinxext.stability import promises
from sphinxext.stability.badges import DEPRECATED, REMOVED, UNCLASSIFIED, Badge, in_context
from sphinxext.stability.inventory import (
    ChangeItem,
    FeatureItem,
    Inventory,
    ObjectItem,
    StageItem,
)
from sphinxext.stability.model import ENDING
from sphinxext.stability.targets import Target
from sphinxext.stability.web import is_web


class Source(msgspec.Struct, frozen=True, eq=False, dict=True):
    """An inventory under the name that readers use: of this project (``local``) or another.

    ``base`` is what the addresses of another project's pages begin with, empty where nobody knows;
    those of this project are documents.
    """

    name: str
    base: str
    inventory: Inventory
    local: bool = False

    def link(self, url: str) -> str:
        """Return the address of one of its pages; another site's is none of them."""
        if self.local:
            return url
        if not url or not self.base:
            return ""
        path = unquote(re.split(r"[?#]", url)[0])
        hidden = any(char <= " " or char in "\\\x7f" for char in url)
        leaves = path.startswith("/") or ".." in path.split("/")
        if hidden or leaves or re.match(r"[a-z][a-z0-9+.-]*:", url, re.IGNORECASE):
            return ""
        return self.base + url

    @property
    def version(self) -> str:
        """The version to tell beside the name; nothing where the name has it already."""
        version = self.inventory.version
        return "" if self.name.endswith(f" {version}") else version

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
                level.id if self.local else f"{self.name}:{level.id}",
                href="" if self.local else self.link(level.url),
                promise=self.ladder[level.id].promise,
                position=self.ladder[level.id].position,
            )
            for level in self.inventory.scheme.levels
        }

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The labels of its kinds by id."""
        return {kind.id: kind.label for kind in self.inventory.scheme.kinds}

    @cached_property
    def features(self) -> dict[str, FeatureItem]:
        """Its features by id."""
        return {feature.id: feature for feature in self.inventory.features}

    @cached_property
    def changes(self) -> dict[str, tuple[int, ChangeItem]]:
        """Its changes by id, each with its place: the first of several counts."""
        return {change.id: (number, change) for number, change in enumerate(self.inventory.changes)}

    @cached_property
    def by_feature(self) -> dict[str, list[ChangeItem]]:
        """Its changes by the id of a feature that they are of."""
        found: dict[str, list[ChangeItem]] = {}
        for change in self.inventory.changes:
            for feature in dict.fromkeys(change.features):
                found.setdefault(feature, []).append(change)
        return found


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
    #: What follows ``covers``: that there is more.
    more: str = ""

    @property
    def key(self) -> tuple[str, bool, str]:
        """What it is a row of: rows with one key are the same, in several groups."""
        return self.project, self.is_object, self.id

    @property
    def marks(self) -> tuple[Badge, ...]:
        """What it is found by: its badges, or the one that says that it has none."""
        return self.badges or (UNCLASSIFIED,)


def feature_row(source: Source, item: FeatureItem) -> Row:
    """Return the row of a feature."""
    shown = item.levels
    planned = _planned(source, item)
    changes = source.by_feature.get(item.id, [])
    gone = [change for change in changes if change.phase in {"warn", "error"}]
    badges = [badge_of(source, stage) for stage in shown]
    if any(change.type in ENDING for change in gone):
        badges.append(DEPRECATED)
    if any(map(is_over, changes)):
        badges.append(REMOVED)
    planned = planned or next(filter(None, map(_end, changes)), "")
    covers, more = first_of(item.covers)
    links = [("Tracking", item.tracking), ("Draft docs", item.docs), ("Feedback", item.feedback)]
    return Row(
        project=source.name,
        id=item.id,
        title=item.title,
        href=source.link(item.url),
        kind=source.kinds.get(item.kind, item.kind),
        kind_id=item.kind,
        covers=_plain(covers),
        badges=tuple(badges),
        since=", ".join(dict.fromkeys(stage.since for stage in shown if stage.since)),
        before=", ".join(badge_of(source, stage).label for stage in item.history[-1:]),
        planned=planned,
        page=item.url.partition("#")[0],
        links=tuple((text, url) for text, url in links if is_web(url)),
        local=source.local,
        more=more,
    )


def _planned(source: Source, item: FeatureItem | None) -> str:
    """Say which level a feature is planned to get, and when."""
    if item is None or item.planned is None:
        return ""
    level = source.badges.get(item.planned.level)
    label = level.label if level else item.planned.level
    return f"{label} in {item.planned.since}" if item.planned.since else label


def object_rows(source: Source) -> Iterable[Row]:
    """Give a row for each object that has more than the default level."""
    default = source.inventory.scheme.default_level
    for item in source.inventory.objects:
        if item.level != default or item.deprecated or item.removed:
            yield _object_row(source, item)


def _stages(item: ObjectItem, feature: FeatureItem | None) -> tuple[StageItem, ...]:
    """Return the levels of an object: those of its feature, unless a directive says otherwise."""
    stages = item.contexts or (feature.levels if feature else ())
    if item.level in {stage.level for stage in stages}:
        return stages
    return (StageItem(level=item.level),) if item.level else ()


def _object_row(source: Source, item: ObjectItem) -> Row:
    feature = source.features.get(item.feature)
    stages = _stages(item, feature)
    badges = [badge_of(source, stage) for stage in stages]
    if item.deprecated:
        badges.append(DEPRECATED)
    if item.removed:
        badges.append(REMOVED)
    changes = sorted(source.changes[name] for name in {*item.changes} & source.changes.keys())
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
        planned=(end if item.deprecated else "") or _planned(source, feature),
        page=item.url.partition("#")[0],
        links=(),
        local=source.local,
        is_object=True,
    )


def _end(change: ChangeItem) -> str:
    """Say when something goes away."""
    if change.type not in ENDING or change.phase in {"effective", "restored"}:
        return ""
    if change.effective:
        return "" if change.effective == "never" else f"{change.type} in {change.effective}"
    planned = "planned" if change.phase in {"planned", "announced"} else ""
    when = comes(change) or planned
    return f"{change.type} {when}" if when else ""


def comes(change: ChangeItem) -> str:
    """Say when a change takes effect: ``2.7``, ``never``, or not before the computed end."""
    bound = change.computed_end
    if change.effective or bound is None or not (bound.version or bound.date):
        return change.effective
    date = f"about {bound.date}" if bound.about and bound.date else bound.date
    return f"not before {', '.join(filter(None, [bound.version, date]))} (computed)"


def level_ids(source: Source, item: FeatureItem | ObjectItem) -> tuple[str, ...]:
    """Return the ids of the levels of something in an inventory, in whatever context."""
    if isinstance(item, FeatureItem):
        return tuple(stage.level for stage in item.levels)
    feature = source.features.get(item.feature)
    return tuple(stage.level for stage in _stages(item, feature))


def badges_of(source: Source, item: FeatureItem | ObjectItem) -> tuple[Badge, ...]:
    """Return the badges of something in an inventory."""
    made = feature_row(source, item) if isinstance(item, FeatureItem) else _object_row(source, item)
    return made.badges


def badge_of(source: Source, stage: StageItem) -> Badge:
    """Return the badge of a level in its context; of a former name, the word alone."""
    badge = source.badges.get(stage.level) or Badge(stage.level, "grey")
    return badge._replace(context=in_context(stage.when)) if stage.when else badge


def _plain(name: str) -> str:
    """Return a target as readers know it, without domain and type."""
    try:
        return str(replace(Target.parse(name), domain="", objtype=""))
    except ValueError:  # another project's file may hold anything
        return name


def first_of(names: Sequence[str]) -> tuple[str, str]:
    """Return the first of several names, and what follows it: `` and 3 more``."""
    more = len(names) - 1
    return "".join(names[:1]), f" and {more} more" if more > 0 else ""


def is_over(change: ChangeItem) -> bool:
    """Tell whether a change has taken something away, under its name at least."""
    return change.type in ENDING and change.phase == "effective"


def removed_rows(source: Source, show: str) -> Iterable[Row]:
    """Give a row for each tombstone: since when it is gone, and what it was before."""
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
            kind=source.kinds.get(item.type, item.type),
            kind_id=item.type,
            covers="",
            badges=(REMOVED,),
            since=item.since,
            before=badge_of(source, StageItem(level=item.level)).label,
            planned=f"moved to {item.moved_to}" if item.moved_to else instead and f"use {instead}",
            page="",
            links=(),
            local=source.local,
            is_object=is_object,
        )
