"""The baseline: a file of the findings that a project has and accepts, as a ratchet.

It is written from ``findings.json``. What it lists neither shows nor fails; what it does not list
does; and what it lists but is found no more has to be taken out, so that it cannot come back.
Findings are known again by their fingerprints, and so by no line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any, NamedTuple, TypeVar

import msgspec

from sphinxext.stability.findings import (
    Finding,
    Severity,
    State,
    digest_of,
    in_order,
    without_places,
)
from sphinxext.stability.model import Where
from sphinxext.stability.report.json import FORMAT as REPORT_FORMAT
from sphinxext.stability.report.json import Report
from sphinxext.stability.report.place import Spot

#: The format of the file.
FORMAT = 1

_T = TypeVar("_T")
_FINGERPRINT = re.compile(r'"fingerprint"\s*:\s*"([^"\\]*)"')
_HOW = "write it with `sphinx-stability baseline FINDINGS.json -o FILE`"
#: What of ``findings.json`` a baseline takes: what was new, and what it had.
_TAKEN = {State.NEW, State.KNOWN}


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """An accepted finding; only its fingerprint matters, the rest is for people."""

    fingerprint: Annotated[str, msgspec.Meta(min_length=1)]
    rule: str
    where: str
    message: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """The file."""

    format: int
    findings: list[Entry]


class Known(NamedTuple):
    """An accepted finding, and the line of the file that it stands in."""

    fingerprint: str
    rule: str
    where: str
    message: str
    line: int


def accepted(data: bytes) -> list[Entry]:
    """Return what a baseline accepts of a ``findings.json``: its warnings and errors, old and new.

    What ``suppress_warnings`` silences, what a waiver accepts, what is only info and what tells of
    the old baseline needs no acceptance.

    :raises ValueError: saying in one line why it is no ``findings.json``.
    """
    report = _decode(data, Report, REPORT_FORMAT, "a findings.json")
    entries = {
        item.fingerprint: Entry(
            item.fingerprint,
            item.rule,
            Spot.parse(item.location).without_line,
            without_places(item.message),
        )
        for item in report.findings
        if item.state in _TAKEN
        if item.state is State.KNOWN or item.severity in {Severity.WARNING, Severity.ERROR}
    }
    return sorted(entries.values(), key=lambda e: (e.rule, e.where, e.message, e.fingerprint))


def written(entries: list[Entry]) -> bytes:
    """Return the file that has these entries."""
    encoded = msgspec.json.encode(_File(FORMAT, entries))
    return msgspec.json.format(encoded, indent=2) + b"\n"


def read(data: bytes) -> tuple[Known, ...]:
    """Return what a baseline accepts.

    :raises ValueError: saying in one line what is wrong, and in which line if that is known.
    """
    try:
        file = _decode(data, _File, FORMAT, "a baseline")
    except ValueError as error:
        raise ValueError(f"{error}; {_HOW}") from None
    lines = _lines(data.decode())
    known = {}
    for entry in file.findings:
        at = lines.get(entry.fingerprint, [0])
        if entry.fingerprint in known:
            raise ValueError(
                f"line {at[-1]}: `{entry.fingerprint}` is listed before, in line {at[0]}: keep one"
            )
        fields = (entry.fingerprint, entry.rule, entry.where, entry.message)
        known[entry.fingerprint] = Known(*fields, at[0])
    return tuple(known.values())


def compare(
    findings: Iterable[Finding], known: Iterable[Known], path: str, severity: Severity
) -> list[Finding]:
    """Mark what a baseline accepts, and add a finding for each entry that is found no more.

    *path* is the file of the baseline; *severity* is that of the rule ``unused-waiver``.
    """
    accepted = {entry.fingerprint: entry for entry in known}
    marked = []
    for finding in findings:
        # What a waiver accepts needs no entry.
        is_known = finding.counts and accepted.pop(finding.fingerprint, None) is not None
        marked.append(msgspec.structs.replace(finding, state=State.KNOWN) if is_known else finding)
    if severity is not Severity.OFF:
        marked += [_gone(entry, path, severity) for entry in accepted.values()]
    return in_order(marked)


def _gone(entry: Known, path: str, severity: Severity) -> Finding:
    """Say that an accepted finding is found no more."""
    return Finding(
        "unused-waiver",
        f"the baseline accepts a finding of `{entry.rule}` in {entry.where} that is found no more "
        f'("{entry.message}"): take this entry out, or write the baseline anew with '
        "`sphinx-stability baseline`",
        entry=Where(path, entry.line),
        severity=severity,
        fingerprint=digest_of("unused-waiver", entry.fingerprint),
        state=State.GONE,
    )


def _decode(data: bytes, kind: type[_T], number: int, what: str) -> _T:
    """Read a file of a format that is known."""
    try:
        found: Any = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        byte = re.search(r"\(byte (\d+)\)", str(error))
        line = data.count(b"\n", 0, int(byte[1]) if byte else None) + 1
        raise ValueError(f"not {what}: line {line} is no JSON") from None
    written = found.get("format") if isinstance(found, dict) else None
    if written is None:
        raise ValueError(f"not {what}: it has no `format`")
    if written != number:
        raise ValueError(f"`format` is {written!r}, but this version reads {number}")
    try:
        return msgspec.convert(found, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"not {what}: {_plain(error)}") from None


def _plain(error: msgspec.ValidationError) -> str:
    """Write msgspec's complaint as others here are: the path first."""
    said, at, path = str(error).partition(" - at `$")
    return f"{path.strip('`.')}: {said}" if at else said


def _lines(text: str) -> dict[str, list[int]]:
    """Return the lines that each fingerprint stands in."""
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for fingerprint in _FINGERPRINT.findall(line):
            lines.setdefault(fingerprint, []).append(number)
    return lines
