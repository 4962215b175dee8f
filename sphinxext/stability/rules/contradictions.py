"""What cannot both be true: keys of an entry, or two entries of the manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sphinxext.stability.findings import Severity
from sphinxext.stability.model import Change, Feature
from sphinxext.stability.rules.rule import Found, Rule, Survey


def _contradictory(survey: Survey) -> Iterator[Found]:
    for feature in survey.catalogue.manifest.features:
        for fault in _feature_contradictions(feature, survey):
            yield Found(f"`{feature.id}` {fault}", entry=feature.where)
    for change in survey.catalogue.manifest.changes:
        for fault in _change_contradictions(change, survey):
            yield Found(f"`{change.id}` {fault}", entry=change.where)


def _feature_contradictions(feature: Feature, survey: Survey) -> Iterator[str]:
    scheme, plan = survey.catalogue.scheme, feature.target
    if plan and feature.ended:
        yield f"is planned to become {plan.level}, but ends in {feature.ended}: take one out"
    planned, level = scheme.find(plan.level) if plan else None, scheme.find(feature.level)
    if planned and level and planned.id == level.id and not (plan and plan.version):
        yield f"is {level.id} and planned to become {planned.id}: take `target` out"
    if feature.moved_to == feature.id:
        yield "has moved to itself"
    for change in survey.catalogue.changes_of.get(feature.id, ()):
        if change.type != "removal" or change.effective == "never":
            continue
        start = change.deprecated.known if change.deprecated else None
        if plan and change.deprecated:
            yield f"is planned to become {plan.level}, but `{change.id}` removes it: take one out"
        promoted = feature.since and start and start < feature.since
        if promoted and _is_raised(feature, survey):
            yield (
                f"became {feature.level} in {feature.since}, after `{change.id}` deprecated it: "
                "correct one of the versions"
            )


def _is_raised(feature: Feature, survey: Survey) -> bool:
    if not feature.history:
        return False
    find = survey.catalogue.scheme.find  # a former name is never ranked
    before, now = find(feature.history[-1].level), find(feature.level)
    return before is not None and now is not None and now.rank > before.rank


def _change_contradictions(change: Change, survey: Survey) -> Iterator[str]:
    first = survey.catalogue.changes.get(change.after)
    if first and first.effective == "never":
        yield f"comes after `{first.id}`, which never takes effect: take `after` out"
    if change.effective == "never":
        given = {
            "error": change.error,
            "restored": change.restored,
            "tombstone": change.tombstone,
        }
        for key in (key for key, value in given.items() if value):
            yield f'has both `effective = "never"` and `{key}`: take one out'
    yield from (fault for applies, fault in _impossible(change) if applies)
    whole = next((target for target in change.objects if not target.parameter), None)
    if whole and change.type in {"parameter-removal", "parameter-rename"}:
        yield f"is a {change.type}, but `{whole}` names no parameter: write `{whole}(…)`"


def _impossible(change: Change) -> Iterable[tuple[bool, str]]:
    """Give what cannot be true of a change by itself: whether it is the case, and what to say."""
    kind, about = change.type, change.objects or change.features or change.documents
    silenced = change.silent and (change.ends or kind == "parameter-removal")
    return (
        (
            bool(change.alternatives and change.no_alternative),
            "has `alternatives` and says why there is none: keep one",
        ),
        (
            bool(change.restored and not change.effective),
            "is restored without having taken effect: add `effective`",
        ),
        (
            bool(change.restored and not change.takes_away),
            f"is restored, but a change of type `{kind}` takes nothing away",
        ),
        (
            change.tombstone and not change.ends,
            f"has `tombstone`, but a change of type `{kind}` removes no object",
        ),
        (
            change.tombstone and not change.effective,
            "has a `tombstone` without `effective`: add the version that took it away",
        ),
        (silenced, f"is silent, but a change of type `{kind}` raises an error where it is used"),
        (
            not about and kind not in {"dependency", "behavior"},
            "is about nothing: add `objects`, `features` or `documents`",
        ),
    )


RULES = (
    Rule(
        "contradictory-state",
        "Keys of an entry, or two entries, cannot both be true.",
        "A reader cannot know which of them holds.",
        "MDN browser-compat-data; rustc; Matplotlib's deprecation helpers",
        Severity.WARNING,
        _contradictory,
        needs_build=False,
    ),
)
