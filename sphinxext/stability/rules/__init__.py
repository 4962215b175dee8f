"""The checks: a record for each rule, and the functions that find.

A rule is a pure function from a :class:`Survey` to findings. The families are modules:
``records`` and ``contradictions`` (the manifest in itself), ``levels``, ``promises`` (windows),
``alternatives``, ``coverage`` (documented but not declared, and back), ``exposure`` (what
signatures show), ``notices`` and ``prose`` (what stands at the objects), ``code`` (what their
source says), ``mentions`` (what pages name), ``projects`` (other projects), ``lifecycle`` (what
should have happened by now), ``waivers`` (what the project accepts).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from msgspec.structs import replace

from sphinxext.stability.findings import (
    Finding,
    Severity,
    State,
    in_order,
    severity_of,
    stamped,
)
from sphinxext.stability.manifest.faults import unknown
from sphinxext.stability.rules import (
    alternatives,
    code,
    contradictions,
    coverage,
    exposure,
    levels,
    lifecycle,
    mentions,
    notices,
    projects,
    promises,
    prose,
    records,
    waivers,
)
from sphinxext.stability.rules.rule import Published, Rule, Survey

__all__ = ["REGISTRY", "Published", "Rule", "Survey", "run", "unknown_choice"]

_FAMILIES: Mapping[str, Rule] = {
    rule.id: rule
    for family in (
        records,
        contradictions,
        levels,
        promises,
        alternatives,
        coverage,
        exposure,
        notices,
        prose,
        code,
        mentions,
        projects,
        lifecycle,
    )
    for rule in sorted(family.RULES, key=lambda rule: rule.id)
}


#: Every rule by its id; all but those on waivers can be waived.
REGISTRY: Mapping[str, Rule] = {**_FAMILIES, **{r.id: r for r in waivers.family(_FAMILIES)}}


def unknown_choice(rule: str, severity: str) -> str:
    """Say what is wrong with a severity that is chosen for a rule or for ``all``, or nothing."""
    known = ["all", *REGISTRY]
    faults = []
    if rule not in known:
        faults.append(unknown(rule, "a rule", known))
    if severity not in list(Severity):
        faults.append(f"`{rule}`: " + unknown(severity, "a severity", list(Severity)))
    return "; ".join(faults)


def run(
    survey: Survey, chosen: Mapping[str, Severity], *, with_waived: bool = False
) -> list[Finding]:
    """Return the findings of all rules that are on and can be run, sorted.

    *chosen* are severities by rule. What a waiver accepts is left out, unless it is asked for.
    """
    ids = survey.ids

    def about(finding: Finding) -> str:
        """Name the entry, or else the document or file, that a finding is about."""
        entry = finding.entry
        return ids.get(entry) or finding.place.docname or PurePath(entry.file).name

    found = in_order(_run(survey, chosen))
    # Equal ones are numbered: what is waived must not move the numbers of the others.
    stamps = stamped(sorted(found, key=lambda f: f.state is State.WAIVED), about)
    return in_order(f for f in stamps if with_waived or f.state is not State.WAIVED)


def _run(survey: Survey, chosen: Mapping[str, Severity]) -> Iterator[Finding]:
    accepted = waivers.Waivers(survey)
    for rule in REGISTRY.values():
        severity = severity_of(rule.id, rule.severity, chosen)
        if severity is Severity.OFF or not survey.can_run(rule):
            continue
        for found in rule.find(survey):
            message, place, entry, also, subject = found
            finding = Finding(rule.id, message, place, entry, severity, also, subject)
            waiver = accepted.excuse(rule.id, found)
            if waiver:
                finding = replace(finding, state=State.WAIVED, reason=waiver.reason)
            yield finding
