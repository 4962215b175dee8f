"""The levels of features over time: lowered, stuck, or not reached as planned."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxext.stability.findings import Severity
from sphinxext.stability.model import Feature, Level
from sphinxext.stability.policy import Phase
from sphinxext.stability.rules.rule import Found, Rule, Survey
from sphinxext.stability.timetable import name_span


def _lowered(survey: Survey) -> Iterator[Found]:
    """Compare each level with the one before, and with what the last release published."""
    scheme = survey.catalogue.scheme

    published = {}
    if survey.previous:
        for item in survey.previous.inventory.features:
            # Its rank then may be that of another scheme: what is it now?
            named = (stage.level for stage in item.levels if not stage.when)
            published[item.id] = next(filter(None, map(scheme.find, named)), None)
    for feature in survey.catalogue.manifest.features:
        if not feature.history and feature.id not in published:
            continue  # nothing to compare with
        reasons = [stage.reason for stage in feature.history] + [feature.reason]
        words = [stage.level for stage in feature.history] + [feature.level]
        levels = [scheme.find(word) for word in words]  # a former name is never ranked
        lowered = None
        for index in range(1, len(levels)):
            before, after = levels[index - 1], levels[index]
            if before and after and after.rank < before.rank and not reasons[index]:
                lowered = words[index], words[index - 1]
        was, now = published.get(feature.id), levels[-1]
        if not lowered and was and now and now.rank < was.rank and not feature.reason:
            lowered = words[-1], was.id
        if lowered:
            yield Found(
                f"`{feature.id}` went from {lowered[1]} down to {lowered[0]}: say why in the "
                "`reason` of that level",
                entry=feature.where,
            )


def _stuck(survey: Survey) -> Iterator[Found]:
    """Find levels that are too old; a feature that is on its way out is not stuck."""
    catalogue = survey.catalogue
    leaving = {
        name
        for change in catalogue.manifest.changes
        for name in change.features
        if change.type == "removal" and catalogue.phases[change.id] >= Phase.WARN
    }
    for feature in catalogue.manifest.features:
        for standing in catalogue.standings[feature.id]:
            level = standing.level
            if level is None or level.max_age is None or feature.id in leaving:
                continue
            if catalogue.timetable.outlasted(level.max_age, standing.since, catalogue.moment):
                yield Found(
                    f"`{feature.id}` is {standing.label} since {standing.since}, longer than the "
                    f"{name_span(level.max_age)} that are meant for it: raise it, or end it",
                    entry=feature.where,
                )


def _missed(survey: Survey) -> Iterator[Found]:
    catalogue = survey.catalogue
    for feature in catalogue.manifest.features:
        plan = feature.target
        if not plan or not plan.version or not catalogue.moment.reached(plan.version):
            continue
        planned = catalogue.scheme.find(plan.level)
        if planned and not _has_reached(survey, feature, planned):
            yield Found(
                f"`{feature.id}` was planned to be {planned.label} in {plan.version}, which is "
                "out: give it the level, or another `target`",
                entry=feature.where,
            )


def _has_reached(survey: Survey, feature: Feature, planned: Level) -> bool:
    """Tell whether a feature has a level at least; what it has in contexts is another matter."""
    standings = survey.catalogue.standings[feature.id]
    whole = [s for s in standings if not s.when] or standings
    return not whole or all(s.level and s.level.rank >= planned.rank for s in whole)


RULES = (
    Rule(
        "level-lowered",
        "A feature is less stable than before, and nothing says why.",
        "A promise was taken back.",
        "oasdiff, api-stability-decreased",
        Severity.INFO,
        _lowered,
        needs_build=False,
    ),
    Rule(
        "stuck-level",
        "A feature has a level that is meant for a limited time, and has had it for longer.",
        "What stays beta for ever is used as if it were stable.",
        "Kubernetes, KEP-1635; AIP-181",
        Severity.INFO,
        _stuck,
        needs_build=False,
    ),
    Rule(
        "target-missed",
        "The version in which a feature was to reach a level is out, and it has not.",
        "Readers plan with a roadmap that is out of date.",
        "Kubernetes' milestones in kep.yaml",
        Severity.WARNING,
        _missed,
        needs_build=False,
    ),
)
