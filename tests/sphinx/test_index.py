"""``stability-index`` and ``stability-history``: rows, options, and every builder."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

ENTRIES = """
[[scheme.kinds]]
id = "api"
label = "API"

[[scheme.kinds]]
id = "model"
label = "Model class"

[contexts]
workload = ["training", "inference"]

[[features]]
id = "early"
title = "Early birds"
kind = "api"
level = "beta"
since = "2.1"
history = [{ level = "alpha", since = "1.5" }, { level = "Experimental", since = "2.0" }]
target = { level = "stable", version = "3.0" }
objects = ["pkg.f", "pkg.g"]
tracking = "https://example.org/1"
docs = "https://example.org/2"

[[features]]
id = "llm"
kind = "model"
level = "prototype"
contexts = [{ when = { workload = "inference" }, level = "stable", since = "1.9" }]
documents = ["other"]

[[features]]
id = "odd"
level = "alpha"
since = "1.0"

[[features]]
id = "gone"
level = "beta"
ended = "2.0"

[[changes]]
id = "C1"
type = "removal"
features = ["odd"]
deprecated = "2.3"
effective = "2.6"

[[changes]]
id = "C2"
type = "removal"
objects = ["pkg.old"]
deprecated = "2.3"
"""
OBJECTS = """
.. py:function:: pkg.f()

.. py:function:: pkg.g()

.. py:function:: pkg.old()

.. py:function:: pkg.plain()
"""
QUIET = 'stability_rules = {"all": "off"}\n'
HEAD = "Feature Level Since Before Next Links"


def pages(markup: str) -> dict[str, str]:
    return {
        "index.rst": f"Home\n====\n\n.. toctree::\n\n   other\n\n{markup}\n{OBJECTS}",
        "other.rst": "Other\n=====\n\nText.\n",
    }


def table(built: Built) -> list[str]:
    """Return the lines of the index in the text output, cells joined by a blank."""
    text = built.read("index.txt")
    lines = [line for line in text.splitlines() if not line.startswith(("+", "   ", "*"))]
    shown = [" ".join(line.replace("|", " ").split()) for line in lines]
    skipped = ("Home", "===", "***", "---", "pkg.")
    return [line for line in shown if line and not line.startswith(skipped)]


EARLY = (
    "Early birds API · pkg.f and 1 more [Beta] 2.1 Experimental Stable in 3.0 Tracking · Draft docs"
)
LLM = "Llm Model class [Prototype] [Stable (inference)] 1.9 – – –"
ODD = "Odd [Alpha] [Deprecated] 1.0 – removal in 2.6 –"
GONE = "Gone [Removed] 2.0 Beta – –"
F = '"pkg.f" function · Early birds [Beta] 2.1 – Stable in 3.0 –'
G = '"pkg.g" function · Early birds [Beta] 2.1 – Stable in 3.0 –'
OLD = '"pkg.old" function [Stable] [Deprecated] – – – –'


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ([], [HEAD, EARLY, LLM, ODD, GONE]),
        (["show: features"], [HEAD, EARLY, LLM, ODD, GONE]),
        (["show: objects"], [HEAD.replace("Feature", "Object"), F, G, OLD]),
        (["show: both"], [HEAD, EARLY, LLM, ODD, GONE, F, G, OLD]),
        (["levels: beta"], [HEAD, EARLY]),
        (["levels: Beta, stable"], [HEAD, EARLY, LLM]),
        (["kinds: model"], [HEAD, LLM]),
        (["kinds: api, model"], [HEAD, EARLY, LLM]),
        (["levels: removed"], [HEAD, GONE]),
        (["since: 2.0"], [HEAD, EARLY, GONE]),
        (["projects: pkg"], [HEAD, EARLY, LLM, ODD, GONE]),
        (["levels: beta", "kinds: model"], ["Nothing fits: levels beta; kinds model."]),
        (
            ["columns: feature, project"],
            ["Feature Project", *("Early birds", "Gone", "Llm", "Odd")],
        ),
    ],
)
def test_options_choose_the_rows(docs: Docs, options: list[str], shown: list[str]) -> None:
    """Each option alone, and two together; what has only the default is absent."""
    lines = "".join(f"   :{option}\n".replace(": ", ": ", 1) for option in options)
    docs.write(pages(f".. stability-index::\n{lines}"), ENTRIES, QUIET)
    built = docs.build("text")
    assert built.warnings == []
    found = [line for line in table(built) if not line.startswith("[")]
    if options == ["columns: feature, project"]:
        found = [line.split(" API")[0].split(" Model")[0].removesuffix(" pkg") for line in found]
    assert sorted(found) == sorted(shown)


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        ("project", []),
        ("level", [("Stable", 1), ("Beta", 1), ("Alpha", 1), ("Prototype", 1), ("Removed", 1)]),
        ("kind", [("API", 1), ("Model class", 1), ("Other", 2)]),
        ("document", [("Not documented", 2), ("index", 1), ("other", 1)]),
    ],
)
def test_group_by_makes_groups(docs: Docs, group: str, shown: list[tuple[str, int]]) -> None:
    """Each with its heading and count, levels from the most stable down: in HTML in one table."""
    docs.write(pages(f".. stability-index::\n   :group-by: {group}\n"), ENTRIES, QUIET)
    built = docs.build()
    assert built.warnings == []
    page = built.read()
    headings = re.findall(r'<th scope="rowgroup" colspan="6">(.*?)</th>', page)
    assert headings == [f"{title} <small><span>{number}</span></small>" for title, number in shown]
    assert page.count('<table class="stability-index') == 1
    assert page.count("<tbody>") == max(len(shown), 1)
    text = docs.build("text").read("index.txt")
    assert re.findall(r"-\[ (.*) \]-", text) == [f"{title} ({number})" for title, number in shown]


def test_levels_are_counted_and_rows_are_links(docs: Docs) -> None:
    """Each row leads to its object or page; a feature that is nowhere described to nothing."""
    docs.write(pages(".. stability-index::\n   :show: both\n"), ENTRIES, QUIET)
    built = docs.build()
    page = built.read()
    words = built.plain().splitlines()
    counts = ["Stable 2", "Beta 3", "Alpha 1", "Prototype 1", "Deprecated 2", "Removed 1"]
    assert words[words.index(counts[0]) :][:6] == counts
    assert '<a class="reference internal" href="#pkg.f"><span>Early birds</span></a>' in page
    assert '<a class="reference internal" href="other.html"><span>Llm</span></a>' in page
    assert '<td class="stability-feature"><span>Odd</span></td>' in page
    assert '<a class="reference external" href="https://example.org/1">Tracking</a>' in page


HISTORY = [
    "Version 2.1",
    "Early birds: Beta (was Experimental)",
    "Version 2.0",
    "Early birds: Experimental (was Alpha)",
    "Gone: Removed (was Beta)",
]


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ("", HISTORY),
        ("   :since: 2.1\n", HISTORY[:2]),
        ("   :projects: pkg\n", HISTORY),
        ("   :since: 2.2\n", ["Nothing has been reclassified."]),
    ],
)
def test_history_lists_reclassifications_by_release(
    docs: Docs, options: str, shown: list[str]
) -> None:
    """The newest first, with what it was before."""
    docs.write(pages(f".. stability-history::\n{options}"), ENTRIES, QUIET)
    built = docs.build()
    assert built.warnings == []
    words = built.plain().splitlines()
    start = words.index("Other") + 1
    assert words[start : start + len(shown)] == shown


@pytest.mark.parametrize("version", ["1.6", "2.0", "2.1"])
def test_history_is_evaluated_too(docs: Docs, version: str) -> None:
    """An older version shows the levels and the history of its time."""
    docs.write(pages(".. stability-index::\n\n.. stability-history::\n"), ENTRIES, QUIET)
    words = docs.build(confoverrides={"stability_version": version}).plain()
    level = {"1.6": "Alpha", "2.0": "Experimental", "2.1": "Beta"}[version]
    assert f"Early birds API · pkg.f and 1 more\n{level}" in words
    assert ("Version 2.1" in words) == (version == "2.1")
    assert ("Version 2.0" in words) == (version != "1.6")


@pytest.mark.parametrize(
    ("builder", "name"),
    [
        ("html", "index.html"),
        ("dirhtml", "index.html"),
        ("singlehtml", "index.html"),
        ("epub", "index.xhtml"),
        ("latex", "pkg.tex"),
        ("text", "index.txt"),
        ("man", "pkg.1"),
        ("texinfo", "pkg.texi"),
        ("xml", "index.xml"),
    ],
)
def test_every_builder_writes_real_tables(docs: Docs, builder: str, name: str) -> None:
    """Rows, levels in words, and no warning anywhere."""
    docs.write(
        pages(".. stability-index::\n   :show: both\n\n.. stability-history::\n"), ENTRIES, QUIET
    )
    built = docs.build(builder)
    text = built.read(name)
    assert built.warnings == []
    assert "Early birds" in text
    assert text.count("Beta") >= 4
    assert "Experimental" in text
    assert "Prototype" in text


def test_rows_are_in_the_search_index(docs: Docs) -> None:
    """A reader who searches for a feature finds the index."""
    page = {"status.rst": ":orphan:\n\nStatus\n======\n\n.. stability-index::\n"}
    docs.write(pages("") | page, ENTRIES, QUIET)
    assert '"bird"' in docs.build().read("searchindex.js")


def test_only_pages_with_an_index_load_its_script(docs: Docs) -> None:
    """It waits for the page; a history needs the style alone."""
    orphans = {
        f"{name}.rst": f":orphan:\n\nStatus\n======\n\n.. stability-{name}::\n"
        for name in ("index", "history")
    }
    orphans["status.rst"] = orphans.pop("index.rst")
    docs.write(pages("") | orphans, ENTRIES, QUIET)
    built = docs.build()
    script = re.compile(
        r'<script defer="defer" src="_static/stability.js\?v=[0-9a-f]{8}"></script>'
    )
    names = ("index", "history", "status", "other")
    found = {name: bool(script.search(built.read(f"{name}.html"))) for name in names}
    assert found == {"index": False, "history": False, "status": True, "other": False}
    assert "stability.css" in built.read("history.html")
    assert (built.outdir / "_static" / "stability.js").is_file()


@pytest.mark.parametrize(
    ("builder", "name", "early", "level"),
    [
        ("html", "index.html", "#pkg.f", "other.html#stability-level-beta"),
        ("dirhtml", "index.html", "#pkg.f", "other/#stability-level-beta"),
        ("singlehtml", "index.html", "#pkg.f", "#stability-level-beta"),
        ("json", "index.fjson", "#pkg.f", "other/#stability-level-beta"),
    ],
)
def test_html_leads_where_the_builder_puts_things(
    docs: Docs, builder: str, name: str, early: str, level: str
) -> None:
    """Rows and levels have the addresses of that builder."""
    files = pages(".. stability-index::\n")
    files["other.rst"] += "\n.. stability-levels::\n"
    docs.write(files, ENTRIES, QUIET)
    built = docs.build(builder)
    assert built.warnings == []
    page = built.read(name)
    page = json.loads(page)["body"] if builder == "json" else page
    assert f'<a class="reference internal" href="{early}"><span>Early birds</span></a>' in page
    badge = '<span class="stability-badge stability-amber" title="It may change.">Beta</span>'
    assert f'<a class="stability-link reference internal" href="{level}">{badge}</a>' in page
    assert ("stability.js" in page) == (builder != "json")


def test_an_epub_has_plain_tables(docs: Docs) -> None:
    """A reader of books runs no script."""
    docs.write(pages(".. stability-index::\n"), ENTRIES, QUIET + "version = release = '2.4'\n")
    page = docs.build("epub").read("index.xhtml")
    assert '<table class="stability-index docutils' in page
    assert "stability-view" not in page
    assert "stability.js" not in page


def test_indexes_of_a_page_are_told_apart(docs: Docs) -> None:
    """Each has an anchor and keys of its own, whatever it is written into."""
    files = pages(".. stability-index::\n")
    files["other.rst"] += "\n.. stability-index::\n"
    docs.write(files, ENTRIES, QUIET)
    anchors = re.compile(r'id="(stability:index[^"]*)" data-prefix="([^"]*)"')
    single = docs.build("singlehtml").read()
    assert anchors.findall(single) == [("stability:index", ""), ("stability:index-2", "2.")]
    several = docs.build()
    for name in ("index.html", "other.html"):
        assert anchors.findall(several.read(name)) == [("stability:index", "")]


def test_a_new_order_of_levels_rewrites_the_index(docs: Docs) -> None:
    """It stands in the counts only, and is what a clean build writes."""
    docs.write(pages(".. stability-index::\n"), ENTRIES, QUIET)
    before = docs.build().read()
    text = (docs.path / "stability.toml").read_text(encoding="utf-8")
    docs.add({"stability.toml": text.replace("rank = 10", "rank = 29")})
    after = docs.build().read()
    assert after == docs.build(outdir="clean").read()
    states = ["Deprecated", "Removed"]
    order = re.compile(r"<li><span [^>]*>(\w+)</span> \d+</li>")
    assert order.findall(before) == ["Stable", "Beta", "Alpha", "Prototype", *states]
    assert order.findall(after) == ["Stable", "Alpha", "Beta", "Prototype", *states]
