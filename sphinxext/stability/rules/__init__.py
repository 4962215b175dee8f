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

from sphinxext.stability.findings import Finding, Severity, in_order, severity_of, stamped
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
    if rule not in known:
        return unknown(rule, "a rule", known)
    if severity not in list(Severity):
        return f"{rule!r}: " + unknown(severity, "a severity", list(Severity))
    return ""


def run(survey: Survey, chosen: Mapping[str, Severity]) -> list[Finding]:
    """Return the findings of all rules that are on and can be run, sorted.

    *chosen* are severities by rule.
    """
    ids = survey.ids

    def about(finding: Finding) -> str:
        """Name the entry, or else the document or file, that a finding is about."""
        entry = finding.entry
        return ids.get(entry) or finding.place.docname or PurePath(entry.file).name

    return list(stamped(in_order(_run(survey, chosen)), about))


def _run(survey: Survey, chosen: Mapping[str, Severity]) -> Iterator[Finding]:
    accepted = waivers.Waivers(survey)
    for rule in REGISTRY.values():
        severity = severity_of(rule.id, rule.severity, chosen)
        if severity is Severity.OFF or not survey.can_run(rule):
            continue
        for found in rule.find(survey):
            if accepted.excuse(rule.id, found):
                continue
            message, place, entry, also, subject = found
            yield Finding(rule.id, message, place, entry, severity, also, subject)
