"""Findings as files: text to read, JSON for machines."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from sphinxext.stability.findings import Finding

#: The format of ``findings.json``.
FORMAT = 1

Located = Sequence[tuple[str, Finding]]


def as_text(located: Located, base: Path) -> str:
    """Return a line for each finding: where, how grave, what, and which rule."""
    return "".join(
        f"{_relative(location, base)}: {finding.severity}: {finding.message} [{finding.rule}]\n"
        + "".join(f"    also {name}\n" for name in finding.also)
        for location, finding in located
    )


def as_json(located: Located, base: Path) -> bytes:
    """Return the findings as JSON, their paths relative to *base*."""
    findings = [
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "message": finding.message,
            "also": list(finding.also),
            "location": _relative(location, base),
            "docname": finding.place.docname,
            "line": finding.place.line,
            "entry": _relative(str(finding.entry), base) if finding.entry.line else "",
        }
        for location, finding in located
    ]
    data = msgspec.json.encode({"format": FORMAT, "findings": findings})
    return msgspec.json.format(data, indent=2) + b"\n"


def _relative(location: str, base: Path) -> str:
    """Return a location, a path with what follows it, relative to *base*."""
    try:
        return Path(os.path.relpath(location, base)).as_posix()
    except ValueError:  # another drive
        return location
