"""A manifest made ready for questions at one moment: facts go in, answers come out.

The most specific source of a level wins; all changes that match apply.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from packaging.version import Version

from sphinxext.stability.answers import (
    Answer,
    Applied,
    Classification,
    DocumentAnswers,
    Origin,
    keys_of,
)
from sphinxext.stability.clock import Moment
from sphinxext.stability.facts import VARIADIC, DocumentFacts, SeenLevel, SeenObject
from sphinxext.stability.matching import DocumentIndex, Match, TargetIndex, spellings
from sphinxext.stability.model import Change, Feature, Level, Manifest, Scheme
from sphinxext.stability.policy import (
    Phase,
    Standing,
    phase_at,
    stages_at,
    standing,
    standings_at,
)
from sphinxext.stability.targets import Target
from sphinxext.stability.timetable import Timetable
from sphinxext.stability.versions import base, parse_version
from sphinxext.stability.windows import Bound


class _Entry(NamedTuple):
    """A change under the targets of its own or of one of its features."""

    change: Change
    exclude: tuple[Target, ...]


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
        #: Feature → the changes that name it.
        self.changes_of: dict[str, list[Change]] = {}
        for change in manifest.changes:
            for name in change.features:
                self.changes_of.setdefault(name, []).append(change)
        self._order = {change.id: i for i, change in enumerate(manifest.changes)}
        self.phases = {change.id: phase_at(change, moment) for change in manifest.changes}
        self._features: TargetIndex[Feature] = TargetIndex()
        self._changes: TargetIndex[_Entry] = TargetIndex()
        self._names: TargetIndex[Level] = TargetIndex()
        self._feature_documents: DocumentIndex[Feature] = DocumentIndex()
        self._change_documents: DocumentIndex[Change] = DocumentIndex()
        self._fill()
        self.timetable = Timetable(manifest, self.levels_of)
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
        features = [found for name in names for found in self._feature_documents.match(*name)]
        chosen = self._choose(sorted(features, key=lambda f: f[1], reverse=True), origin)
        own = [level for level in levels if not level.parameter]
        if own:
            chosen = self._directive(own, origin, chosen)
        classification = chosen or (outer.classification if outer else None)
        found = [entry for name in names for entry, _ in self._change_documents.match(*name)]
        changes = [applied for change in found for applied in self._applied(change)]
        return Answer(classification, tuple(dict.fromkeys(changes)), outer, is_place=True)

    def _features_of(self, seen: SeenObject) -> list[list[Match[Feature]]]:
        """Return the features with a level that mean an object, by each of its names."""
        return [
            [
                match
                for match in self._features.match(seen.domain, seen.objtype, name)
                if self.standings[match.entry.id] and not _excluded(match.entry.exclude, seen)
            ]
            for name in (seen.name, *seen.also)
        ]

    def _parameters(
        self, seen: SeenObject, features: list[list[Match[Feature]]]
    ) -> tuple[tuple[str, Classification], ...]:
        """Return the levels that entries give to parameters of an object."""
        found: dict[str, Classification] = {}
        for match in itertools.chain.from_iterable(features):
            parameter = match.target.parameter
            if parameter and _has(seen, match.target):
                standings = self.standings[match.entry.id]
                level = Classification(standings, Origin.ENTRY, match.entry)
                found.setdefault(parameter, level)
        for parameter in dict.fromkeys(level.parameter for level in seen.levels if level.parameter):
            own = [level for level in seen.levels if level.parameter == parameter]
            found[parameter] = self._directive(own, Origin.DIRECTIVE, found.get(parameter))
        return tuple(found.items())

    def _object(self, seen: SeenObject, parent: SeenObject | None, outer: Answer) -> Answer:
        if seen.domain == "stability":
            return self._feature(seen, outer)
        changes = self._inherited(seen, outer) if parent else []
        changes += [
            applied
            for name in (seen.name, *seen.also)
            for match in self._changes.match(seen.domain, seen.objtype, name)
            if not _excluded(match.entry.exclude, seen) and _has(seen, match.target)
            for applied in self._applied(match.entry.change, match.target)
        ]
        if len(changes) > 1:  # in the order of the manifest, whatever target matched best
            changes = sorted(dict.fromkeys(changes), key=lambda a: self._order[a.change.id])
        features = self._features_of(seen)
        level = self._level(seen, parent, outer, self._by_entry(features))
        has_parameters = any(features) or seen.levels
        parameters = self._parameters(seen, features) if has_parameters else ()
        return Answer(level, tuple(changes), outer, parameters)

    def _inherited(self, seen: SeenObject, outer: Answer) -> list[Applied]:
        """Return the changes of the parent that are changes of a member as well."""
        whole = (applied for applied in outer.changes if not applied.parameter)
        return [applied for applied in whole if not self._exempt(applied.change, seen)]

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
            for change in self.changes_of.get(feature.id, ())
            for applied in self._applied(change)
        ]
        return Answer(level, tuple(changes), outer)

    def _level(
        self,
        seen: SeenObject,
        parent: SeenObject | None,
        outer: Answer,
        by_entry: tuple[Classification | None, Target | None],
    ) -> Classification | None:
        """Choose the level of an object: the sources in the order of :class:`Origin`."""
        inherited, around = outer.classification, outer
        while inherited and inherited.feature and _excluded(inherited.feature.exclude, seen):
            # Excluded from what holds for its parent: what holds around that?
            around = around.outer or Answer()
            inherited = around.classification
        entry, target = by_entry
        own = [level for level in seen.levels if not level.parameter]
        if own:
            return self._directive(own, Origin.DIRECTIVE, entry)
        # What is said at the parent holds here, unless an entry means this member alone.
        by_parent = parent and (
            not target or target.covers(parent.domain, parent.objtype, parent.name)
        )
        if by_parent and inherited and inherited.origin is Origin.DIRECTIVE:
            return inherited
        if entry:
            return entry
        if inherited and inherited.origin is not Origin.DEFAULT:
            return inherited
        named = self._names.match(seen.domain, seen.objtype, seen.name)
        if named:
            level = named[0].entry
            return Classification((Standing(level.label, level),), Origin.NAME)
        return self.default

    def _by_entry(
        self, features: list[list[Match[Feature]]]
    ) -> tuple[Classification | None, Target | None]:
        """Choose the entry that gives an object its level: its first name comes first."""
        for by_name in features:
            matches = [match for match in by_name if not match.target.parameter]
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
        said = keys_of(self.standings[best.id])
        rivals = tuple(
            feature
            for feature, other in ranked[1:]
            if other == rank and keys_of(self.standings[feature.id]) != said
        )
        return Classification(self.standings[best.id], origin, best, rivals=rivals)

    def _directive(
        self, levels: Iterable[SeenLevel], origin: Origin, entry: Classification | None
    ) -> Classification:
        levels = list(levels)
        standings = tuple(self.seen_standing(level) for level in levels)
        feature = self.features.get(levels[0].feature) or (entry.feature if entry else None)
        differs = entry is not None and keys_of(entry.standings) != keys_of(standings)
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
            past = self._is_past(change)
            yield Applied(change, phase, parameter, value, self.end(change), past)

    def planned(self, seen: SeenObject) -> list[Change]:
        """Return the changes of a whole object that have not begun: answers leave them out."""
        return [
            match.entry.change
            for name in (seen.name, *seen.also)
            for match in self._changes.match(seen.domain, seen.objtype, name)
            if self.phases[match.entry.change.id] is Phase.PLANNED
            and not match.target.parameter
            and not _excluded(match.entry.exclude, seen)
        ]

    def end(self, change: Change) -> Bound | None:
        """Return the computed lower bound of a change that has not taken effect."""
        if self.phases[change.id] >= Phase.EFFECTIVE:
            return None
        bound = self.timetable.end(change)
        if bound is None:
            return None
        by_date = bound.version is None and bound.date and bound.date <= self.moment.date
        passed = bool(by_date) or self.moment.reached(bound.version, change.component)
        return bound._replace(passed=passed)

    def _is_past(self, change: Change) -> bool:
        """Tell whether a change is so old that its notice is no longer shown.

        A removal whose object is still there is never past.
        """
        keep = self.manifest.policy.keep_changes
        done = change.restored if self.phases[change.id] is Phase.RESTORED else change.effective
        over = self.phases[change.id] >= Phase.EFFECTIVE and isinstance(done, Version)
        stays = change.ends and not (change.tombstone or change.restored)
        if keep is None or not over or stays or not isinstance(done, Version):
            return False
        return self.timetable.outlasted(keep, done, self.moment, change.component)

    def levels_of(self, change: Change) -> list[Level | None]:
        """Return the levels of what a change is about, as they were when it began.

        What its targets name need not be described anywhere.
        """
        begun = self.timetable.begun(change) or self.moment.version
        at = Moment(base(begun), self.moment.date)
        found = [self._levels_at([self.features[name]], at) for name in change.features]
        found += [self._levels_of_target(target, at) for target in change.objects]
        for document in change.documents:
            docname, _, label = document.partition("#")
            entries = self._feature_documents.match(docname, label)
            found.append(self._levels_at([entry for entry, _ in entries], at))
        # What names nothing, such as a requirement, is promised what the policy says.
        return [level for levels in found or [self._levels_at([], at)] for level in levels]

    def _levels_of_target(self, target: Target, at: Moment) -> list[Level | None]:
        """Return the levels of what a target names, whatever its domain where it names none."""
        spaces = [(target.domain, target.objtype)] if target.domain else self._spaces
        for domain, objtype in spaces:
            seen = SeenObject(domain, objtype, target.name)
            entries = [
                match.entry
                for match in self._features.match(domain, objtype, target.name)
                if not match.target.parameter and not _excluded(match.entry.exclude, seen)
            ]
            named = [match.entry for match in self._names.match(domain, objtype, target.name)]
            if entries or named:
                return self._levels_at(entries, at) if entries else list(named[:1])
        return self._levels_at([], at)

    @cached_property
    def _spaces(self) -> list[tuple[str, str]]:
        """The domains and object types that entries name, and Python's objects."""
        targets = [target for feature in self.manifest.features for target in feature.objects]
        targets += [target for level in self.scheme.levels for target in level.names]
        named = {(target.domain, target.objtype) for target in targets if target.domain}
        return [("py", ""), *sorted(named - {("py", "")})]

    def _levels_at(self, features: list[Feature], at: Moment) -> list[Level | None]:
        """Return the levels of the first feature that had one; else the default level."""
        for feature in features:
            stages = [stage.level for stage in stages_at(feature, at)[-1:]]
            stages = stages or [item.level for item in feature.contexts]
            if stages:
                return [self.scheme.find(word) or self.scheme.former(word) for word in stages]
        return [self.default.standings[0].level if self.default else None]


def _has(seen: SeenObject, target: Target) -> bool:
    """Tell whether an object has the parameter that a pattern means; a plain target means it."""
    if not target.parameter or not target.has_wildcard:
        return True
    return bool({target.parameter, VARIADIC} & set(seen.parameters))


def _excluded(exclude: tuple[Target, ...], seen: SeenObject) -> bool:
    return any(
        target.covers(seen.domain, seen.objtype, name)
        for target in exclude
        for name in (seen.name, *seen.also)
    )
