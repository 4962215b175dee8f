"""What a change says to use instead."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxext.stability.answers import Answer
from sphinxext.stability.findings import Severity
from sphinxext.stability.model import Alternative, Change, Feature, Level
from sphinxext.stability.policy import Phase
from sphinxext.stability.rules.rule import Found, Rule, Survey
from sphinxext.stability.targets import Target
from sphinxext.stability.versions import parse_version

#: Types of change that take away something that users need another way for.
_TAKES_AWAY = frozenset({"removal", "rename", "parameter-removal", "parameter-rename", "mode-swap"})


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
        if change.type in _TAKES_AWAY and not change.alternatives and not change.no_alternative:
            yield Found(
                f"`{change.id}` names no alternative: add `alternatives`, or say in "
                "`no-alternative` why there is none",
                entry=change.where,
            )


def _not_stable(survey: Survey) -> Iterator[Found]:
    catalogue = survey.catalogue
    demanded = catalogue.scheme.find(catalogue.manifest.policy.alternative_level)
    for change in _told(survey):
        least = demanded or _least_stable(catalogue.levels_of(change))
        for alternative, target in _targets(change):
            feature, answer = _lookup(survey, target)
            level = _level(survey, feature, answer)
            if level and least and level.rank < least.rank:
                yield Found(
                    f"`{change.id}` says to use `{alternative.target}`, which is {level.label}: "
                    f"wait until it is {least.label}, or name another",
                    entry=change.where,
                )
            elif answer.deprecations and not _swaps(change, answer):
                other = answer.deprecations[0].change
                yield Found(
                    f"`{change.id}` says to use `{alternative.target}`, which `{other.id}` "
                    "deprecates: name what will stay",
                    entry=change.where,
                )


def _least_stable(levels: list[Level | None]) -> Level | None:
    return min(filter(None, levels), key=lambda level: level.rank, default=None)


def _swaps(change: Change, answer: Answer) -> bool:
    """Tell whether the deprecation of the alternative is the change itself."""
    return any(applied.change is change for applied in answer.deprecations)


def _lookup(survey: Survey, target: Target) -> tuple[Feature | None, Answer]:
    """Return the feature or the object that an alternative names."""
    feature = survey.catalogue.features.get(target.name) if not target.domain else None
    answer = survey.catalogue.lookup(target.domain or "py", target.objtype, target.name)
    return feature, answer


def _level(survey: Survey, feature: Feature | None, answer: Answer) -> Level | None:
    if feature:
        return next((one.level for one in survey.catalogue.standings[feature.id]), None)
    standings = answer.classification.standings if answer.classification else ()
    return next((one.level for one in standings), None)


def _too_new(survey: Survey) -> Iterator[Found]:
    """Compare with the version in which the documentation says that something was added."""
    added = {
        seen.name: version
        for _, seen, _ in survey.objects()
        for notice in seen.notices
        if notice.type == "versionadded" and not notice.parameter
        if (version := parse_version(notice.version))
    }
    for change in _told(survey):
        start = change.deprecated.known if change.deprecated else None
        for alternative, target in _targets(change):
            feature, _ = _lookup(survey, target)
            stages = [*feature.history[:1]] if feature else []
            version = added.get(target.name) or (stages[0].since if stages else None)
            if start and version and version > start:
                yield Found(
                    f"`{change.id}` deprecates in {start} in favour of `{alternative.target}`, "
                    f"which is there only since {version}: code for both versions has no way out",
                    entry=change.where,
                )


def _undocumented(survey: Survey) -> Iterator[Found]:
    for change in _told(survey):
        for alternative, target in _targets(change):
            name = alternative.target
            if name in survey.catalogue.features or survey.is_known(target):
                continue
            if not survey.is_elsewhere(target):
                yield Found(
                    f"`{change.id}` says to use `{name}`, which is documented nowhere: correct "
                    "it, document it, or write a text with white space",
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
