"""An incremental build reads and writes what changed, and equals a clean one byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outputs import assert_equals_clean, changed, edit, files, read_times, written

from sphinxext.stability.inventory import FILENAME

if TYPE_CHECKING:
    from tests.sphinx.conftest import Docs

#: Pages p0 to p7 describe a function each; the others show what all of them say.
NAMES = [f"p{number}" for number in range(8)]
PAGES = {
    f"{name}.rst": f"Page {name}\n=======\n\n.. py:function:: pkg.{name}(a)\n\n   Text.\n"
    for name in NAMES
} | {
    "index.rst": "Home\n====\n\n.. toctree::\n   :glob:\n\n   *\n",
    "levels.rst": "Levels\n======\n\n.. stability-levels::\n",
    "status.rst": (
        "Status\n======\n\n.. stability-index::\n   :show: both\n\n.. stability-history::\n"
    ),
    "feature.rst": "About it\n========\n\n.. stability:feature:: early\n",
    "text.rst": (
        "Words\n=====\n\nIt is :stability-of:`pkg.p2`, not :stability:`alpha`.\n\n"
        "See :stability:feature:`early`.\n"
    ),
}
ENTRIES = """
[[features]]
id = "early"
title = "Early birds"
level = "beta"
since = "2.1"
history = [{ level = "Experimental", since = "1.0" }]
objects = ["pkg.p1", "pkg.p2"]
documents = ["p3"]

[[features]]
id = "proto"
level = "prototype"
objects = ["pkg.p4"]

[[changes]]
id = "C1"
type = "removal"
objects = ["pkg.p5", "pkg.p6"]
deprecated = "2.3"
effective = "2.6"
alternatives = ["pkg.p7"]
"""
ADDED = """
[[changes]]
id = "C2"
type = "removal"
objects = ["pkg.p7"]
deprecated = "2.2"

[[features]]
id = "late"
level = "alpha"
objects = ["pkg.p0"]
"""
EARLY, PROTO, C1 = (f"\n[[{part}" for part in ENTRIES.split("\n[[")[1:])

#: An edit of the manifest: old text, new text, pages that are read, pages that are written;
#: toctree parents and what lists everything are written with them.
EDITS = {
    "nothing": ("", "", "", ""),
    "comment": ("[[features]]", "# A word.\n\n[[features]]", "", ""),
    "notice": ('effective = "2.6"', 'effective = "2.7"', "p5 p6", "p5 p6 status"),
    "reason": ('id = "C1"', 'id = "C1"\nreason = "Slow."', "p5 p6", "p5 p6"),
    "admonition": ('id = "proto"', 'id = "proto"\nsince = "2.2"', "p4", "p4 status"),
    "level": ('level = "beta"', 'level = "alpha"', "feature", "p1 p2 p3 text feature status"),
    "title": (
        'title = "Early birds"',
        'title = "First birds"',
        "feature",
        "feature status text",
    ),
    "added": (ENTRIES, ENTRIES + ADDED, "p7", "p0 p5 p6 p7 status"),
    "change removed": (C1, "", "p5 p6", "p5 p6 status"),
    "feature removed": (PROTO, "", "p4", "p4 status"),
    "level label": (
        'label = "Beta"',
        'label = "BETA"',
        "levels feature",
        "p1 p2 p3 text status",
    ),
    "level colour": (
        'color = "amber"',
        'color = "blue"',
        "levels",
        "p1 p2 p3 text status feature",
    ),
    "new level": (
        'id = "stable"',
        'id = "fresh"\nlabel = "Fresh"\nrank = 1\n\n[[scheme.levels]]\nid = "stable"',
        "levels",
        "status",  # an index orders levels by their place among all
    ),
}


@pytest.mark.parametrize(("old", "new", "read", "wrote"), EDITS.values(), ids=EDITS)
def test_an_edit_of_the_manifest(docs: Docs, *, old: str, new: str, read: str, wrote: str) -> None:
    """Just the pages that show the entry are read or written; the output is a clean build's.

    Everything is read in parallel first, the edit and the clean build are serial.
    """
    docs.write(PAGES, ENTRIES)
    first = docs.build(parallel=2)
    was_read, was_written = read_times(first), written(first.outdir)
    edit(docs, old, new)
    second = docs.build()
    assert changed(was_read, read_times(second)) == set(read.split())
    # Sphinx itself writes the toctree parents of what it writes.
    rewritten = changed(was_written, written(second.outdir)) - {"index", "genindex", "search"}
    assert rewritten == {*read.split(), *wrote.split()}
    assert_equals_clean(docs, second)
    third = docs.build(parallel=2)
    assert read_times(third) == read_times(second)
    assert files(third.outdir) == files(second.outdir)


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_manifest_that_goes_and_comes_back(docs: Docs, parallel: int) -> None:
    """Without a manifest nothing of it is left, `stability.json` included; then all is back."""
    pages = {name: text for name, text in PAGES.items() if name[0] in "pi"}
    docs.write(pages, ENTRIES)
    first = docs.build(parallel=parallel)
    before = files(first.outdir)
    path = docs.path / "stability.toml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    second = docs.build(parallel=parallel)
    assert changed(read_times(first), read_times(second)) == {"p4", "p5", "p6"}
    assert_equals_clean(docs, second)
    path.write_text(text, encoding="utf-8")
    assert files(docs.build(parallel=parallel).outdir) == before


def test_an_entry_that_goes_and_comes_back(docs: Docs) -> None:
    """A page that describes or names it says so while it is gone, and shows it again."""
    docs.write(PAGES, ENTRIES)
    before = files(docs.build().outdir)
    edit(docs, EARLY, "")
    assert_equals_clean(docs, docs.build())
    edit(docs, "\n[[features]]", EARLY + "\n[[features]]")
    assert files(docs.build().outdir) == before


@pytest.mark.parametrize(
    ("manifest", "page"),
    [
        ("format = 1\n", "levels.rst"),
        (None, "levels.rst"),
        ('format = 1\n[[scheme.levels]]\nid = "x"\nlabel = "X"\nrank = 1\n', "directive.rst"),
    ],
)
def test_a_word_that_becomes_known(docs: Docs, manifest: str | None, page: str) -> None:
    """A page that could not be served is read again when the manifest knows the word."""
    text = {
        "levels.rst": PAGES["levels.rst"],
        "directive.rst": "Title\n=====\n\n.. stability:: beta\n\nAnd :stability:`beta`.\n",
    }[page]
    docs.write({"index.rst": PAGES["index.rst"], page: text})
    whole = (docs.path / "stability.toml").read_text(encoding="utf-8")
    if manifest is None:
        (docs.path / "stability.toml").unlink()
    else:
        docs.add({"stability.toml": manifest})
    docs.build()
    docs.add({"stability.toml": whole})
    assert_equals_clean(docs, docs.build())


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("p2.rst", None),
        ("levels.rst", None),
        ("p8.rst", PAGES["p2.rst"].replace("p2", "p8") + "\n.. py:function:: pkg.p1.x()\n"),
        ("p2.rst", PAGES["p2.rst"] + "\n   .. stability:: alpha\n"),
        ("p2.rst", PAGES["p2.rst"].replace("pkg.p2", "pkg.renamed")),
        ("p5.rst", PAGES["p5.rst"] + "\n   .. deprecated:: 2.3\n"),
    ],
)
def test_an_edit_of_a_page(docs: Docs, page: str, text: str | None) -> None:
    """What other pages show of it follows; stock Sphinx leaves the files of a page that went."""
    docs.write(PAGES, ENTRIES, "html_sidebars = {'**': []}\n")
    built = docs.build()
    if text is None:
        (docs.path / page).unlink()
        for left in built.outdir.rglob(f"{Path(page).stem}.*"):
            left.unlink()
    else:
        docs.add({page: text})
    assert_equals_clean(docs, docs.build())


def test_named_files_then_all(docs: Docs) -> None:
    """A build of named files writes those only; the next full one writes what it left."""
    docs.write(PAGES, ENTRIES)
    docs.build()
    edit(docs, 'level = "beta"', 'level = "alpha"')
    docs.build(filenames=("p1.rst",))
    assert_equals_clean(docs, docs.build())


def test_builders_that_share_doctrees(docs: Docs) -> None:
    """A page read for one builder is written by the next, whoever read it."""
    docs.write(PAGES, ENTRIES)
    html = docs.build()
    docs.build("text")
    edit(docs, 'effective = "2.6"', 'effective = "2.7"')
    edit(docs, 'level = "beta"', 'level = "alpha"')
    was_read = read_times(html)
    text = docs.build("text")
    assert changed(was_read, read_times(text)) == {"p5", "p6", "feature"}
    assert_equals_clean(docs, text, "text")
    html = docs.build()
    assert read_times(html) == read_times(text)
    assert_equals_clean(docs, html)
    assert (html.outdir / FILENAME).exists()


def test_an_emptied_output_folder(docs: Docs) -> None:
    """Everything is written again, and nothing read."""
    docs.write(PAGES, ENTRIES)
    first = docs.build()
    before = files(first.outdir)
    for path in sorted(first.outdir.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    second = docs.build()
    assert read_times(second) == read_times(first)
    assert files(second.outdir) == before
