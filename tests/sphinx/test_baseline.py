"""``stability_baseline``: a ratchet over real builds, the first and repeated ones."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import sphinx

from sphinxext.stability import baseline

Write = Callable[[dict[str, str]], Path]

CONF = """\
project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
exclude_patterns = ["_build"]
stability_notices = "check"
stability_baseline = "known/findings.json"
"""
PAGE = "Demo\n====\n\n.. py:function:: demo.range()\n\n.. py:function:: demo.rms()\n"
HEAD = 'format = 1\n[project]\ndefault-level = "stable"\n[scheme]\nextends = "pytorch"\n'
ENTRY = """
[[changes]]
id = "TD-1"
type = "removal"
objects = ["demo.range", "demo.rms", "gone"]
deprecated = "2.3"
effective = "2.9"
no-alternative = "Nobody used it."
"""
MANIFEST = HEAD + ENTRY
MISSING = (
    "index.rst:4: ERROR: `demo.range` and 1 more lack the notice `.. deprecated:: 2.3`, which "
    "`TD-1` (stability.toml:7) asks for [stability.missing-notice]"
)
ORPHAN = (
    "stability.toml:7: WARNING: `gone` of `TD-1` names nothing that is documented: correct it, "
    "document it, or take it out [stability.orphan-entry]"
)


@pytest.fixture
def docs(write: Write) -> Path:
    """Return documentation with an error and a warning, and no baseline yet."""
    conf = CONF + 'stability_rules = {"window-too-short": "off"}\n'
    return write({"conf.py": conf, "index.rst": PAGE, "stability.toml": MANIFEST})


def told(docs: Path, *arguments: str) -> tuple[int, list[str]]:
    """Build; return the exit status and what was warned of."""
    done = sphinx(docs, *arguments)
    return done.returncode, done.stderr.replace(f"{docs}/", "").splitlines()


def check(docs: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Check only."""
    return sphinx(docs, "-b", "stability", *arguments)


def written(report: bytes) -> bytes:
    """Return the baseline of a report."""
    return baseline.written(baseline.accepted(report))


def accept(docs: Path) -> bytes:
    """Check, and write the baseline of what was found."""
    check(docs)
    data = written((docs / "_build" / "findings.json").read_bytes())
    path = docs / "known" / "findings.json"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return data


def edit(docs: Path, name: str, old: str, new: str) -> None:
    """Replace a text that a file has."""
    text = (docs / name).read_text(encoding="utf-8")
    assert old in text
    (docs / name).write_text(text.replace(old, new), encoding="utf-8")


def test_a_missing_file_accepts_nothing(docs: Path) -> None:
    """The name may be set before there is a file."""
    assert told(docs) == (1, [MISSING, ORPHAN])


@pytest.mark.parametrize("arguments", ["", "-W", "-q", "-W -j2", "-b stability", "-b text -W"])
def test_accepted_findings_neither_show_nor_fail(docs: Path, arguments: str) -> None:
    """In the first build and in one in which nothing changed."""
    accept(docs)
    for fresh in (["-E"], []):
        assert told(docs, *arguments.split(), *fresh) == (0, [])


def test_new_findings_fail(docs: Path) -> None:
    """Only what is new shows, and it decides on the exit status."""
    accept(docs)
    edit(docs, "stability.toml", '"gone"', '"gone", "misspelt"')
    line = ORPHAN.replace("`gone`", "`misspelt`")
    for _ in ("changed", "nothing changed"):
        assert told(docs) == (0, [line])
    assert told(docs, "-W") == (1, [line])


def test_one_more_object_is_new(docs: Path) -> None:
    """A known cause with one more object is another finding, and the old one is gone."""
    accept(docs)
    edit(docs, "stability.toml", '"demo.rms"', '"demo.rms", "demo.f"')
    (docs / "index.rst").write_text(f"{PAGE}\n.. py:function:: demo.f()\n", encoding="utf-8")
    status, lines = told(docs)
    assert (status, lines[0]) == (1, MISSING.replace("1 more", "2 more"))
    assert lines[1].startswith("known/findings.json:5: WARNING: the baseline accepts a finding of")
    assert len(lines) == 2


def test_fixed_findings_must_be_taken_out(docs: Path) -> None:
    """What is accepted but found no more is told at its line, until the baseline is anew."""
    before = accept(docs)
    edit(docs, "stability.toml", ', "gone"', "")
    line = (
        "known/findings.json:11: WARNING: the baseline accepts a finding of `orphan-entry` in "
        'stability.toml that is found no more ("`gone` of `TD-1` names nothing that is '
        'documented: correct it, document it, or take it out"): take this entry out, or write the '
        "baseline anew with `sphinx-stability baseline` [stability.unused-waiver]"
    )
    for _ in ("changed", "nothing changed"):
        assert told(docs) == (0, [line])
    assert told(docs, "-W") == (1, [line])
    after = accept(docs)
    assert after != before
    assert told(docs, "-W") == (0, [])
    # What is mended cannot come back.
    edit(docs, "stability.toml", '"demo.rms"', '"demo.rms", "gone"')
    assert told(docs) == (0, [ORPHAN])


@pytest.mark.parametrize(
    ("severity", "status"), [("error", 1), ("warning", 0), ("info", 0), ("off", 0)]
)
def test_severity_of_fixed_findings(docs: Path, severity: str, status: int) -> None:
    """An entry that is found no more has the severity of `unused-waiver`."""
    accept(docs)
    edit(docs, "stability.toml", ', "gone"', "")
    edit(docs, "conf.py", '"off"}', f'"off", "unused-waiver": "{severity}"}}')
    shown = severity in {"error", "warning"}
    for _ in ("changed", "nothing changed"):
        found, lines = told(docs)
        assert (found, len(lines)) == (status, int(shown))
        assert all(severity.upper() in line for line in lines)


def test_moved_lines_change_nothing(docs: Path) -> None:
    """Lines put before, and objects in another order: the same baseline, and the same status."""
    before = accept(docs)
    swapped = PAGE.replace("range", "RMS").replace("rms", "range").replace("RMS", "rms")
    page = f".. A comment.\n\n{swapped}"
    (docs / "index.rst").write_text(page, encoding="utf-8")
    (docs / "stability.toml").write_text(f"# A comment.\n{MANIFEST}", encoding="utf-8")
    assert told(docs, "-W") == (0, [])
    again = json.loads(accept(docs))["findings"]
    marks = [finding["fingerprint"] for finding in json.loads(before)["findings"]]
    assert [finding["fingerprint"] for finding in again] == marks
    check(docs)
    report = (docs / "_build" / "findings.txt").read_text(encoding="utf-8")
    assert "index.rst:6: error: `demo.rms` and 1 more lack" in report


def test_the_baseline_is_byte_stable(docs: Path) -> None:
    """Written anew, also after a parallel build, it is the same, wherever it is."""
    first = accept(docs)
    assert accept(docs) == first
    check(docs, "-E", "-j2")
    report = (docs / "_build" / "findings.json").read_bytes()
    assert written(report) == first
    assert str(docs).encode() not in first


def test_editing_the_baseline_reads_nothing(docs: Path) -> None:
    """The next build goes by the file as it is; no document is read, no page written again."""
    data = accept(docs)
    assert told(docs) == (0, [])
    (docs / "known" / "findings.json").unlink()
    done = sphinx(docs)
    assert "0 added, 0 changed, 0 removed" in done.stdout
    assert "no targets are out of date" in done.stdout
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 2)
    (docs / "known" / "findings.json").write_bytes(data)
    assert told(docs) == (0, [])


def test_setting_the_baseline_reads_nothing(docs: Path) -> None:
    """Neither does the value in conf.py."""
    accept(docs)
    edit(docs, "conf.py", 'stability_baseline = "known/findings.json"', "")
    assert told(docs)[0] == 1
    edit(docs, "conf.py", "project", 'stability_baseline = "known/findings.json"\nproject')
    done = sphinx(docs)
    assert "0 added, 0 changed, 0 removed" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_reports_have_what_is_accepted(docs: Path) -> None:
    """The reports mark it, the summary counts it."""
    accept(docs)
    edit(docs, "stability.toml", '"gone"', '"misspelt"')
    done = check(docs)
    assert "     1 accepted by the baseline, known/findings.json" in done.stdout.splitlines(), (
        done.stdout
    )
    data = json.loads((docs / "_build" / "findings.json").read_text(encoding="utf-8"))
    assert [(f["rule"], f["state"]) for f in data["findings"]] == [
        ("missing-notice", "known"),
        ("orphan-entry", "new"),
        ("unused-waiver", "gone"),
    ]
    log = json.loads((docs / "_build" / "findings.sarif").read_text(encoding="utf-8"))
    states = [result["baselineState"] for result in log["runs"][0]["results"]]
    assert states == ["unchanged", "new", "new"]
    text = (docs / "_build" / "findings.txt").read_text(encoding="utf-8")
    assert text.splitlines()[0].endswith("[missing-notice] (in the baseline)")


def test_known_and_suppressed(docs: Path) -> None:
    """What is in the baseline stays there, though it is suppressed; what is gone may be, too."""
    before = accept(docs)
    edit(docs, "conf.py", "project", 'suppress_warnings = ["stability"]\nproject')
    assert accept(docs) == before
    edit(docs, "stability.toml", ', "gone"', "")
    assert told(docs, "-W") == (0, [])


def test_without_anything_to_check(docs: Path) -> None:
    """A baseline for documentation that has neither a manifest nor markup is out of date."""
    accept(docs)
    (docs / "stability.toml").unlink()
    (docs / "index.rst").write_text("Demo\n====\n", encoding="utf-8")
    status, lines = told(docs)
    assert status == 0
    assert [line.partition(": WARNING")[0] for line in lines] == [
        "known/findings.json:5",
        "known/findings.json:11",
    ]


BAD = [
    ("{", "not a baseline: line 1 is no JSON; write it with "),
    ('{"format": 9}', "`format` is 9, but this version reads 1; write it with "),
    ('{"format": 1}', "not a baseline: Object missing required field `findings`; write it with "),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_bad_file(docs: Path, text: str, message: str) -> None:
    """A file that is no baseline ends the build before anything is read, naming the file."""
    (docs / "known").mkdir()
    (docs / "known" / "findings.json").write_text(text, encoding="utf-8")
    status, lines = told(docs)
    assert status == 2
    how = "`sphinx-stability baseline FINDINGS.json -o FILE`"
    assert f"stability_baseline: known/findings.json: {message}{how}" in "\n".join(lines)
    assert "most recent call last" not in "\n".join(lines)
    assert not (docs / "_build" / "index.html").exists()


def test_a_folder_is_no_file(docs: Path) -> None:
    """Neither missing nor readable."""
    (docs / "known" / "findings.json").mkdir(parents=True)
    status, lines = told(docs)
    assert status == 2
    assert "stability_baseline: known/findings.json: Is a directory" in "\n".join(lines)
