"""What a manifest says of the objects, sections and pages of a document.

Facts go in, answers come out: the level with where it comes from, and the changes with their
phases. The most specific source of a level wins; all changes that match apply.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sphinxext.stability.clock import Moment
from sphinxext.stability.facts import DocumentFacts, SeenLevel, SeenObject
from sphinxext.stability.matching import TargetIndex
from sphinxext.stability.model import Change, Feature, Level, Manifest, Scheme
from sphinxext.stability.policy import (
    Phase,
    Standing,
    phase_at,
    standing,
    standings_at,
)
from sphinxext.stability.targets import Target, document_matches, is_glob
from sphinxext.stability.versions import parse_version


class Origin(enum.Enum):
    """Where a level comes from, the most specific first."""

    FEATURE = "feature"  # the description of the feature itself
    DIRECTIVE = "directive"
    ENTRY = "entry"
    SECTION = "section"
    PAGE = "page"
    NAME = "name"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Classification:
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


class Applied(NamedTuple):
    """A change that holds somewhere, its phase, and the parameter or value that it is about."""

    change: Change
    phase: Phase
    parameter: str = ""
    value: str = ""

    @property
    def ends_object(self) -> bool:
        """Whether it takes the whole object away, not something of it."""
        return self.change.type in {"removal", "rename"} and not self.parameter

    @property
    def is_deprecation(self) -> bool:
        """Whether it makes the object *deprecated*."""
        ends = {Phase.WARN, Phase.ERROR, Phase.EFFECTIVE}
        return self.ends_object and self.phase in ends and not self.is_removal

    @property
    def is_removal(self) -> bool:
        """Whether it has taken away the object, which is described on purpose."""
        return self.ends_object and self.change.tombstone and self.phase is Phase.EFFECTIVE


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds for one object, section or page; ``outer`` answers for what it stands in."""

    classification: Classification | None = None
    changes: tuple[Applied, ...] = ()
    outer: Answer | None = None
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
        return theirs is None or _keys(theirs.standings) != _keys(mine.standings)

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


class _Entry(NamedTuple):
    """A change under the targets of its own or of one of its features."""

    change: Change
    exclude: tuple[Target, ...]


class DocumentIndex:
    """Which features or changes name a page, or a labelled section of it."""

    def __init__(self) -> None:
        self._exact: dict[tuple[str, str], list[Feature | Change]] = {}
        self._globs: list[tuple[str, str, Feature | Change]] = []

    def add(self, document: str, entry: Feature | Change) -> None:
        """Put *entry* under ``docname`` or ``docname#label``, either of which may be a glob."""
        docname, _, label = document.partition("#")
        if is_glob(docname) or is_glob(label):
            self._globs.append((docname, label.lower(), entry))
        else:
            self._exact.setdefault((docname, label.lower()), []).append(entry)

    def match(self, docname: str, label: str) -> list[tuple[Feature | Change, tuple[int, int]]]:
        """Return the entries and how specific they are: exact names first, then longer heads.

        The empty label is the page itself: a glob for pages means no sections.
        """
        found = [(entry, (1, 0)) for entry in self._exact.get((docname, label), ())]
        ranked = [
            (entry, (0, len(re.split(r"[*?\[]", document)[0])))
            for document, section, entry in self._globs
            if bool(section) == bool(label)
            and document_matches(document, docname)
            and document_matches(section, label)
        ]
        return found + sorted(ranked, key=lambda item: item[1], reverse=True)


class Catalogue:
    """A manifest made ready for questions, at one moment."""

    def __init__(self, manifest: Manifest, moment: Moment) -> None:
        self.manifest, self.moment = manifest, moment
        self.scheme: Scheme = manifest.scheme
        self.features: dict[str, Feature] = {feature.id: feature for feature in manifest.features}
        self.changes: dict[str, Change] = {change.id: change for change in manifest.changes}
        self.standings: dict[str, tuple[Standing, ...]] = {
            feature.id: standings_at(feature, self.scheme, moment) for feature in manifest.features
        }
        self._order = {change.id: i for i, change in enumerate(manifest.changes)}
        self.phases = {change.id: phase_at(change, moment) for change in manifest.changes}
        self._features: TargetIndex[Feature] = TargetIndex()
        self._changes: TargetIndex[_Entry] = TargetIndex()
        self._names: TargetIndex[Level] = TargetIndex()
        self._feature_documents, self._change_documents = DocumentIndex(), DocumentIndex()
        self._fill()
        default = manifest.project.default_level
        self.default = (
            Classification((standing(self.scheme, default),), Origin.DEFAULT) if default else None
        )

    def _fill(self) -> None:
        for feature in self.manifest.features:
            for target in feature.objects:
                self._features.add(target, feature)
            for document in feature.documents:
                self._feature_documents.add(document, feature)
        for change in self.manifest.changes:
            self._fill_change(change, change, ())
            for name in change.features:
                feature = self.features[name]
                self._fill_change(change, feature, change.exclude)
        for level in self.scheme.levels:
            for target in level.names:
                self._names.add(target, level)

    def _fill_change(
        self, change: Change, named: Change | Feature, exclude: tuple[Target, ...]
    ) -> None:
        """Put a change under what it names itself, or what one of its features does."""
        entry = _Entry(change, named.exclude + exclude)
        for target in named.objects:
            self._changes.add(target, entry)
        for document in named.documents:
            self._change_documents.add(document, change)

    def lookup(self, domain: str, objtype: str, name: str) -> Answer:
        """Answer for an object that is described nowhere, such as a module."""
        return self._object(SeenObject(domain, objtype, name), None, Answer(is_place=True))

    def document(self, docname: str, facts: DocumentFacts) -> DocumentAnswers:
        """Answer for everything that was seen in a document."""
        sections: list[Answer] = []
        for section in facts.sections:
            names = [(docname, label) for label in spellings(section.labels)]
            names = names if sections else [(docname, ""), *names]
            outer = sections[section.parent] if section.parent >= 0 else None
            sections.append(self._place(names, section.levels, outer))
        objects: list[Answer] = []
        for seen in facts.objects:
            parent = facts.objects[seen.parent] if seen.parent >= 0 else None
            outer = objects[seen.parent] if parent else sections[seen.section]
            objects.append(self._object(seen, parent, outer))
        return DocumentAnswers(sections, objects)

    def _place(
        self, names: list[tuple[str, str]], levels: tuple[SeenLevel, ...], outer: Answer | None
    ) -> Answer:
        """Answer for a page or section that goes by *names*."""
        origin = Origin.SECTION if outer else Origin.PAGE
        entries = [found for name in names for found in self._feature_documents.match(*name)]
        features = [(entry, rank) for entry, rank in entries if isinstance(entry, Feature)]
        chosen = self._choose(sorted(features, key=lambda f: f[1], reverse=True), origin)
        own = [level for level in levels if not level.parameter]
        if own:
            chosen = self._directive(own, origin, chosen)
        classification = chosen or (outer.classification if outer else None)
        found = [entry for name in names for entry, _ in self._change_documents.match(*name)]
        changes = [a for entry in found if isinstance(entry, Change) for a in self._applied(entry)]
        return Answer(classification, tuple(dict.fromkeys(changes)), outer, is_place=True)

    def _object(self, seen: SeenObject, parent: SeenObject | None, outer: Answer) -> Answer:
        if seen.domain == "stability":
            return self._feature(seen, outer)
        changes = [a for a in outer.changes if not self._exempt(a.change, seen)] if parent else []
        changes += [
            applied
            for name in (seen.name, *seen.also)
            for match in self._changes.match(seen.domain, seen.objtype, name)
            if not _excluded(match.entry.exclude, seen)
            for applied in self._applied(match.entry.change, match.target)
        ]
        # In the order of the manifest, whatever target matched best.
        unique = sorted(dict.fromkeys(changes), key=lambda a: self._order[a.change.id])
        return Answer(self._level(seen, parent, outer), tuple(unique), outer)

    def _exempt(self, change: Change, seen: SeenObject) -> bool:
        """Tell whether a member is excluded from the change that its parent has."""
        through = (self.features[name].exclude for name in change.features)
        return any(_excluded(exclude, seen) for exclude in (change.exclude, *through))

    def _feature(self, seen: SeenObject, outer: Answer) -> Answer:
        """Answer for the description of a feature."""
        feature = self.features.get(seen.name)
        if feature is None:
            return Answer(outer=outer)
        level = Classification(self.standings[feature.id], Origin.FEATURE, feature)
        changes = [
            applied
            for change in self.manifest.changes
            if feature.id in change.features
            for applied in self._applied(change)
        ]
        return Answer(level, tuple(changes), outer)

    def _level(
        self, seen: SeenObject, parent: SeenObject | None, outer: Answer
    ) -> Classification | None:
        """Choose the level of an object: the sources in the order of :class:`Origin`."""
        inherited, around = outer.classification, outer
        while inherited and inherited.feature and _excluded(inherited.feature.exclude, seen):
            # Excluded from what holds for its parent: what holds around that?
            around = around.outer or Answer()
            inherited = around.classification
        by_entry, target = self._by_entry(seen)
        own = [level for level in seen.levels if not level.parameter]
        if own:
            return self._directive(own, Origin.DIRECTIVE, by_entry)
        # What is said at the parent holds here, unless an entry means this member alone.
        by_parent = parent and (
            not target or target.covers(parent.domain, parent.objtype, parent.name)
        )
        if by_parent and inherited and inherited.origin is Origin.DIRECTIVE:
            return inherited
        if by_entry:
            return by_entry
        if inherited and inherited.origin is not Origin.DEFAULT:
            return inherited
        named = self._names.match(seen.domain, seen.objtype, seen.name)
        if named:
            level = named[0].entry
            return Classification((Standing(level.label, level),), Origin.NAME)
        return self.default

    def _by_entry(self, seen: SeenObject) -> tuple[Classification | None, Target | None]:
        for name in (seen.name, *seen.also):
            matches = [
                match
                for match in self._features.match(seen.domain, seen.objtype, name)
                if not match.target.parameter
                and not _excluded(match.entry.exclude, seen)
                and self.standings[match.entry.id]
            ]
            if matches:
                ranked = [(match.entry, match.rank) for match in matches]
                return self._choose(ranked, Origin.ENTRY), matches[0].target
        return None, None

    def _choose(
        self, ranked: list[tuple[Feature, tuple[int, int]]], origin: Origin
    ) -> Classification | None:
        """Take the first of *ranked*, and note the equally specific that say otherwise."""
        ranked = [(feature, rank) for feature, rank in ranked if self.standings[feature.id]]
        if not ranked:
            return None
        best, rank = ranked[0]
        said = _keys(self.standings[best.id])
        rivals = tuple(
            feature
            for feature, other in ranked[1:]
            if other == rank and _keys(self.standings[feature.id]) != said
        )
        return Classification(self.standings[best.id], origin, best, rivals=rivals)

    def _directive(
        self, levels: Iterable[SeenLevel], origin: Origin, entry: Classification | None
    ) -> Classification:
        levels = list(levels)
        standings = tuple(self.seen_standing(level) for level in levels)
        feature = self.features.get(levels[0].feature) or (entry.feature if entry else None)
        differs = entry is not None and _keys(entry.standings) != _keys(standings)
        return Classification(
            standings,
            origin,
            feature,
            directives=tuple(levels),
            overruled=entry.feature if entry and differs else None,
        )

    def seen_standing(self, seen: SeenLevel) -> Standing:
        """Return the standing that a directive gives."""
        since = parse_version(seen.since)
        plain = standing(self.scheme, seen.level, since)
        return Standing(plain.label, plain.level, since, seen.context)

    def _applied(self, change: Change, target: Target | None = None) -> Iterable[Applied]:
        """Give the change when a reader sees something of it."""
        phase = self.phases[change.id]
        if phase > Phase.PLANNED:
            parameter, value = (target.parameter, target.value) if target else ("", "")
            yield Applied(change, phase, parameter, value)


def spellings(labels: tuple[str, ...]) -> Iterable[str]:
    """Give the labels as written and as HTML fragments: ``cuda graphs``, ``cuda-graphs``."""
    return dict.fromkeys(
        spelling
        for label in labels
        for spelling in (label, re.sub(r"[^a-z0-9]+", "-", label).strip("-"))
    )


def _excluded(exclude: tuple[Target, ...], seen: SeenObject) -> bool:
    return any(
        target.covers(seen.domain, seen.objtype, name)
        for target in exclude
        for name in (seen.name, *seen.also)
    )


def _keys(standings: tuple[Standing, ...]) -> set[tuple[str, tuple[tuple[str, str], ...]]]:
    return {one.key for one in standings}
