"""What an object shows of others in its signature: nothing that is promised less than itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sphinxext.stability.answers import Answer
from sphinxext.stability.facts import SeenObject
from sphinxext.stability.findings import Severity
from sphinxext.stability.model import NOWHERE, Where
from sphinxext.stability.promises import is_below
from sphinxext.stability.rules.rule import Found, Rule, Survey, place_of
from sphinxext.stability.targets import Target, segments

#: How type variables are named by PEP 8: short, perhaps with their variance.
_TYPE_VARIABLE = re.compile(r"_?(?:[A-Z]{1,2}|[A-Z]\w*_(?:co|contra|T))$|_?T[A-Z][a-z]+$|T_\w+$")


class _Exposed(NamedTuple):
    """An object, and another one that its signature, annotations or bases refer to."""

    docname: str
    seen: SeenObject
    answer: Answer
    other: SeenObject
    of_other: Answer


def _lower(survey: Survey) -> Iterator[Found]:
    def is_lower(exposed: _Exposed) -> bool:
        return is_below(exposed.of_other.ranks, exposed.answer.ranks)

    for group in _groups(survey, is_lower):
        first = group[0]
        level, low = first.answer.labels, first.of_other.labels
        yield _found(
            survey,
            group,
            f"{level}, but its signature refers to `{first.other.name}`, which is {low}",
            f"{level}, but their signatures refer to `{first.other.name}`, which is {low}",
            "raise that, lower this, or hide it",
        )


def _deprecated(survey: Survey) -> Iterator[Found]:
    def is_deprecated(exposed: _Exposed) -> bool:
        gone = exposed.answer.deprecations or exposed.answer.removals
        return bool(exposed.of_other.deprecations) and not gone

    for group in _groups(survey, is_deprecated):
        other = group[0].other.name
        yield _found(
            survey,
            group,
            f"not deprecated, but its signature refers to `{other}`, which is deprecated",
            f"not deprecated, but their signatures refer to `{other}`, which is deprecated",
            "offer another way, or deprecate this as well",
        )


def _undocumented(survey: Survey) -> Iterator[Found]:
    """Find names of the project's own packages that nothing describes.

    A name without a package may be anything, a type variable for example: it is passed over.
    """
    names = survey.described
    own = {(seen.domain, segments(seen.name)[0]) for _, seen, _ in survey.objects}
    found: dict[tuple[str, str], list[tuple[str, SeenObject]]] = {}
    for docname, seen, _ in survey.objects:
        for reference in seen.references:
            parts = segments(reference)
            if len(parts) < 2 or (seen.domain, parts[0]) not in own:  # noqa: PLR2004
                continue
            if _TYPE_VARIABLE.match(parts[-1]):
                continue
            target = Target(reference, seen.domain)
            known = _resolve(names, seen, reference) or survey.is_known(target)
            if not known and not survey.is_elsewhere(target):
                found.setdefault((seen.domain, reference), []).append((docname, seen))
    for (_, reference), objects in found.items():
        docname, seen = objects[0]
        more = f" and {len(objects) - 1} more refer" if len(objects) > 1 else " refers"
        yield Found(
            f"`{seen.name}`{more} to `{reference}` in the signature, which is not documented: "
            "document it, or show another type",
            place_of(docname, seen),
            also=tuple(f"`{one.name}`" for _, one in objects[1:]),
            subject=seen.name,
        )


def _groups(survey: Survey, is_found: Callable[[_Exposed], bool]) -> Iterator[list[_Exposed]]:
    """Give what is exposed in the way asked for, one list for each object that is."""
    names = survey.described
    found: dict[tuple[int, str], list[_Exposed]] = {}
    for docname, seen, answer in survey.objects:
        for reference in seen.references:
            resolved = _resolve(names, seen, reference)
            if resolved is None or _is_family(seen, resolved[0]):
                continue
            exposed = _Exposed(docname, seen, answer, *resolved)
            if is_found(exposed):
                group = found.setdefault((id(resolved[0]), answer.labels), [])
                if not group or group[-1].seen is not seen:
                    group.append(exposed)
    yield from found.values()


def _resolve(
    names: Mapping[str, Sequence[tuple[SeenObject, Answer]]], seen: SeenObject, reference: str
) -> tuple[SeenObject, Answer] | None:
    """Look a reference up as Sphinx's domains do: as it is, then in the scopes around."""
    dot = "::" if "::" in seen.name else "."
    scope = segments(seen.name)
    scopes = (dot.join((*scope[:length], reference)) for length in range(len(scope), 0, -1))
    for name in (reference, *scopes):
        for other, answer in names.get(name, ()):
            if other.domain == seen.domain and not other.unindexed:
                return other, answer
    return None


def _is_family(seen: SeenObject, other: SeenObject) -> bool:
    """Tell whether one is a member of the other."""
    mine, theirs = segments(seen.name), segments(other.name)
    short = min(len(mine), len(theirs))
    return mine[:short] == theirs[:short]


def _entry(answer: Answer) -> Where:
    if answer.deprecations:
        return answer.deprecations[0].change.where
    feature = answer.classification.feature if answer.classification else None
    return feature.where if feature else NOWHERE


def _found(survey: Survey, group: list[_Exposed], one: str, several: str, fix: str) -> Found:
    first = group[0]
    where = _entry(first.of_other)
    by = survey.by(where)
    count = len(group)
    what = f" is {one}" if count == 1 else f" and {count - 1} more are {several}"
    return Found(
        f"`{first.seen.name}`{what}{by}: {fix}",
        place_of(first.docname, first.seen),
        where,
        tuple(f"`{exposed.seen.name}`" for exposed in group[1:]),
        subject=first.seen.name,
    )


RULES = (
    Rule(
        "exposes-lower-level",
        "The signature, annotations or bases of an object refer to a less stable one.",
        "Who uses the stable object depends on the other one, and is promised less than it says.",
        "API Extractor, ae-incompatible-release-tags; Kotlin's opt-in in signatures",
        Severity.WARNING,
        _lower,
    ),
    Rule(
        "exposes-deprecated",
        "An object that is not deprecated refers to a deprecated one in its signature.",
        "It cannot be used without what goes away.",
        "Android metalava, REFERENCES_DEPRECATED and EXTENDS_DEPRECATED",
        Severity.INFO,
        _deprecated,
    ),
    Rule(
        "exposes-undocumented",
        "A signature refers to a name of the project that is not documented.",
        "Nobody knows what is promised for it.",
        "API Extractor, ae-forgotten-export; Android metalava, REFERENCES_HIDDEN",
        Severity.OFF,
        _undocumented,
    ),
)
