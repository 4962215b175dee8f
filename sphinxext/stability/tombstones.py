"""Tombstones: what a project published or had once, and has no more.

They come from the inventory that the last release published, and from the manifest: features
that have ended, and removals in effect. A tombstone stays until what it names is back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec
from packaging.version import Version

from sphinxext.stability.answers import Applied
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.inventory import Inventory, RemovedItem
from sphinxext.stability.model import Change, Feature
from sphinxext.stability.policy import Phase, stages_at
from sphinxext.stability.targets import TYPES, Target
from sphinxext.stability.versions import parse_version

#: Tells whether a target names something that is still documented.
IsDocumented = Callable[[Target], bool]


def add(
    inventory: Inventory,
    catalogue: Catalogue,
    is_documented: IsDocumented = lambda _: False,
    previous: Inventory | None = None,
) -> Inventory:
    """Return the inventory of a catalogue with its tombstones, sorted.

    *previous* is the inventory that the last release published, tombstones and all. One of a later
    version is passed over: it knows what is not gone yet.
    """
    before = parse_version(previous.version) if previous else None
    later = before is not None and before > catalogue.moment.version
    finder = _Finder(inventory, catalogue, is_documented)
    found = {(item.what, item.domain, item.id): item for item in finder.by_manifest()}
    if previous and not later:
        names = {item.id: key for key, item in found.items() if not item.domain}
        for item in finder.since(previous):
            # A manifest may name an object without its domain, which this one knows.
            if item.what == "object" and item.domain:
                found.pop(names.get(item.id, ("", "", "")), None)
            found.setdefault((item.what, item.domain, item.id), item)
    removed = sorted(found.values(), key=lambda item: (item.what, item.domain, item.id, item.type))
    return msgspec.structs.replace(inventory, removed=tuple(removed))


def find(inventory: Inventory, target: Target) -> RemovedItem | None:
    """Return the tombstone of the feature or object that a target without wildcards names."""
    for item in inventory.removed:
        of_object = item.what == "object" and target.accepts(item.domain, item.type)
        if item.id == target.name and (of_object or (item.what == "feature" and not target.domain)):
            return item
    return None


class _Finder:
    def __init__(
        self, inventory: Inventory, catalogue: Catalogue, is_documented: IsDocumented
    ) -> None:
        self._catalogue, self._is_documented = catalogue, is_documented
        self._now = str(catalogue.moment.version)
        objects = {(item.domain, item.name) for item in inventory.objects}
        self._objects = objects | {("", name) for _, name in objects}

    def by_manifest(self) -> Iterator[RemovedItem]:
        """Give what the manifest itself says is gone."""
        catalogue = self._catalogue
        for feature in catalogue.manifest.features:
            if catalogue.moment.reached(feature.ended):
                yield self._feature(feature)
        for change in catalogue.manifest.changes:
            if not change.ends or catalogue.phases[change.id] is not Phase.EFFECTIVE:
                continue
            for target in change.objects:
                plain = not (target.has_wildcard or target.parameter)
                if plain and not self._is_there(target):
                    kind = TYPES.get((target.domain, target.objtype), target.objtype)
                    yield self._object(target.domain, kind, target.name, "", "")

    def since(self, previous: Inventory) -> Iterator[RemovedItem]:
        """Give what an earlier version published, or had a tombstone for."""
        catalogue, now = self._catalogue, self._now
        for feature in previous.features:
            if feature.id not in catalogue.features:
                level = next((stage.level for stage in feature.levels), "")
                gone = RemovedItem(what="feature", id=feature.id, since=now, title=feature.title)
                yield msgspec.structs.replace(gone, type=feature.kind, level=level)
        for change in previous.changes:
            if change.id not in catalogue.changes:
                gone = RemovedItem(what="change", id=change.id, since=now, title=change.summary)
                yield msgspec.structs.replace(gone, type=change.type)
        for item in previous.objects:
            if not self._is_there(Target(item.name, item.domain)):
                yield self._object(item.domain, item.type, item.name, item.level, item.feature)
        yield from filter(self._stays, previous.removed)

    def _stays(self, item: RemovedItem) -> bool:
        """Tell whether what a tombstone names has not come back."""
        if item.what == "object":
            return not self._is_there(Target(item.id, item.domain))
        if item.what == "feature":
            return item.id not in self._catalogue.features
        return item.id not in self._catalogue.changes

    def _is_there(self, target: Target) -> bool:
        return (target.domain, target.name) in self._objects or self._is_documented(target)

    def _feature(self, feature: Feature) -> RemovedItem:
        """Return the tombstone of a feature that has ended."""
        stages = stages_at(feature, self._catalogue.moment)
        changes = self._catalogue.changes_of.get(feature.id, ())
        done, instead = self._by(change for change in changes if change.ends)
        return RemovedItem(
            what="feature",
            id=feature.id,
            since=str(feature.ended),
            title=feature.title,
            type=feature.kind,
            level=stages[-1].level if stages else "",
            changes=done,
            alternatives=instead,
            moved_to=feature.moved_to,
        )

    def _object(self, domain: str, kind: str, name: str, level: str, feature: str) -> RemovedItem:
        """Return the tombstone of an object, by the changes or the end of a feature that took it.

        What took it away unsaid is gone since this version.
        """
        answer = self._catalogue.lookup(domain, kind, name)
        ended = self._catalogue.features.get(feature)
        since, moved = self._now, ""
        if ended and self._catalogue.moment.reached(ended.ended):
            since, moved = str(ended.ended), ended.moved_to
        applied = [one for one in answer.changes if _took(one)]
        versions = [c.effective for c, *_ in applied if isinstance(c.effective, Version)]
        done, instead = self._by(one.change for one in applied)
        return RemovedItem(
            what="object",
            id=name,
            since=str(min(versions)) if versions else since,
            domain=domain,
            type=kind,
            level=level,
            changes=done,
            alternatives=instead,
            moved_to=moved,
        )

    def _by(self, changes: Iterable[Change]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of the changes in effect, and what these say to use instead."""
        done = [c for c in changes if self._catalogue.phases[c.id] is Phase.EFFECTIVE]
        instead = (alternative.target for change in done for alternative in change.alternatives)
        return tuple(change.id for change in done), tuple(dict.fromkeys(instead))


def _took(applied: Applied) -> bool:
    return applied.ends_object and applied.phase is Phase.EFFECTIVE
