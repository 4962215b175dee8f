"""What a change says to use instead."""

from __future__ import annotations

from collections.abc import Iterator

from packaging.version import Version

from sphinxext.stability.answers import Answer
from sphinxext.stability.facts import SeenObject
from sphinxext.stability.findings import Severity
from sphinxext.stability.model import Alternative, Change, Feature, Level
from sphinxext.stability.policy import Phase
from sphinxext.stability.rules.rule import Found, Rule, Survey
from sphinxext.stability.targets import Target
from sphinxext.stability.versions import base, parse_version


def _told(survey: Survey) -> Iterator[Change]:
    """Give the changes that readers are told of and that have not taken effect."""
    for change in survey.catalogue.manifest.changes:
        if Phase.PLANNED < survey.catalogue.phases[change.id] < Phase.EFFECTIVE:
            yield change


def _targets(change: Change) -> Iterator[tuple[Alternative, Target]]:
    for alternative in change.alternatives:
        if alternative.is_target:
            yield alternative, Target.parse(alternative.target)


def _none(survey: Survey) -> Iterator[Found]:
    for change in _told(survey):
        if change.takes_away and not change.alternatives and not change.no_alternative:
            yield Found(
                f"`{change.id}` names no alternative: add `alternatives`, or say in "
                "`no-alternative` why there is none",
                entry=change.where,
            )


class _Alternatives:
    """What the alternatives of changes are: features, described objects, or neither."""

    def __init__(self, survey: Survey) -> None:
        self._survey, self._described = survey, survey.described

    def feature(self, target: Target) -> Feature | None:
        return self._survey.catalogue.features.get(target.name) if not target.domain else None

    def descriptions(self, target: Target) -> list[tuple[SeenObject, Answer]]:
        found = self._described.get(target.name, [])
        return [item for item in found if target.accepts(item[0].domain, item[0].objtype)]

    def answer(self, target: Target) -> Answer:
        """Answer for the object, described or not."""
        found = self.descriptions(target)
        if found:
            return found[0][1]
        return self._survey.catalogue.lookup(target.domain or "py", target.objtype, target.name)

    def level(self, target: Target) -> Level | None:
        feature, classification = self.feature(target), self.answer(target).classification
        standings = classification.standings if classification else ()
        if feature:
            standings = self._survey.catalogue.standings[feature.id]
        return next((standing.level for standing in standings), None)


def _not_stable(survey: Survey) -> Iterator[Found]:
    catalogue, known = survey.catalogue, _Alternatives(survey)
    demanded = catalogue.scheme.find(catalogue.manifest.policy.alternative_level)
    for change in _told(survey):
        # Who leaves a prototype may well be sent to another one.
        own = [level for level in catalogue.levels_of(change) if level]
        least = min(filter(None, [demanded, *own]), key=lambda level: level.rank, default=None)
        for alternative, target in _targets(change):
            level = known.level(target)
            said = f"`{change.id}` says to use `{alternative.target}`, which"
            ending = next(iter(known.answer(target).deprecations), None)
            if level and least and level.rank < least.rank:
                yield Found(
                    f"{said} is {level.label}: wait until it is {least.label}, or name another",
                    entry=change.where,
                )
            elif ending and ending.change is not change:
                yield Found(
                    f"{said} `{ending.change.id}` deprecates: name what will stay",
                    entry=change.where,
                )
            elif ending and not target.parameter:
                yield Found(f"{said} it takes away itself: name what will stay", entry=change.where)


def _too_new(survey: Survey) -> Iterator[Found]:
    """Compare with the version in which the documentation says that something was added."""
    known = _Alternatives(survey)
    for change in _told(survey):
        start = change.deprecated.known if change.deprecated else None
        for alternative, target in _targets(change):
            version = _first_version(known, target)
            if start and version and base(version) > base(start):
                yield Found(
                    f"`{change.id}` deprecates in {start} in favour of `{alternative.target}`, "
                    f"which is there only since {version}: code that runs on {start} cannot avoid "
                    f"the warning; deprecate in {version} or later, or name another",
                    entry=change.where,
                )


def _first_version(known: _Alternatives, target: Target) -> Version | None:
    feature = known.feature(target)
    if feature:
        return feature.history[0].since if feature.history else None
    added = [
        version
        for seen, _ in known.descriptions(target)
        for notice in seen.notices
        if notice.type == "versionadded" and not notice.parameter
        if (version := parse_version(notice.version))
    ]
    return min(added, default=None)


def _undocumented(survey: Survey) -> Iterator[Found]:
    known = _Alternatives(survey)
    for change in _told(survey):
        for alternative, target in _targets(change):
            if known.feature(target) or known.descriptions(target) or survey.is_known(target):
                continue
            if not survey.is_elsewhere(target):
                yield Found(
                    f"`{change.id}` says to use `{alternative.target}`, which is documented "
                    "nowhere: correct it, document it, or write a text with white space",
                    entry=change.where,
                )


RULES = (
    Rule(
        "no-alternative",
        "A deprecation names no alternative and does not say why there is none.",
        "Users are told to leave, but not where to go.",
        "NEP 23; AIP-192; OpenTelemetry",
        Severity.INFO,
        _none,
        needs_build=False,
    ),
    Rule(
        "alternative-not-stable",
        "What to use instead is less stable than it may be, or deprecated itself.",
        "Users who follow the advice have to move again.",
        "PyTorch's Python Frontend BC/FC policy; Kubernetes' deprecation policy, rule 3",
        Severity.WARNING,
        _not_stable,
    ),
    Rule(
        "alternative-too-new",
        "What to use instead is newer than the deprecation.",
        "Code that supports the release which first warns cannot avoid the warning.",
        "Go's deprecation wiki; PEP 387",
        Severity.INFO,
        _too_new,
    ),
    Rule(
        "alternative-undocumented",
        "What to use instead is documented nowhere.",
        "The notice names it, but leads readers to nothing.",
        "Sphinx's nitpicky mode, for what a notice says",
        Severity.WARNING,
        _undocumented,
    ),
)
