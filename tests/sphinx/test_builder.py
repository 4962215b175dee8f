"""``sphinx-build -b stability``: what it needs, prints, writes and returns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[[dict[str, str]], Path]

#: The extension is not listed: the builder's entry point brings it.
CONF = 'project = "demo"\nrelease = "2.5"\nexclude_patterns = ["_build*"]\n'
MANIFEST = """\
format = 1
[project]
default-level = "stable"
[scheme]
extends = "pytorch"

[[changes]]
id = "TD-1"
type = "removal"
objects = ["demo.range", "demo.rms"]
deprecated = "2.2"
effective = "2.4"
no-alternative = "Nobody used it."

[[features]]
id = "names"
level = "prototype"
objects = ["demo.names", "demo.nmaes"]
tracking = "https://example.org/1"
docs = "https://example.org/draft"
"""
MANIFEST += "".join(
    f'[[releases]]\nversion = "{version}"\ndate = {date}\n'
    for version, date in {"2.2": "2024-01-15", "2.3": "2024-04-24", "2.4": "2024-07-24"}.items()
)
PAGES = {
    "index.rst": "Demo\n====\n\n.. toctree::\n   :glob:\n\n   notes/*\n",
    "notes/b.rst": "B\n=\n\n.. py:function:: demo.range()\n\n.. deprecated:: Use it\n",
    "notes/a.rst": "A\n=\n\n.. py:function:: demo.names()\n\n.. py:function:: demo.rms()\n",
}
ORPHAN = (
    "`demo.nmaes` of `names` names nothing that is documented: correct it, document it, or take "
    "it out. Did you mean `demo.names`?"
)
OVERDUE = (
    "`demo.rms` and 1 more should be gone since version 2.4 by `TD-1` (stability.toml:7), but is "
    "still documented: remove it, move `effective`, or set `tombstone = true`"
)
MALFORMED = (
    "`.. deprecated:: Use` has no version where one belongs: write `.. deprecated:: 2.3` with "
    "the text after it or below"
)
#: Rule, severity, message, location, document, line, entry, what else has the same cause, subject.
FINDINGS = [
    ("malformed-notice", "warning", MALFORMED, "notes/b.rst:6", "notes/b", 6, "", [], ""),
    ("orphan-entry", "error", ORPHAN, "stability.toml:15", "", 0, "stability.toml:15", [], ""),
    (
        *("overdue-removal", "info", OVERDUE, "notes/a.rst:6", "notes/a", 6, "stability.toml:7"),
        ["`demo.range`"],
        "demo.rms",
    ),
]
RULES = 'stability_rules = {"orphan-entry": "error", "overdue-removal": "info"}\n'
KEYS = (
    *("rule", "severity", "message", "location", "docname", "line", "entry", "also"),
    "subject",
)


def check(
    docs: Path, *arguments: str, out: str = "_build", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m sphinx -b stability`` on *docs*."""
    command = [sys.executable, "-m", "sphinx", "-b", "stability", *arguments, ".", out]
    env = {**os.environ, **environment}
    return subprocess.run(command, cwd=docs, env=env, capture_output=True, text=True, check=False)


def reports(docs: Path, out: str = "_build") -> dict[str, bytes]:
    """Return the reports of a build."""
    return {path.name: path.read_bytes() for path in (docs / out).glob("findings.*")}


def test_reports(write: Write) -> None:
    """Without the extension in conf.py: all findings with all they say, as JSON and as text."""
    docs = write({"conf.py": CONF + RULES, "stability.toml": MANIFEST, **PAGES})
    done = check(docs)
    assert done.returncode == 1
    found = json.loads((docs / "_build/findings.json").read_text(encoding="utf-8"))
    marks = {finding.pop("fingerprint") for finding in found["findings"]}
    assert len(marks) == 3
    assert found == {
        "format": 1,
        "findings": [
            dict(zip(KEYS, finding, strict=True)) | {"state": "new", "reason": ""}
            for finding in FINDINGS
        ],
    }
    assert (docs / "_build/findings.txt").read_text(encoding="utf-8") == "".join(
        f"{place}: {severity}: {message} [{rule}]\n" + "".join(f"    also {one}\n" for one in also)
        for rule, severity, message, place, _, _, _, also, _ in FINDINGS
    )
    log = json.loads((docs / "_build/findings.sarif").read_text(encoding="utf-8"))
    results = log["runs"][0]["results"]
    assert [(r["ruleId"], r["message"]["text"]) for r in results] == [
        (rule, message) for rule, _, message, *_ in FINDINGS
    ]
    assert {r["partialFingerprints"]["stability/v1"] for r in results} == marks


SUMMARY = """\
     1 error    orphan-entry
                A target of the manifest names nothing that is documented.
     1 warning  malformed-notice
                The version of a version directive is no version.
     1 info     overdue-removal
                An object or parameter is still documented though its removal
                has taken effect.

What to do next:
  - Read _build/findings.txt; findings.json and findings.sarif are for machines.
  - `sphinx-stability rule orphan-entry` explains a rule.
  - Mend what is found, or accept it with a reason in `[[waivers]]` of the
    manifest.
  - To fail on new findings only, name a baseline as `stability_baseline` in
    conf.py:
    sphinx-stability baseline _build/findings.json -o FILE
"""


def test_console(write: Write) -> None:
    """Warnings and errors with their places, then the number of each rule, the gravest first."""
    docs = write({"conf.py": CONF + RULES, "stability.toml": MANIFEST, **PAGES})
    done = check(docs)
    assert done.stderr.replace(f"{docs}/", "").splitlines() == [
        f"notes/b.rst:6: WARNING: {MALFORMED} [stability.malformed-notice]",
        f"stability.toml:15: ERROR: {ORPHAN} [stability.orphan-entry]",
    ]
    lines = done.stdout.splitlines()
    first = lines.index("     1 error    orphan-entry")
    assert lines[first : first + 16] == SUMMARY.splitlines()


def test_only_checks(write: Write) -> None:
    """Nothing is written but the reports."""
    docs = write({"conf.py": CONF, "stability.toml": MANIFEST, **PAGES})
    check(docs)
    written = {path.name for path in (docs / "_build").iterdir()}
    assert written - {".doctrees"} == {"findings.json", "findings.txt", "findings.sarif"}
    assert not list((docs / "_build").rglob("stability.json"))


def test_reports_are_byte_stable(write: Write) -> None:
    """A second run, a fresh one, a parallel one and one over html's doctrees: the same bytes."""
    more = {f"notes/c{n}.rst": f"C{n}\n==\n\n.. deprecated:: later{n}\n" for n in range(6)}
    docs = write({"conf.py": CONF, "stability.toml": MANIFEST, **PAGES, **more})
    check(docs)
    first = reports(docs)
    assert len(json.loads(first["findings.json"])["findings"]) == 9
    check(docs)
    assert reports(docs) == first
    check(docs, "-j2", out="_build_fresh")
    assert reports(docs, "_build_fresh") == first
    check(docs, "-E")
    assert reports(docs) == first
    assert str(docs).encode() not in b"".join(first.values())


def test_reports_do_not_depend_on_the_folder(write: Write, tmp_path: Path) -> None:
    """Paths are relative to the source directory, also of a manifest outside of it."""
    conf = CONF + RULES + 'stability_manifest = "../policy/stability.toml"\n'
    docs = write({"conf.py": conf, "../policy/stability.toml": MANIFEST, **PAGES})
    check(docs)
    text = (docs / "_build/findings.txt").read_text(encoding="utf-8")
    assert text.splitlines()[1] == f"../policy/stability.toml:15: error: {ORPHAN} [orphan-entry]"
    assert str(tmp_path) not in text
    assert str(tmp_path).encode() not in b"".join(reports(docs).values())


@pytest.mark.parametrize("manifest", [True, False])
def test_clean(write: Write, *, manifest: bool) -> None:
    """Without findings, with a manifest or without one, it says so and returns 0; reports empty."""
    pages = {"conf.py": CONF, "index.rst": "Demo\n====\n\n.. py:function:: demo.f()\n"}
    entry = {"stability.toml": "format = 1\n"} if manifest else {}
    docs = write({**pages, **entry})
    done = check(docs, "-W")
    assert (done.returncode, done.stderr) == (0, "")
    assert "The documentation keeps the promise: no findings." in done.stdout
    found = reports(docs)
    assert json.loads(found.pop("findings.sarif"))["runs"][0]["results"] == []
    assert found == {
        "findings.json": b'{\n  "format": 1,\n  "findings": []\n}\n',
        "findings.txt": b"",
    }


def test_repaired(write: Write) -> None:
    """Reports of an earlier run are replaced."""
    docs = write({"conf.py": CONF + RULES, "stability.toml": MANIFEST, **PAGES})
    assert check(docs).returncode == 1
    write({"stability.toml": MANIFEST.replace(', "demo.nmaes"', "")})
    assert check(docs).returncode == 0
    assert b"orphan-entry" not in b"".join(reports(docs).values())


def test_all_builders_know_the_markup(write: Write) -> None:
    """The builder brings directives, roles and conf.py values, so that such pages read cleanly."""
    pages = {
        "conf.py": CONF + 'stability_badges = ["titles"]\n',
        "stability.toml": 'format = 1\n[scheme]\nextends = "pytorch"\n',
        "index.rst": "Demo\n====\n\n.. stability:: stable\n\n:stability:`beta`\n\n"
        ".. stability-levels::\n\n.. stability-index::\n",
    }
    done = check(write(pages), "-W")
    assert (done.returncode, done.stderr) == (0, "")


def _uris(docs: Path, out: str = "_build") -> list[str]:
    log = json.loads((docs / out / "findings.sarif").read_text(encoding="utf-8"))
    return [
        one["physicalLocation"]["artifactLocation"]["uri"]
        for result in log["runs"][0]["results"]
        for one in result["locations"]
    ]


def test_paths_of_the_repository(write: Write, tmp_path: Path) -> None:
    """SARIF and annotations count from the top level of the repository, or the source directory."""
    docs = write({"conf.py": CONF + RULES, "stability.toml": MANIFEST, **PAGES})
    check(docs)
    assert _uris(docs) == ["notes/b.rst", "stability.toml", "notes/a.rst"]
    (tmp_path / ".git").mkdir()
    done = check(docs, GITHUB_ACTIONS="true")
    assert _uris(docs) == ["docs/notes/b.rst", "docs/stability.toml", "docs/notes/a.rst"]
    assert [line for line in done.stdout.splitlines() if line.startswith("::")] == [
        f"::error file=docs/stability.toml,line=15,title=stability.orphan-entry::{ORPHAN}",
        f"::warning file=docs/notes/b.rst,line=6,title=stability.malformed-notice::{MALFORMED}",
        f"::notice file=docs/notes/a.rst,line=6,title=stability.overdue-removal::{OVERDUE}",
    ]


def test_annotations_are_for_github(write: Write) -> None:
    """Only there, only of this builder, also when Sphinx is quiet; not of what is suppressed."""
    conf = CONF + RULES + 'suppress_warnings = ["stability.malformed-notice"]\n'
    docs = write({"conf.py": conf, "stability.toml": MANIFEST, **PAGES})
    assert "::" not in check(docs).stdout
    assert "::" not in check(docs, GITHUB_ACTIONS="false").stdout
    html = [sys.executable, "-m", "sphinx", "-b", "html", ".", "_html"]
    environment = {**os.environ, "GITHUB_ACTIONS": "true"}
    done = subprocess.run(
        html, cwd=docs, env=environment, capture_output=True, text=True, check=False
    )
    assert "::" not in done.stdout
    lines = check(docs, "-q", GITHUB_ACTIONS="true").stdout.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::notice"]


def test_annotations_on_a_narrow_console(write: Write) -> None:
    """A console that cannot write all of Unicode gets a `?` for the rest, and no traceback."""
    pages = {"index.rst": "Demo\n====\n\n.. deprecated:: ξ\n"}
    docs = write({"conf.py": CONF, "stability.toml": "format = 1\n", **pages})
    done = check(docs, "-q", GITHUB_ACTIONS="true", PYTHONIOENCODING="ascii")
    assert "`.. deprecated:: ?` has no version" in done.stdout
    assert done.returncode == 0


SOURCE = """\
def total():
    \"\"\"Add.

    .. deprecated:: Use it
    \"\"\"
"""


@pytest.mark.parametrize("git", [True, False])
def test_source_outside(write: Write, tmp_path: Path, *, git: bool) -> None:
    """A docstring's file is named below the top level; the line is none of the file's.

    Outside, it is named in the message only, and the page that shows it is the place.
    """
    conf = CONF + "import sys\nsys.path.insert(0, '../src')\nextensions = ['sphinx.ext.autodoc']\n"
    page = "Demo\n====\n\n.. autofunction:: apart.total\n"
    docs = write({"conf.py": conf, "../src/apart.py": SOURCE, "index.rst": page})
    if git:
        (tmp_path / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    check(docs)
    log = json.loads((docs / "_build/findings.sarif").read_text(encoding="utf-8"))
    (result,) = log["runs"][0]["results"]
    (location,) = result["locations"]
    place = {
        "artifactLocation": {
            "uri": "src/apart.py" if git else "index.rst",
            "uriBaseId": "SRCROOT",
        }
    }
    assert location["physicalLocation"] == place
    source = "src/apart.py" if git else "../src/apart.py"
    told = f" (found in {source}:docstring of apart.total:3)"
    assert result["message"]["text"] == MALFORMED + told
