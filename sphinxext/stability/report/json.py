"""``findings.json``: for machines, and for the baseline. Its schema ships with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from sphinxext.stability.findings import Finding, State
from sphinxext.stability.report.place import Located, Spot

#: The format of ``findings.json``.
FORMAT: Literal[1] = 1


def _said(text: str) -> msgspec.Meta:
    return msgspec.Meta(description=text)


class Item(msgspec.Struct):
    """One finding."""

    rule: Annotated[str, _said("The id of the rule.")]
    severity: Literal["info", "warning", "error"]
    state: Annotated[
        State,
        _said(
            "Whether it counts: new; known to the baseline; suppressed by suppress_warnings; "
            "waived in the manifest; or gone, an entry of the baseline that is found no more."
        ),
    ]
    fingerprint: Annotated[
        str,
        msgspec.Meta(
            pattern="^[0-9a-f]{16}(-[0-9]+)?$",
            description="By what it is known in another build; free of line numbers.",
        ),
    ]
    message: str
    subject: Annotated[
        str, _said("The object, or the document and section, that it is about; may be empty.")
    ]
    also: Annotated[list[str], _said("What else has the same cause.")]
    location: Annotated[
        str,
        _said("File and line, relative to the source directory; of `check`, to the working one."),
    ]
    docname: Annotated[str, _said("The document; empty where it is about the manifest alone.")]
    line: Annotated[int, msgspec.Meta(ge=0, description="The line in the document, or 0.")]
    entry: Annotated[str, _said("File and line of the manifest entry; empty where there is none.")]
    reason: Annotated[str, _said("Why a waiver accepts it; empty where none does.")] = ""


class Report(msgspec.Struct):
    """The findings of a build that checks, sorted by rule and place."""

    format: Literal[1]
    findings: list[Item]


def as_json(located: Located, base: Path) -> bytes:
    """Return the findings as JSON, their paths relative to *base*."""
    report = Report(FORMAT, [_item(location, finding, base) for location, finding in located])
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def _item(location: str, finding: Finding, base: Path) -> Item:
    return Item(
        rule=finding.rule,
        severity=finding.severity.value,  # type: ignore[arg-type]  # never off
        state=finding.state,
        fingerprint=finding.fingerprint,
        message=finding.message,
        subject=finding.subject,
        also=list(finding.also),
        location=Spot.parse(location).relative(base),
        docname=finding.place.docname,
        line=finding.place.line,
        entry=Spot.parse(str(finding.entry)).relative(base) if finding.entry.line else "",
        reason=finding.reason,
    )


def schema() -> bytes:
    """Return the JSON Schema of ``findings.json``."""
    made: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "findings.json of sphinxext-stability",
        **msgspec.json.schema(Report),
    }
    return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"
