"""Severities, the exit status, and what of the findings the console shows: real processes.

Every promise here must hold for a build in which nothing has changed, too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import sphinx

Write = Callable[[dict[str, str]], Path]

CONF = """\
project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
exclude_patterns = ["_build"]
"""
PAGE = "Demo\n====\n\n.. py:function:: demo.range()\n"
MANIFEST = """\
format = 1
[project]
default-level = "stable"
[scheme]
extends = "pytorch"
"""
#: An error in a build that only checks: nothing at ``demo.range`` tells of this.
DEPRECATED = """
[[changes]]
id = "TD-1"
type = "removal"
objects = ["demo.range"]
deprecated = "2.3"
"""
ERROR = (
    "index.rst:4: ERROR: `demo.range` lacks the notice `.. deprecated:: 2.3`, which "
    "`TD-1` (stability.toml:7) asks for [stability.missing-notice]"
)
#: A warning.
ORPHAN = """
[[features]]
id = "range"
level = "stable"
objects = ["gone"]
"""
WARNING = (
    "stability.toml:7: WARNING: `gone` of `range` names nothing that is documented: "
    "correct it, document it, or take it out "
    "[stability.orphan-entry]"
)
CHECK = 'stability_notices = "check"\n'


def warned(docs: Path, done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the lines of warnings and errors, their paths relative to *docs*."""
    return done.stderr.replace(f"{docs}/", "").splitlines()


STATUS = [
    # what, conf.py, arguments, exit status, whether the finding is shown
    (DEPRECATED, CHECK, "", 1, True),
    (DEPRECATED, CHECK, "-q", 1, True),
    (DEPRECATED, CHECK, "-Q", 1, False),
    (DEPRECATED, CHECK, "-j2", 1, True),
    (DEPRECATED, CHECK, "-W -q", 1, True),
    (DEPRECATED, CHECK, "-b stability", 1, True),
    (DEPRECATED, CHECK + 'stability_rules = {"missing-notice": "warning"}', "", 0, True),
    (DEPRECATED, CHECK + 'stability_rules = {"missing-notice": "info"}', "-W", 0, False),
    (DEPRECATED, CHECK + 'stability_rules = {"all": "off"}', "-W", 0, False),
    (DEPRECATED, CHECK + 'suppress_warnings = ["stability.missing-notice"]', "", 0, False),
    (DEPRECATED, CHECK + 'suppress_warnings = ["stability"]', "-W -j2", 0, False),
    (DEPRECATED, CHECK + 'suppress_warnings = ["stability.*"]', "-b stability", 0, False),
    (DEPRECATED, CHECK + 'suppress_warnings = ["stability.orphan-entry"]', "", 1, True),
    (ORPHAN, "", "", 0, True),
    (ORPHAN, "", "-q", 0, True),
    (ORPHAN, "", "-W", 1, True),
    (ORPHAN, "", "-W -q -j2", 1, True),
    (ORPHAN, 'stability_rules = {"all": "error"}', "", 1, True),
    (ORPHAN, 'stability_rules = {"all": "error", "orphan-entry": "off"}', "-W", 0, False),
    (ORPHAN, 'stability_rules = {"all": "off", "orphan-entry": "error"}', "-q -j2", 1, True),
    (ORPHAN, 'suppress_warnings = ["stability.orphan-entry"]', "-W", 0, False),
]


@pytest.mark.parametrize(("entry", "conf", "arguments", "status", "shown"), STATUS)
def test_exit_status(
    write: Write, entry: str, conf: str, arguments: str, status: int, *, shown: bool
) -> None:
    """An error fails the build without -W, a warning with it, info never; twice the same."""
    docs = write({"conf.py": CONF + conf, "index.rst": PAGE, "stability.toml": MANIFEST + entry})
    line = ERROR if entry == DEPRECATED else WARNING
    if 'all": "error' in conf or 'orphan-entry": "error' in conf:
        line = line.replace("WARNING", "ERROR")
    if '"missing-notice": "warning"' in conf:
        line = line.replace("ERROR", "WARNING")
    for _ in ("first", "nothing changed"):
        done = sphinx(docs, *arguments.split())
        assert (done.returncode, warned(docs, done)) == (status, [line] if shown else [])


def test_errors_come_after_the_whole_build(write: Write) -> None:
    """A failing build has written its pages and its inventory."""
    pages = {"conf.py": CONF + CHECK, "index.rst": PAGE}
    docs = write({**pages, "stability.toml": MANIFEST + DEPRECATED})
    assert sphinx(docs).returncode == 1
    assert (docs / "_build/index.html").exists()
    assert (docs / "_build/objects.inv").exists()
    assert (docs / "_build/stability.json").exists()


def test_status_follows_the_sources(write: Write) -> None:
    """What was repaired is found no more; what is broken by the manifest alone is found."""
    docs = write({"conf.py": CONF + CHECK, "index.rst": PAGE, "stability.toml": MANIFEST})
    assert sphinx(docs).returncode == 0
    write({"stability.toml": MANIFEST + DEPRECATED})
    assert warned(docs, broken := sphinx(docs)) == [ERROR]
    assert broken.returncode == 1
    write({"index.rst": f"{PAGE}\n   .. deprecated:: 2.3\n"})
    repaired = sphinx(docs, "-W")
    assert (repaired.returncode, repaired.stderr) == (0, "")
    write({"stability.toml": MANIFEST})
    assert sphinx(docs, "-W").returncode == 0


def test_builders_share_what_was_read(write: Write) -> None:
    """Another builder, and a build of one file, over the same doctrees finds the same."""
    pages = {"conf.py": CONF + CHECK, "index.rst": PAGE, "stability.toml": MANIFEST + DEPRECATED}
    docs = write(pages)
    runs = [["-b", "html"], ["-b", "text"], ["-b", "stability"], ["-b", "html"]]
    assert [warned(docs, sphinx(docs, *run)) for run in runs] == [[ERROR]] * 4
    command = [sys.executable, "-m", "sphinx", ".", "_build", "index.rst"]
    named = subprocess.run(command, cwd=docs, capture_output=True, text=True, check=False)
    assert (named.returncode, warned(docs, named)) == (1, [ERROR])


@pytest.mark.parametrize("what", ["feature", "level"])
def test_a_comment_moves_the_places(write: Write, what: str) -> None:
    """Lines put before an entry or a level: the findings name the new ones, re-reading nothing."""
    level = '\n[[scheme.levels]]\nid = "beta"\nrank = 20\nadmonition = "warning"\n'
    conf, page, entry = "", PAGE, ORPHAN
    if what == "level":
        conf, entry = CHECK, f'{level}names = ["demo.**"]\n'
    docs = write({"conf.py": CONF + conf, "index.rst": page, "stability.toml": MANIFEST + entry})
    (before,) = warned(docs, sphinx(docs))
    assert "stability.toml:7" in before
    write({"stability.toml": f"{MANIFEST}# A comment.\n{entry}"})
    after = sphinx(docs)
    assert warned(docs, after) == [before.replace("stability.toml:7", "stability.toml:8")]
    assert "0 added, 0 changed, 0 removed" in after.stdout


def test_ten_of_a_rule_on_the_console(write: Write) -> None:
    """The console shows ten findings of a rule and how many there are more; reports have all."""
    names = [f"gone{n:02}" for n in range(12)]
    entries = "".join(ORPHAN.replace("range", n).replace('"gone"', f'"{n}"') for n in names)
    manifest = MANIFEST + entries + DEPRECATED
    docs = write({"conf.py": CONF + CHECK, "index.rst": PAGE, "stability.toml": manifest})
    for builder in ("html", "stability"):
        done = sphinx(docs, "-b", builder)
        lines = warned(docs, done)
        assert sum("[stability.orphan-entry]" in line for line in lines) == 10
        assert sum("[stability.missing-notice]" in line for line in lines) == 1
        assert "2 more findings of orphan-entry" in done.stdout
    report = (docs / "_build/findings.txt").read_text()
    assert [name for name in names if f"`{name}`" in report] == names


def test_suppressed_findings_leave_no_count(write: Write) -> None:
    """What is suppressed is not announced by its number either."""
    entries = "".join(ORPHAN.replace('"range"', f'"r{n}"') for n in range(12))
    conf = CONF + 'suppress_warnings = ["stability.orphan-entry"]'
    docs = write({"conf.py": conf, "index.rst": PAGE, "stability.toml": MANIFEST + entries})
    done = sphinx(docs)
    assert (done.returncode, done.stderr) == (0, "")
    assert "orphan-entry" not in done.stdout


def test_eleventh_error_still_fails(write: Write) -> None:
    """Findings that the console leaves out count for the status."""
    entries = "".join(ORPHAN.replace('"range"', f'"r{n}"') for n in range(11))
    conf = CONF + 'stability_rules = {"orphan-entry": "error"}'
    docs = write({"conf.py": conf, "index.rst": PAGE, "stability.toml": MANIFEST + entries})
    assert sphinx(docs, "-q").returncode == 1


def test_info_shows_in_builder_and_reports_only(write: Write) -> None:
    """An info finding is silent in other builders, and counted and listed in this one."""
    conf = CONF + 'stability_rules = {"orphan-entry": "info"}'
    docs = write({"conf.py": conf, "index.rst": PAGE, "stability.toml": MANIFEST + ORPHAN})
    html = sphinx(docs, "-W")
    assert (html.returncode, html.stderr) == (0, "")
    assert "orphan-entry" not in html.stdout
    checked = sphinx(docs, "-W", "-b", "stability")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "     1 info     orphan-entry" in checked.stdout.splitlines()
    assert (docs / "_build/findings.txt").read_text() == (
        "stability.toml:7: info: `gone` of `range` names nothing that is documented: "
        "correct it, document it, or take it out "
        "[orphan-entry]\n"
    )


def test_warning_file(write: Write) -> None:
    """``-w`` gets the findings as the console does."""
    docs = write({"conf.py": CONF, "index.rst": PAGE, "stability.toml": MANIFEST + ORPHAN})
    done = sphinx(docs, "-w", "warnings.txt")
    assert warned(docs, done) == [WARNING]
    text = (docs / "warnings.txt").read_text().replace(f"{docs}/", "")
    assert WARNING in text


def test_the_same_findings_under_other_options(write: Write) -> None:
    """What was found in one build fails the next one that asks for more, though nothing changed."""
    docs = write({"conf.py": CONF, "index.rst": PAGE, "stability.toml": MANIFEST + ORPHAN})
    for arguments, status in (("", 0), ("-W", 1), ("-q", 0), ("-W -q -j2", 1), ("-j2", 0)):
        done = sphinx(docs, *arguments.split())
        assert (done.returncode, warned(docs, done)) == (status, [WARNING])


def test_silenced_for_one_build(write: Write) -> None:
    """`-D suppress_warnings` lifts the status of a build, and not that of the next one."""
    docs = write({"conf.py": CONF + CHECK, "index.rst": PAGE, "stability.toml": MANIFEST})
    write({"stability.toml": MANIFEST + DEPRECATED})
    silent = ("-D", "suppress_warnings=stability.missing-notice")
    for arguments, status in (((), 1), (silent, 0), (silent, 0), ((), 1)):
        done = sphinx(docs, *arguments)
        assert (done.returncode, warned(docs, done)) == (status, [ERROR] if status else [])


@pytest.mark.parametrize("builder", ["html", "stability"])
def test_severity_follows_the_configuration(write: Write, builder: str) -> None:
    """A severity that is set in conf.py, or with -D, holds for the next build."""
    docs = write({"conf.py": CONF, "index.rst": PAGE, "stability.toml": MANIFEST + ORPHAN})
    assert sphinx(docs, "-b", builder).returncode == 0
    chosen = ("-D", "stability_rules.orphan-entry=error")
    for arguments, status in ((chosen, 1), (chosen, 1), ((), 0)):
        done = sphinx(docs, "-b", builder, *arguments)
        line = WARNING.replace("WARNING", "ERROR") if status else WARNING
        assert (done.returncode, warned(docs, done)) == (status, [line])


def test_ten_of_each_rule(write: Write) -> None:
    """Ten are not announced as more, eleven are; each rule has its own ten."""
    orphans = "".join(ORPHAN.replace('"range"', f'"r{n}"') for n in range(10))
    pages = {"conf.py": CONF, "index.rst": PAGE, "stability.toml": MANIFEST + orphans}
    docs = write(pages)
    done = sphinx(docs)
    assert (len(warned(docs, done)), "more finding" in done.stdout) == (10, False)
    texts = "".join(f"\n.. deprecated:: Later{n}\n" for n in range(11))
    write({"index.rst": PAGE + texts})
    for _ in ("changed", "nothing changed"):
        done = sphinx(docs)
        assert len(warned(docs, done)) == 20
        assert "1 more finding of malformed-notice: `sphinx-build -b stability`" in done.stdout


def test_suppressed_findings_are_in_the_reports(write: Write) -> None:
    """The reports still have them, marked, and the summary counts them."""
    conf = CONF + 'suppress_warnings = ["stability.*"]\n'
    docs = write({"conf.py": conf, "index.rst": PAGE, "stability.toml": MANIFEST + ORPHAN})
    done = sphinx(docs, "-W", "-b", "stability")
    assert (done.returncode, done.stderr) == (0, "")
    assert "     1 silenced by suppress_warnings" in done.stdout.splitlines()
    assert (docs / "_build/findings.txt").read_text().endswith("[orphan-entry] (suppressed)\n")


WAIVER = """
[[waivers]]
rule = "orphan-entry"
target = "range"
reason = "It comes back."
"""


def test_waived_findings_are_in_the_reports(write: Write) -> None:
    """They neither show nor fail; the reports have them with the reason; also in a second build."""
    conf = CONF + 'stability_rules = {"orphan-entry": "error"}\n'
    docs = write({"conf.py": conf, "index.rst": PAGE, "stability.toml": MANIFEST + ORPHAN + WAIVER})
    for _ in ("first", "nothing changed"):
        done = sphinx(docs, "-W", "-b", "stability")
        assert (done.returncode, done.stderr) == (0, "")
        lines = done.stdout.splitlines()
        assert "     1 accepted by `[[waivers]]` of the manifest" in lines
        assert "The documentation keeps the promise but for what is accepted." in lines
        text = (docs / "_build/findings.txt").read_text()
        assert text.endswith("[orphan-entry] (waived)\n    because It comes back.\n")
        (found,) = json.loads((docs / "_build/findings.json").read_text())["findings"]
        assert (found["state"], found["reason"]) == ("waived", "It comes back.")
        log = json.loads((docs / "_build/findings.sarif").read_text())
        (result,) = log["runs"][0]["results"]
        told = [one["justification"] for one in result["suppressions"]]
        assert told == ["It comes back."]


@pytest.mark.parametrize("level", ["stable", "prototype"])
def test_what_a_page_makes_a_prototype_is_promised_nothing(write: Write, level: str) -> None:
    """The manifest alone does not tell what stands on the page."""
    page = f'[[features]]\nid = "page"\nlevel = "{level}"\ndocuments = ["index"]\n'
    for name, keys in (
        ("window-too-short", 'deprecated = "2.4"\neffective = "2.5"'),
        ("phase-skipped", 'effective = "2.5"'),
        ("no-removal-plan", 'deprecated = "2.3"'),
    ):
        page += f'[[changes]]\nid = "{name}"\ntype = "removal"\n{keys}\nobjects = ["demo.range"]\n'
    for minor in (3, 4, 5):
        page += f'[[releases]]\nversion = "2.{minor}"\ndate = 2024-0{minor}-01\n'
    docs = write({"conf.py": CONF, "index.rst": PAGE, "stability.toml": MANIFEST + page})
    done = sphinx(docs, "-b", "stability")
    assert done.returncode == 0, done.stderr
    report = json.loads((docs / "_build" / "findings.json").read_bytes())
    found = [(f["message"].split("`")[1], f["rule"]) for f in report["findings"]]
    windows = {"window-too-short", "phase-skipped", "no-removal-plan"}
    expected = windows if level == "stable" else set()
    assert {rule for name, rule in found if name == rule} == expected
