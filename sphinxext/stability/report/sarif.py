"""``findings.sarif``: SARIF 2.1.0, which code hosts and editors show at the lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from sphinxext import stability as package
from sphinxext.stability.findings import Finding, Severity, State
from sphinxext.stability.report.place import Located, Spot
from sphinxext.stability.rules import REGISTRY, Rule

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
#: What the paths of files are relative to.
_ROOT = "SRCROOT"
_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
    Severity.OFF: "none",
}
_SUPPRESSED = {
    State.KNOWN: "In the baseline, `stability_baseline`.",
    State.SUPPRESSED: "Silenced by `suppress_warnings`.",
    State.WAIVED: "In `[[waivers]]` of the manifest.",
}


def as_sarif(
    located: Located,
    base: Path,
    page: Callable[[str], str] = lambda _: "",
    *,
    has_baseline: bool = False,
) -> bytes:
    """Return the findings as SARIF, their paths relative to *base*.

    A file outside of it is named in the message only; *page* then gives the file of the document.
    """
    found = sorted({finding.rule for _, finding in located})
    run = {
        "tool": {
            "driver": {
                "name": "sphinxext-stability",
                "version": package.__version__,
                "rules": [_rule(REGISTRY[rule]) for rule in found],
            }
        },
        "originalUriBaseIds": {
            _ROOT: {
                "description": {
                    "text": "The top level of the repository, or else the source directory."
                }
            }
        },
        "results": [
            {"ruleIndex": found.index(finding.rule)}
            | _result(Spot.parse(location), finding, base, page)
            | ({"baselineState": _baseline_state(finding)} if has_baseline else {})
            for location, finding in located
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"


def _rule(rule: Rule) -> dict[str, Any]:
    told = f"{rule.summary} {rule.why}"
    configuration: dict[str, Any] = {"level": _LEVELS[rule.severity]}
    if rule.severity is Severity.OFF:
        configuration = {"enabled": False}
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{told} After: {rule.source}."},
        "defaultConfiguration": configuration,
    }


def _result(spot: Spot, finding: Finding, base: Path, page: Callable[[str], str]) -> dict[str, Any]:
    file, line = spot.inside(base), spot.line_of_file
    if not file:
        docname = finding.place.docname
        file, line = Spot(page(docname), "", 0).inside(base) if docname else "", 0
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": spot.told(finding.message, base)},
    }
    if file:
        result["locations"] = [_location(file, line)]
        if finding.subject:
            named = [{"fullyQualifiedName": finding.subject}]
            result["locations"][0]["logicalLocations"] = named
    entry = Spot.parse(str(finding.entry))
    entry_file = entry.inside(base) if entry.line else ""
    if entry_file and (entry_file, entry.line) != (file, line):
        result["relatedLocations"] = [
            _location(entry_file, entry.line) | {"message": {"text": "The entry that it is about."}}
        ]
    if finding.fingerprint:
        result["partialFingerprints"] = {"stability/v1": finding.fingerprint}
    if finding.state in _SUPPRESSED:
        reason = finding.reason or _SUPPRESSED[finding.state]
        result["suppressions"] = [{"kind": "external", "justification": reason}]
    if finding.also:
        result["properties"] = {"also": list(finding.also)}
    return result


def _baseline_state(finding: Finding) -> str:
    return "unchanged" if finding.state is State.KNOWN else "new"


def _location(file: str, line: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(file), "uriBaseId": _ROOT}}
    if line:
        place["region"] = {"startLine": line}
    return {"physicalLocation": place}
