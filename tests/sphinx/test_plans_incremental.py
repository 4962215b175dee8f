"""Calendar, timeline and computed ends in incremental builds: exact, and equal to clean ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import sphinx
from outputs import assert_equals_clean, changed, edit, files, read_times

from sphinxext.stability.ext import domain as domains

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

QUIET = 'stability_rules = {"all": "off"}\n'
ENTRIES = """
[policy.windows]
default = { releases = 2 }

[[releases]]
version = "2.2"
date = 2023-12-10

[[releases]]
version = "2.3"
date = 2024-03-10

[[releases]]
version = "2.4"
date = 2024-06-10

[[features]]
id = "early"
title = "Early birds"
level = "beta"
since = "2.3"
history = [{ level = "alpha", since = "2.2" }]
target = { level = "stable", version = "2.6" }
objects = ["pkg.early"]

[[changes]]
id = "dated"
type = "removal"
objects = ["pkg.dated"]
deprecated = "2.3"
effective = "2.5"

[[changes]]
id = "open"
type = "parameter-removal"
objects = ["pkg.open(x)"]
deprecated = "2.4"

[[changes]]
id = "planned"
type = "removal"
objects = ["pkg.planned"]
"""
PAGES = {
    "index.rst": "Home\n====\n\n.. toctree::\n   :glob:\n\n   *\n",
    "calendar.rst": "Calendar\n========\n\n.. stability-calendar::\n",
    "removals.rst": "Removals\n========\n\n.. stability-calendar::\n   :types: removal\n",
    "timeline.rst": "Timeline\n========\n\n.. stability-timeline::\n",
    "features.rst": "Levels\n======\n\n.. stability-timeline::\n   :show: features\n",
} | {
    f"{name}.rst": (
        f"Page {name}\n============\n\n.. py:function:: pkg.{name}(x)\n\n   Text.\n\n"
        "   :param x: It.\n"
    )
    for name in ("dated", "open", "planned", "early", "other")
}
PLANS = {"calendar", "removals", "timeline"}

#: An edit of the manifest: old text, new text, and the pages that are read again.
EDITS = {
    "nothing": ("", "", ""),
    "comment": ("[[features]]", "# A word.\n\n[[features]]", ""),
    "reason of a removal": (
        'id = "dated"',
        'id = "dated"\nreason = "Slow."',
        "calendar removals dated",
    ),
    "reason of another": ('id = "open"', 'id = "open"\nreason = "Slow."', "calendar open"),
    "reason of a plan": (
        'id = "planned"',
        'id = "planned"\nreason = "Slow."',
        "calendar removals",
    ),
    "end": (
        'effective = "2.5"',
        'effective = "2.6"',
        "calendar removals timeline dated",
    ),
    "release to come": (
        "date = 2024-06-10\n",
        'date = 2024-06-10\n\n[[releases]]\nversion = "2.6"\ndate = 2099-01-02\n',
        "calendar timeline features open",
    ),
    "date of a release": (
        "date = 2024-03-10",
        "date = 2024-03-20",
        "calendar removals timeline features open",
    ),
    "window": ("{ releases = 2 }", "{ releases = 3 }", "calendar timeline open"),
    "title": ('title = "Early birds"', 'title = "Birds"', "timeline features"),
    "level": (
        'level = "beta"\nsince',
        'level = "prototype"\nsince',
        "calendar timeline features early",
    ),
    "roadmap": ('version = "2.6" }', 'version = "2.7" }', "calendar"),
    "no such feature": (
        'history = [{ level = "alpha", since = "2.2" }]\n',
        "",
        "timeline features",
    ),
}


def read_again(before: dict[str, int], built: Built) -> set[str]:
    return changed(before, read_times(built))


def looked_into_the_manifest(built: Built) -> bool:
    state = domains.of(built.app.env).state
    assert state is not None
    return "_ready" in vars(state)


@pytest.mark.parametrize(("old", "new", "read"), EDITS.values(), ids=EDITS)
def test_an_edit_of_the_manifest(docs: Docs, *, old: str, new: str, read: str) -> None:
    """Just the pages that say something else are read again; the output is a clean build's.

    Everything is read in parallel first, the edit and the clean build are serial.
    """
    docs.write(PAGES, ENTRIES, QUIET)
    first = docs.build(parallel=2)
    before = read_times(first)
    edit(docs, old, new)
    second = docs.build()
    assert read_again(before, second) == set(read.split())
    assert_equals_clean(docs, second)
    third = docs.build(parallel=2)
    assert read_times(third) == read_times(second)
    assert files(third.outdir) == files(second.outdir)


@pytest.mark.parametrize("builder", ["dirhtml", "xml"])
def test_an_edit_for_another_builder(docs: Docs, builder: str) -> None:
    docs.write(PAGES, ENTRIES, QUIET)
    docs.build()
    docs.build(builder)
    edit(docs, 'id = "open"', 'id = "open"\nreason = "Slow."')
    edit(docs, 'title = "Early birds"', 'title = "Birds"')
    docs.build()
    assert_equals_clean(docs, docs.build(builder), builder)
    assert_equals_clean(docs, docs.build())


@pytest.mark.parametrize("version", ["2.3", "2.2", "2.5", "2.6", "3.0"])
def test_another_version(docs: Docs, version: str) -> None:
    """An older or newer version of the same manifest gives what a clean build gives; and back."""
    docs.write(PAGES, ENTRIES, QUIET)
    first = docs.build()
    before = files(first.outdir)
    conf = (docs.path / "conf.py").read_text(encoding="utf-8")
    docs.add({"conf.py": f'{conf}stability_version = "{version}"\n'})
    was_read = read_times(first)
    second = docs.build(parallel=2)
    assert "other" not in read_again(was_read, second)
    assert_equals_clean(docs, second)
    docs.add({"conf.py": conf})
    assert files(docs.build().outdir) == before


def test_another_date(docs: Docs) -> None:
    """A component's releases are out by a date: it alone may change the calendar."""
    entries = (
        ENTRIES
        + """
[[releases]]
version = "1.0"
date = 2024-01-01
component = "nki"

[[releases]]
version = "1.1"
date = 2024-09-01
component = "nki"

[[changes]]
id = "nki"
type = "removal"
objects = ["pkg.other"]
component = "nki"
deprecated = "1.0"
effective = "1.1"
"""
    )
    docs.write(PAGES, entries, QUIET)
    first = docs.build()
    assert "It will be removed in version 1.1 of nki." in first.plain("other.html")
    conf = "import datetime\nstability_date = datetime.date(2024, 10, 1)\n"
    edit(docs, QUIET, QUIET + conf, "conf.py")
    was_read = read_times(first)
    second = docs.build()
    assert read_again(was_read, second) == {"calendar", "removals", "other"}
    assert_equals_clean(docs, second)


def test_an_edit_of_a_template(docs: Docs) -> None:
    """The wording of the calendar is the project's: another one re-reads calendars."""
    conf = QUIET + 'templates_path = ["_t"]\n'
    template = "_t/stability/calendar/change.rst"
    docs.write(PAGES | {template: "One {{ change.id }}"}, ENTRIES, conf)
    first = docs.build()
    docs.add({template: "Two {{ change.id }}"})
    second = docs.build()
    assert read_again(read_times(first), second) == {"calendar", "removals"}
    assert "Two dated" in second.plain("calendar.html")
    assert_equals_clean(docs, second)
    (docs.path / template).unlink()
    third = docs.build()
    assert read_again(read_times(second), third) == {"calendar", "removals"}
    assert_equals_clean(docs, third)


def test_a_manifest_that_goes_and_comes_back(docs: Docs) -> None:
    docs.write(PAGES, ENTRIES, QUIET)
    before = files(docs.build().outdir)
    path = docs.path / "stability.toml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    gone = docs.build()
    assert "Nothing is planned, and nothing has changed." in gone.plain("calendar.html")
    assert_equals_clean(docs, gone)
    path.write_text(text, encoding="utf-8")
    assert files(docs.build().outdir) == before


def test_a_page_with_options_that_change(docs: Docs) -> None:
    docs.write(PAGES, ENTRIES, QUIET)
    docs.build()
    edit(docs, ":types: removal", ":from: 2.5", "removals.rst")
    second = docs.build()
    edit(docs, 'id = "open"', 'id = "open"\nreason = "Slow."')
    third = docs.build()
    assert read_again(read_times(second), third) == {"calendar", "removals", "open"}
    assert_equals_clean(docs, third)


# Builds in which nothing has changed.


@pytest.mark.parametrize("parallel", [0, 2])
def test_nothing_changed(docs: Docs, parallel: int) -> None:
    """Nothing is read or written."""
    docs.write(PAGES, ENTRIES, QUIET)
    first = docs.build(parallel=parallel)
    was_read, before = read_times(first), files(first.outdir)
    written = {path: path.stat().st_mtime_ns for path in first.outdir.glob("*.html")}
    for _ in range(2):
        again = docs.build(parallel=parallel)
        assert read_times(again) == was_read
        assert files(again.outdir) == before
        assert again.warnings == []
    pages = {path: path.stat().st_mtime_ns for path in first.outdir.glob("*.html")}
    changed = {path.stem for path in pages if pages[path] != written[path]}
    assert changed <= {"genindex", "search", "index"}


SHOWS = {
    "nothing": "Text.\n",
    "calendar": ".. stability-calendar::\n",
    "removals": ".. stability-calendar::\n   :types: removal\n",
    "timeline": ".. stability-timeline::\n",
    "feature": "See :stability:feature:`early`.\n",
    "level": "It is :stability:`beta`.\n",
    "object": ".. py:function:: pkg.open(x)\n\n   :param x: It.\n",
}


@pytest.mark.parametrize("shows", SHOWS)
@pytest.mark.parametrize("parallel", [0, 2])
def test_the_manifest_is_not_read_where_nothing_changed(
    docs: Docs, shows: str, parallel: int
) -> None:
    """Whatever the pages show of it, the answer is that of the build before."""
    docs.write({"index.rst": f"Home\n====\n\n{SHOWS[shows]}"}, ENTRIES, QUIET)
    assert looked_into_the_manifest(docs.build(parallel=parallel))
    assert not looked_into_the_manifest(docs.build(parallel=parallel))


@pytest.mark.parametrize(
    "what", ["manifest", "page", "conf", "other builder", "template", "kept file"]
)
def test_what_makes_the_manifest_be_read_again(docs: Docs, what: str) -> None:
    """Whatever the answers depend on; a damaged file of ours is as none."""
    docs.write(PAGES, ENTRIES, QUIET + 'templates_path = ["_t"]\n')
    first = docs.build()
    if what == "manifest":
        edit(docs, "[[features]]", "# x\n[[features]]")
    elif what == "page":
        edit(docs, "Text.", "Words.", "other.rst")
    elif what == "conf":
        edit(docs, QUIET, 'stability_rules = {"all": "info"}\n', "conf.py")
    elif what == "template":
        docs.add({"_t/stability/notices/note.rst": "x"})
    elif what == "kept file":
        kept = list(Path(first.app.doctreedir).rglob("kept.json"))
        assert len(kept) == 1
        kept[0].write_text("{", encoding="utf-8")
    built = docs.build("text" if what == "other builder" else "html")
    assert looked_into_the_manifest(built)
    assert_equals_clean(docs, docs.build())


UNKNOWN = (
    "WARNING: `main` is not a version that PEP 440 allows; the manifest is evaluated at 2.4. "
    "Set `stability_version` or `release` in conf.py [stability.version]"
)


@pytest.mark.parametrize("arguments", ["", "-j2", "-W"])
def test_a_version_that_is_none_is_told_in_every_build(docs: Docs, arguments: str) -> None:
    docs.write(PAGES, ENTRIES, QUIET + 'release = "main"\n')
    for _ in range(3):
        done = sphinx(docs.path, "-q", *arguments.split())
        lines = [line for line in done.stderr.splitlines() if "[stability." in line]
        assert (lines, done.returncode) == ([UNKNOWN], int("-W" in arguments))


def test_findings_are_told_in_every_build(docs: Docs) -> None:
    """They are kept: a build that does not read the manifest repeats them."""
    docs.write(PAGES, ENTRIES, 'stability_notices = "check"\n')
    first = docs.build()
    assert [line for line in first.warnings if "[stability.missing-notice]" in line]
    again = docs.build()
    assert again.warnings == first.warnings
    assert (first.app.statuscode, again.app.statuscode) == (1, 1)


# Old changes, older versions.

OLD = """
[policy]
keep-changes = {{ releases = {keep} }}

[[changes]]
id = "old"
type = "default-value"
objects = ["pkg.dated(x)"]
summary = "One by default."
deprecated = "2.2"
effective = "2.3"
"""
CALENDAR = ENTRIES.replace("[policy.windows]\ndefault = { releases = 2 }\n", "")


@pytest.mark.parametrize(("keep", "shown"), [(1, False), (2, True)])
def test_notices_of_old_changes_are_not_kept(docs: Docs, keep: int, shown: bool) -> None:  # noqa: FBT001
    """So many releases after a change took effect its notice goes; the calendar keeps it."""
    docs.write(PAGES, CALENDAR + OLD.format(keep=keep), QUIET)
    built = docs.build()
    assert built.warnings == []
    assert ("One by default." in built.plain("dated.html")) is shown
    assert "One by default." in built.plain("calendar.html")
    # A removal whose object is still there is never too old.
    assert "It will be removed in version 2.5." in built.plain("dated.html")


def test_a_release_makes_a_change_old(docs: Docs) -> None:
    """The page is read again when the next release comes; nothing else of it changes."""
    docs.write(PAGES, CALENDAR + OLD.format(keep=2), QUIET)
    first = docs.build()
    assert "One by default." in first.plain("dated.html")
    more = '\n[[releases]]\nversion = "2.5"\ndate = 2024-09-10\n'
    edit(docs, OLD.format(keep=2), OLD.format(keep=2) + more)
    edit(docs, QUIET, QUIET + 'stability_version = "2.5"\n', "conf.py")
    second = docs.build()
    assert "One by default." not in second.plain("dated.html")
    assert_equals_clean(docs, second)


@pytest.mark.parametrize(
    ("version", "badge", "notice"),
    [("2.2", "Alpha", ""), ("2.3", "Beta", "2.5"), ("2.1", "", ""), ("2.4.1", "Beta", "2.5")],
)
def test_levels_and_notices_are_those_of_the_version(
    docs: Docs, version: str, badge: str, notice: str
) -> None:
    """The manifest of today on an old branch shows the levels and notices of then."""
    docs.write(PAGES, ENTRIES, f'{QUIET}stability_version = "{version}"\n')
    built = docs.build()
    assert built.signatures("early.html") == [f"pkg.early(x) {badge}".strip()]
    assert ("Deprecated since version 2.3" in built.plain("dated.html")) is bool(notice)


def test_a_reclassification_is_told_from_its_version_on(docs: Docs) -> None:
    pages = PAGES | {"history.rst": "History\n=======\n\n.. stability-history::\n"}
    found = {}
    for version in ("2.2", "2.3"):
        docs.write(pages, ENTRIES, f'{QUIET}stability_version = "{version}"\n')
        built = docs.build()
        assert_equals_clean(docs, built)
        found[version] = built.plain("history.html")
    assert "Beta" in found["2.3"]
    assert "Beta" not in found["2.2"]


# The inventory of the last release.

PREVIOUS = [
    (None, "{path}: cannot be read: No such file or directory"),
    ("", "{path}: "),
    ("{{", "{path}: "),
    ("[]", "{path}: "),
    ('{"format": 99, "project": "pkg"}', "{path}: "),
    ('{"format": 1}', "{path}: "),
]


@pytest.mark.parametrize(("text", "message"), PREVIOUS)
@pytest.mark.parametrize(
    ("arguments", "status"), [("", 0), ("-W", 1), ("-b stability", 0), ("-j2", 0)]
)
def test_a_previous_inventory_that_cannot_be_read(
    docs: Docs, *, text: str | None, message: str, arguments: str, status: int
) -> None:
    """One typed warning that names the file, in every build; it does not fail one without -W."""
    conf = QUIET + 'stability_previous = "last/stability.json"\n'
    docs.write(PAGES, ENTRIES, conf)
    if text is not None:
        docs.add({"last/stability.json": text})
    for _ in range(2):
        done = sphinx(docs.path, "-q", *arguments.split())
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        path = docs.path / "last" / "stability.json"
        start = f"WARNING: stability_previous: {message.format(path=path)}"
        assert (len(lines), done.returncode) == (1, status), done.stderr
        assert lines[0].startswith(start)
        assert lines[0].endswith(" [stability.inventory]")
        assert len(lines[0]) > len(f"{start} [stability.inventory]") or text is None


def test_a_truncated_previous_inventory(docs: Docs) -> None:
    """Half a file, as a killed build or a broken download leaves it."""
    docs.write(PAGES, ENTRIES, QUIET)
    whole = docs.build(outdir="first").read("stability.json")
    docs.write(PAGES, ENTRIES, QUIET + 'stability_previous = "last.json"\n')
    docs.add({"last.json": whole[: len(whole) // 2]})
    built = docs.build()
    assert len(built.warnings) == 1
    assert built.warnings[0].startswith("WARNING: stability_previous: last.json: ")
    assert built.warnings[0].endswith(" [stability.inventory]")
    docs.add({"last.json": whole})
    assert docs.build().warnings == []


@pytest.mark.parametrize("format_", [0, 2, "1", None])
def test_a_previous_inventory_of_another_format(docs: Docs, format_: object) -> None:
    docs.write(PAGES, ENTRIES, QUIET)
    data = json.loads(docs.build(outdir="first").read("stability.json"))
    docs.write(PAGES, ENTRIES, QUIET + 'stability_previous = "last.json"\n')
    docs.add({"last.json": json.dumps(data | {"format": format_})})
    (line,) = docs.build().warnings
    assert line.startswith("WARNING: stability_previous: last.json: ")
    assert "format" in line
    assert line.endswith(" [stability.inventory]")


def test_a_previous_inventory_on_the_net(docs: Docs) -> None:
    address = "https://example.org/2.3/stability.json"
    docs.write(PAGES, ENTRIES, f'{QUIET}stability_previous = "{address}"\n')
    built = docs.build()
    assert len(built.warnings) == 1
    assert built.warnings[0].startswith(f"WARNING: stability_previous: {address}: ")
    assert built.warnings[0].endswith(" [stability.inventory]")
    assert built.app.statuscode == 0


def test_the_warning_can_be_suppressed(docs: Docs) -> None:
    conf = 'stability_previous = "gone.json"\nsuppress_warnings = ["stability.inventory"]\n'
    docs.write(PAGES, ENTRIES, QUIET + conf)
    done = sphinx(docs.path, "-q", "-W")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_previous_inventory_that_changes(docs: Docs) -> None:
    """It is an input: another one is compared with, though no page was touched."""
    docs.write(PAGES, ENTRIES, QUIET)
    data = json.loads(docs.build(outdir="first").read("stability.json"))
    conf = (
        'stability_previous = "last.json"\n'
        'stability_rules = {"all": "off", "removed-early": "error"}\n'
    )
    docs.write(PAGES, ENTRIES, conf)
    docs.add({"last.json": json.dumps(data)})
    first = docs.build()
    assert (first.warnings, first.app.statuscode) == ([], 0)
    gone = next(one for one in data["objects"] if one["name"] == "pkg.early") | {"name": "pkg.old"}
    docs.add({"last.json": json.dumps(data | {"objects": [*data["objects"], gone]})})
    for _ in range(2):
        built = docs.build()
        (line,) = built.warnings
        assert "`pkg.old`" in line
        assert line.endswith("[stability.removed-early]")
        assert built.app.statuscode == 1
        assert read_times(built) == read_times(first)
