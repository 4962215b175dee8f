"""`sphinx-stability rule` and `baseline`."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from sphinxext.stability.cli import main
from sphinxext.stability.rules import REGISTRY


def test_all_rules_are_listed_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(REGISTRY)
    for line in lines:
        rule = REGISTRY[line.split()[0]]
        assert line.split(maxsplit=2)[1:] == [rule.severity, rule.summary]
    assert len({line.index(REGISTRY[line.split()[0]].summary) for line in lines}) == 1


def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "stuck-level", "orphan-entry", "stuck-level"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(
        "stuck-level (info; needs no build: `check` runs it, too)\n"
        "  A feature has a level that is meant for a limited time, and has had it for longer.\n"
        "  What stays beta for ever is used as if it were stable.\n"
        "  Source: Kubernetes, KEP-1635; AIP-181.\n"
    )
    assert "\norphan-entry (warning; needs a build)\n" in text
    assert text.count("stuck-level (") == 1


@pytest.mark.parametrize("rule", REGISTRY)
def test_every_rule_can_be_explained(rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", rule]) == 0
    assert REGISTRY[rule].severity in capsys.readouterr().out.splitlines()[0]


def test_unknown_rules_name_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "stuck-levels", "bad-version", "bad-versoin"]) == 2
    said = capsys.readouterr()
    first, second = said.err.splitlines()
    assert said.out == ""
    assert first.startswith("`stuck-levels` is not a rule: ")
    assert first.endswith(". Did you mean `stuck-level`?")
    assert second.endswith(". Did you mean `bad-version`?")


def test_json_has_what_the_text_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "--format", "json"]) == 0
    assert {rule["id"] for rule in json.loads(capsys.readouterr().out)} == set(REGISTRY)
    assert main(["rule", "removed-early", "--format=json"]) == 0
    (rule,) = json.loads(capsys.readouterr().out)
    record = REGISTRY["removed-early"]
    assert (rule["severity"], rule["needs-build"]) == ("error", True)
    assert (rule["summary"], rule["why"]) == (record.summary, record.why)
    assert rule["source"] == record.source
    assert {"messages", "bad", "good"} <= rule.keys()


@pytest.fixture
def report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> bytes:
    """Return a findings.json with two findings, also as a file in the working directory."""
    monkeypatch.chdir(tmp_path)
    change = "[[changes]]\nid = '{}'\ntype = 'removal'\n"
    Path("stability.toml").write_text("format = 1\n" + change.format("a") + change.format("b"))
    assert main(["check", "--format=json", "-o", "findings.json"]) == 1
    capsys.readouterr()
    return Path("findings.json").read_bytes()


def test_a_baseline_is_written_and_counted(
    report: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["baseline", "findings.json", "-o", "baseline.json"]) == 0
    assert capsys.readouterr() == ("", "2 findings accepted\n")
    written = Path("baseline.json").read_text(encoding="utf-8")
    assert len(json.loads(written)["findings"]) == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(report)))
    assert main(["baseline", "-"]) == 0
    assert capsys.readouterr() == (written, "2 findings accepted\n")


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"findings": 1}'])
def test_what_is_no_report_is_one_line(
    report: bytes, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report
    Path("other.json").write_bytes(data)
    Path("baseline.json").write_bytes(b"before")
    assert main(["baseline", "other.json", "-o", "baseline.json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("other.json: ")
    assert said.err.count("\n") == 1
    assert Path("baseline.json").read_bytes() == b"before"


def test_a_report_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["baseline", "findings.json"]) == 2
    assert capsys.readouterr().err == ("findings.json: cannot be read: No such file or directory\n")
