"""Annotations: commands in the log of a workflow of GitHub's, which shows them at the lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinxext.stability.findings import Severity, by_severity
from sphinxext.stability.report.place import Located, Spot

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_annotations(located: Located, top: Path) -> Iterator[str]:
    """Give a command for each finding that counts, the worst first; paths are relative to *top*."""
    places = {id(finding): Spot.parse(location) for location, finding in located}
    for finding in by_severity(finding for _, finding in located if finding.counts):
        spot = places[id(finding)]
        file = spot.inside(top)
        values = {"file": file, "line": str(spot.line_of_file or "") if file else ""}
        values["title"] = f"stability.{finding.rule}"
        given = ",".join(f"{key}={_value(text)}" for key, text in values.items() if text)
        yield f"::{_COMMANDS[finding.severity]} {given}::{_text(spot.told(finding.message, top))}"


def _text(text: str) -> str:
    """Escape what would end a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    """Escape what would end a value as well."""
    return _text(text).replace(":", "%3A").replace(",", "%2C")
