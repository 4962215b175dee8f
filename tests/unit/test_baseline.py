"""The baseline: written from a report, read with every fault told, compared as a ratchet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sphinxext.stability import baseline
from sphinxext.stability.findings import Finding, Place, Severity, State, stamped
from sphinxext.stability.model import Where
from sphinxext.stability.report.json import as_json

BASE = Path("/docs")
FINDINGS = list(
    stamped(
        [
            Finding("orphan-entry", "`x` of `a` (s.toml:3) is wrong", Place("b", 3), subject="x"),
            Finding("orphan-entry", "`x` of `a` (s.toml:3) is wrong", Place("b", 9), subject="x"),
            Finding("missing-notice", "`é` lacks it", Place("a", 1), severity=Severity.ERROR),
            Finding("stuck-level", "for long", Place("a", 1), severity=Severity.INFO),
        ],
        lambda finding: finding.place.docname,
    )
)


def findings_json(findings: list[Finding]) -> bytes:
    """Return the report of findings, at the lines that they have."""
    located = [(f"/docs/{f.place.docname}.rst:{f.place.line}", f) for f in findings]
    return as_json(located, BASE)


def written(findings: list[Finding]) -> bytes:
    """Return the baseline of the report of findings."""
    return baseline.written(baseline.accepted(findings_json(findings)))


def test_from_report() -> None:
    """Warnings and errors, sorted, readable, without a line number anywhere."""
    orphan, second, missing, _ = (finding.fingerprint for finding in FINDINGS)
    expected = f"""\
{{
  "format": 1,
  "findings": [
    {{
      "fingerprint": "{missing}",
      "rule": "missing-notice",
      "where": "a.rst",
      "message": "`é` lacks it"
    }},
    {{
      "fingerprint": "{orphan}",
      "rule": "orphan-entry",
      "where": "b.rst",
      "message": "`x` of `a` is wrong"
    }},
    {{
      "fingerprint": "{second}",
      "rule": "orphan-entry",
      "where": "b.rst",
      "message": "`x` of `a` is wrong"
    }}
  ]
}}
"""
    assert second == f"{orphan}-2"
    assert written(FINDINGS).decode() == expected
    assert written(FINDINGS[::-1]).decode() == expected


def test_from_report_of_nothing() -> None:
    """No findings are an empty baseline."""
    data = written([])
    assert data == b'{\n  "format": 1,\n  "findings": []\n}\n'
    assert baseline.read(data) == ()


def test_what_a_baseline_takes() -> None:
    """What it has already stays, whatever its severity; what else does not count is left out."""

    def accepted(state: State, severity: Severity) -> list[baseline.Entry]:
        (one,) = stamped([Finding("orphan-entry", "m", Place("a", 1), severity=severity)], str)
        return baseline.accepted(findings_json([Finding(**(_fields(one) | {"state": state}))]))

    assert len(accepted(State.NEW, Severity.WARNING)) == 1
    assert len(accepted(State.NEW, Severity.INFO)) == 0
    assert len(accepted(State.KNOWN, Severity.INFO)) == 1
    assert len(accepted(State.SUPPRESSED, Severity.ERROR)) == 0
    assert len(accepted(State.GONE, Severity.WARNING)) == 0
    assert len(accepted(State.WAIVED, Severity.ERROR)) == 0


def _fields(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in finding.__slots__}


def test_read() -> None:
    """What was written is read, each entry with its line."""
    known = baseline.read(written(FINDINGS))
    assert [(entry.rule, entry.where, entry.line) for entry in known] == [
        ("missing-notice", "a.rst", 5),
        ("orphan-entry", "b.rst", 11),
        ("orphan-entry", "b.rst", 17),
    ]


def test_example_of_the_manual() -> None:
    """The manual shows a report and the baseline of it."""
    folder = Path(__file__).parents[2] / "demo_docs" / "manual" / "examples"
    if not folder.is_dir():
        pytest.skip("only a checkout has the manual")
    found = baseline.written(baseline.accepted((folder / "findings.json").read_bytes()))
    assert found == (folder / "known-findings.json").read_bytes()


HOW = "; write it with `sphinx-stability baseline FINDINGS.json -o FILE`"
ENTRY = '{"fingerprint": "f", "rule": "r", "where": "w", "message": "m"}'
NUMBER = ENTRY.replace('"m"', "3")
BAD = [
    ("", "not a baseline: line 1 is no JSON" + HOW),
    ('{\n"format": 1,\n<<<<<<<\n', "not a baseline: line 3 is no JSON" + HOW),
    ('{\n"format": 1,\n"findings": [', "not a baseline: line 3 is no JSON" + HOW),
    ("[]", "not a baseline: it has no `format`" + HOW),
    ("3", "not a baseline: it has no `format`" + HOW),
    ('{"findings": []}', "not a baseline: it has no `format`" + HOW),
    ('{"format": 2}', "`format` is 2, but this version reads 1" + HOW),
    ('{"format": "1"}', "`format` is '1', but this version reads 1" + HOW),
    ('{"format": 1}', "not a baseline: Object missing required field `findings`" + HOW),
    (
        '{"format": 1, "findings": {}}',
        "not a baseline: findings: Expected `array`, got `object`" + HOW,
    ),
    (
        f'{{"format": 1, "findings": [{NUMBER}]}}',
        "not a baseline: findings[0].message: Expected `str`, got `int`" + HOW,
    ),
    (
        f'{{"format": 1, "findings": [{ENTRY}, {{}}]}}',
        "not a baseline: findings[1]: Object missing required field `fingerprint`" + HOW,
    ),
    (
        '{"format": 1, "findings": [{"fingerprint": ""}]}',
        "not a baseline: findings[0].fingerprint: Expected `str` of length >= 1" + HOW,
    ),
    (
        f'{{"format": 1, "findings": [\n{ENTRY},\n{ENTRY}]}}',
        "line 3: `f` is listed before, in line 2: keep one",
    ),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_bad_baseline(text: str, message: str) -> None:
    """One line says what is wrong."""
    with pytest.raises(ValueError, match=r"^[^\n]+$") as caught:
        baseline.read(text.encode())
    assert str(caught.value) == message


def test_a_report_is_no_baseline() -> None:
    """Who names the report itself is told how to write a baseline of it."""
    with pytest.raises(ValueError, match=r"^not a baseline: findings\[0\]: .*`sphinx-stability"):
        baseline.read(findings_json(FINDINGS))


def test_not_utf8() -> None:
    """Bytes that are no text are no JSON."""
    with pytest.raises(ValueError, match=r"^not a baseline: line 2 is no JSON; write it with"):
        baseline.read(b'{"format": 1,\n"findings": "\xff\xff"}')


BAD_REPORTS = [
    ("", "not a findings.json: line 1 is no JSON"),
    ("{}", "not a findings.json: it has no `format`"),
    ('{"format": 3}', "`format` is 3, but this version reads 1"),
    (
        '{"format": 1, "findings": [{"rule": "orphan-entry"}]}',
        "not a findings.json: findings[0]: Object missing required field `severity`",
    ),
]


@pytest.mark.parametrize(("text", "message"), BAD_REPORTS)
def test_bad_report(text: str, message: str) -> None:
    """A baseline is written from a report and from nothing else."""
    with pytest.raises(ValueError, match=r"^[^\n]+$") as caught:
        baseline.accepted(text.encode())
    assert str(caught.value) == message


def test_compare() -> None:
    """What is listed is known, what is not is new, what is gone is told at its line."""
    known = baseline.read(written(FINDINGS[:3]))
    found = baseline.compare([FINDINGS[0], FINDINGS[3]], known, "/docs/known.json", Severity.ERROR)
    states = [(f.rule, f.state, f.severity) for f in found]
    gone = ("unused-waiver", State.GONE, Severity.ERROR)
    assert states == [
        ("orphan-entry", State.KNOWN, Severity.WARNING),
        ("stuck-level", State.NEW, Severity.INFO),
        gone,
        gone,
    ]
    assert found[2].message == (
        "the baseline accepts a finding of `missing-notice` in a.rst that is found no more "
        '("`é` lacks it"): take this entry out, or write the baseline anew with `sphinx-stability '
        "baseline`"
    )
    assert [finding.entry for finding in found[2:]] == [
        Where("/docs/known.json", 5),
        Where("/docs/known.json", 17),
    ]
    assert len({finding.fingerprint for finding in found}) == 4


def test_what_is_waived_needs_no_entry() -> None:
    """A waiver goes before the baseline, whose entry has to be taken out then."""
    known = baseline.read(written(FINDINGS[:1]))
    waived = replace(FINDINGS[0], state=State.WAIVED, reason="why")
    found = baseline.compare([waived], known, "/docs/known.json", Severity.ERROR)
    assert [finding.state for finding in found] == [State.WAIVED, State.GONE]


def test_compare_without_the_rule() -> None:
    """Where `unused-waiver` is off, nothing is said of what is gone."""
    known = baseline.read(written(FINDINGS))
    assert baseline.compare([], known, "/docs/known.json", Severity.OFF) == []
