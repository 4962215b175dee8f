"""`sphinx-stability check`: options, files, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from sphinxext.stability import inventory
from sphinxext.stability.cli import main

HEAD = "format = 1\n[scheme]\nextends = 'pytorch'\n"
#: The window of 2.4 to 2.5 is too short.
CHANGE = """
[[changes]]
id = "TD-1"
type = "removal"
objects = ["demo.f"]
deprecated = "2.4"
effective = "{effective}"
alternatives = ["demo.g"]
"""
CALENDAR = """
[[releases]]
version = "2.4"
date = 2024-07-24
[[releases]]
version = "2.5"
date = 2024-10-17
[[releases]]
version = "2.6"
date = 2025-01-29
"""
SHORT = (
    "`TD-1` takes effect in 2.5, 1 release and 85 days after it was deprecated in 2.4, but the "
    "policy promises 2 releases and 180 days: "
)
TOO_SHORT = f"stability.toml:5: warning: {SHORT}give a waiver with the reason [window-too-short]\n"
WAIVER = """
[[waivers]]
rule = "{rule}"
target = "TD-1"
reason = "Security fix."
"""
TODAY = dt.datetime.now(tz=dt.UTC).date()


class Done(NamedTuple):
    """What a command gave."""

    status: int
    out: str
    err: str


class Folder:
    """The working directory, and the command run in it."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path, self._capsys = path, capsys

    def write(self, text: str | bytes, name: str = "stability.toml") -> None:
        """Write a file."""
        data = text if isinstance(text, bytes) else text.encode()
        (self.path / name).write_bytes(data)

    def check(self, *arguments: str) -> Done:
        """Run the command."""
        try:
            status = main(["check", *arguments])
        except SystemExit as error:  # argparse
            status = int(error.code or 0)
        said = self._capsys.readouterr()
        return Done(status, said.out, said.err)


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Folder:
    """Return an empty working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return Folder(tmp_path, capsys)


def test_findings_are_lines_and_the_summary_is_no_result(here: Folder) -> None:
    here.write(HEAD + CHANGE.format(effective="2.5") + CALENDAR)
    assert here.check() == (
        1,
        TOO_SHORT,
        "1 warning in 0 features and 1 change (as of version 2.6, 2025-01-29)\n",
    )


def test_a_clean_manifest_says_so(here: Folder) -> None:
    here.write(HEAD + CHANGE.format(effective="2.6") + CALENDAR)
    done = here.check("stability.toml")
    assert done == (
        0,
        "",
        "no findings in 0 features and 1 change (as of version 2.6, 2025-01-29)\n",
    )


def test_info_is_shown_but_no_failure(here: Folder) -> None:
    here.write(HEAD + CHANGE.format(effective="2.6").replace("alternatives", "#") + CALENDAR)
    done = here.check("--version", "2.5")
    assert done.status == 0
    assert done.out == (
        "stability.toml:5: info: `TD-1` names no alternative: add `alternatives`, or say in "
        "`no-alternative` why there is none [no-alternative]\n"
    )
    assert done.err.startswith("1 info finding in ")
    assert here.check("--version", "2.5", "--severity", "no-alternative=warning").status == 1


def test_version_and_date_are_those_of_the_evaluation(here: Folder) -> None:
    """Before it is out, the end can still be moved."""
    here.write(HEAD + CHANGE.format(effective="2.5") + CALENDAR)
    done = here.check("--version", "2.4.0rc1", "--date", "2024-07-01")
    assert done.out == TOO_SHORT.replace(
        "give a waiver with the reason", "set `effective` to 2.6 or later"
    )
    assert done.err.endswith("(as of version 2.4.0, 2024-07-01)\n")
    assert here.check("--date", "2024-08-01").err.endswith("(as of version 2.4, 2024-08-01)\n")


def test_the_last_of_several_severities_counts(here: Folder) -> None:
    here.write(HEAD + CHANGE.format(effective="2.5") + CALENDAR)
    off = ("--severity", "all=off")
    assert here.check(*off).out == ""
    done = here.check(*off, "--severity=window-too-short=error")
    assert (done.status, done.out) == (1, TOO_SHORT.replace("warning", "error"))
    done = here.check("--severity=window-too-short=error", "--severity=window-too-short=info")
    assert (done.status, done.out) == (0, TOO_SHORT.replace("warning", "info"))


def test_a_severity_of_a_rule_that_is_not_run_is_told_of(here: Folder) -> None:
    here.write(HEAD)
    done = here.check("--severity", "orphan-entry=error")
    assert done.status == 0
    assert done.err.splitlines()[0] == (
        "orphan-entry needs the documentation: `sphinx-build -b stability` checks it"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--version", "main"],
            "argument --version: `main` is not a version that PEP 440 allows, such as `2.7`",
        ),
        (["--date", "soon"], "argument --date: `soon` is not a date, such as 2025-01-29"),
        (
            ["--severity", "all"],
            "argument --severity: `all` is not RULE=SEVERITY, such as all=error",
        ),
        (
            ["--severity", "all=fatal"],
            "argument --severity: `all`: `fatal` is not a severity: off, info, warning, error",
        ),
    ],
)
def test_bad_options(here: Folder, arguments: list[str], message: str) -> None:
    here.write(HEAD)
    done = here.check(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith(f"sphinx-stability check: error: {message}\n")


def test_an_unknown_rule_names_the_nearest(here: Folder) -> None:
    done = here.check("--severity", "window-to-short=error")
    assert done.status == 2
    assert "argument --severity: `window-to-short` is not a rule: all, bad-version," in done.err
    assert done.err.endswith(". Did you mean `window-too-short`?\n")


def test_waivers_hold_and_only_rules_that_are_run_tell_of_unused_ones(here: Folder) -> None:
    manifest = HEAD + CHANGE.format(effective="2.5") + CALENDAR
    here.write(manifest + WAIVER.format(rule="window-too-short"))
    assert here.check()[:2] == (0, "")
    here.write(
        manifest
        + WAIVER.format(rule="window-too-short")
        + WAIVER.format(rule="orphan-entry")
        + WAIVER.format(rule="bad-version")
    )
    assert here.check()[:2] == (
        1,
        (
            "stability.toml:33: warning: the waiver of `bad-version` for `TD-1` excuses nothing: "
            "take it out [unused-waiver]\n"
        ),
    )


def test_several_files_are_one_manifest(here: Folder) -> None:
    here.write(HEAD, "a.toml")
    here.write("format = 1\n" + CHANGE.format(effective="2.5"), "b.toml")
    here.write("format = 1\n" + CALENDAR, "c.toml")
    done = here.check("a.toml", "b.toml", "c.toml", "a.toml")
    assert done[:2] == (1, TOO_SHORT.replace("stability.toml:5", "b.toml:3"))


def test_each_file_may_be_a_manifest(here: Folder) -> None:
    """So the hook does; in several, the same ids are no fault, and the faults of all are told."""
    here.write(HEAD + CHANGE.format(effective="2.5") + CALENDAR, "a.toml")
    here.write(HEAD + CHANGE.format(effective="2.5"), "b.toml")
    done = here.check("--each", "a.toml", "b.toml", "--version=2.5")
    assert [line.partition(": ")[0] for line in done.out.splitlines()] == ["a.toml:5", "b.toml:5"]
    assert done.err == (
        "a.toml: 1 warning in 0 features and 1 change (as of version 2.5, 2024-10-17)\n"
        f"b.toml: 1 warning in 0 features and 1 change (as of version 2.5, {TODAY})\n"
    )
    here.write("format = 2\n", "a.toml")
    here.write("formt = 1\n", "b.toml")
    assert len(here.check("--each", "a.toml", "b.toml").err.splitlines()) == 3


def test_faults_are_lines_and_nothing_is_checked(here: Folder) -> None:
    here.write(HEAD + "[[features]]\nid = 'a'\nlevel = 'betta'\nsince = 1.3\n")
    assert here.check() == (
        2,
        "",
        (
            "stability.toml:6: features[0].level: `betta` is not a level of scheme `pytorch`: "
            "stable, beta, prototype. Did you mean `beta`?\n"
            'stability.toml:7: features[0].since: must be a string, not a number; write "1.3" in '
            "quotes\n"
        ),
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"format = ", "stability.toml:1: is not TOML: invalid value\n"),
        (
            b"format = 1\n# \xff\n",
            "stability.toml:2: is not UTF-8; save the file in that encoding\n",
        ),
        (b"\0", "stability.toml:1: is not TOML: invalid statement\n"),
        (b"", "stability.toml:1: format: is missing; write `format = 1`\n"),
        (b"[" * 5000, "stability.toml:1: is not TOML"),
    ],
)
def test_what_is_no_manifest_is_one_line(here: Folder, data: bytes, message: str) -> None:
    here.write(data)
    done = here.check()
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(message)


def test_files_that_are_none(here: Folder) -> None:
    assert here.check() == (
        2,
        "",
        (
            "there is no stability.toml here: name the FILE, or write one with `sphinx-stability "
            "init`\n"
        ),
    )
    assert here.check("a.toml", "b.toml") == (
        2,
        "",
        "a.toml: there is no such file\nb.toml: there is no such file\n",
    )
    assert here.check(".")[2] == ".: is a directory; name its files, such as `*.toml`\n"


def test_promises_must_hold(here: Folder) -> None:
    here.write(HEAD + CHANGE.format(effective="2.6") + CALENDAR)
    item = inventory.ChangeItem(
        id="TD-1", type="removal", phase="warn", covers=("demo.f",), effective="2.8"
    )
    published = inventory.Inventory(
        format=1, project="demo", version="2.4", scheme=inventory.SchemeItem(), changes=(item,)
    )
    here.write(inventory.encode(published), "stability.json")
    expected = (
        "stability.toml:5: warning: `TD-1` takes effect in 2.6, but version 2.4 promised 2.8 "
        "at the earliest: keep to it, or give a waiver with the reason [window-shortened]\n"
    )
    assert here.check("--previous", "stability.json")[:2] == (1, expected)
    assert here.check("--previous", ".")[:2] == (1, expected)


def test_the_last_release_of_another_project(here: Folder) -> None:
    published = inventory.Inventory(format=1, project="other", version="2.4")
    here.write(inventory.encode(published), "other.json")
    here.write("format = 1\nproject.name = 'demo'\n")
    status, _, said = here.check("--previous", "other.json")
    assert status == 0
    assert said.startswith(
        "--previous: other.json: is of `other`, but this project is `demo`: name the inventory of "
        "this project's last release\n"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"{", "is not JSON, or cut off: Input data was truncated"),
        (b"[]", "is not an inventory: it is no object with a `format`"),
    ],
)
def test_what_is_no_inventory_is_one_line(here: Folder, data: bytes | None, message: str) -> None:
    here.write(HEAD)
    if data is not None:
        here.write(data, "old.json")
    assert here.check("--previous", "old.json") == (2, "", f"old.json: {message}\n")


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_other_formats_are_json_alone(here: Folder, form: str) -> None:
    here.write(HEAD + CHANGE.format(effective="2.5") + CALENDAR)
    done = here.check("--format", form)
    assert done.status == 1
    assert SHORT in json.dumps(json.loads(done.out))


def test_json_is_that_of_the_builder(here: Folder) -> None:
    here.write(HEAD + CHANGE.format(effective="2.5") + CALENDAR)
    (found,) = json.loads(here.check("--format=json").out)["findings"]
    assert (found["rule"], found["severity"]) == ("window-too-short", "warning")
    assert (found["location"], found["entry"]) == ("stability.toml:5", "stability.toml:5")


def test_paths_in_sarif_are_those_of_the_repository(
    here: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the builder has them, wherever the command is run; code hosts find no others."""
    for name in (".git", "docs", "src"):
        (here.path / name).mkdir()
    here.write(HEAD + CHANGE.format(effective="2.5") + CALENDAR, "docs/stability.toml")

    def location(name: str) -> object:
        ((found,),) = [
            run["results"] for run in json.loads(here.check("--format=sarif", name).out)["runs"]
        ]
        return found["locations"][0]["physicalLocation"]

    expected = {
        "artifactLocation": {"uri": "docs/stability.toml", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 5},
    }
    assert location("docs/stability.toml") == expected
    for folder, name in (("docs", "stability.toml"), ("src", "../docs/stability.toml")):
        monkeypatch.chdir(here.path / folder)
        assert location(name) == expected
        assert here.check(name).out.startswith(f"{name}:5: ")


def test_what_the_terminal_cannot_show_is_escaped(here: Folder) -> None:
    """A locale without UTF-8 gives no traceback; a file is UTF-8 anyway."""
    here.write("format = 1\n[[changes]]\nid = 'ä'\ntype = 'removal'\n")
    command = [sys.executable, "-m", "sphinxext.stability", "check"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii:strict"}
    shown = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (shown.returncode, shown.stdout.count(b"`\\xe4` is about nothing")) == (1, 1)
    subprocess.run([*command, "-o", "found.txt"], env=environment, check=False)
    assert "`ä` is about nothing" in (here.path / "found.txt").read_text(encoding="utf-8")
