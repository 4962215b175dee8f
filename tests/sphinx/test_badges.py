"""Badges: where they stand, what they say, and what they leave clean."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from sphinx.util.inventory import InventoryFile

if TYPE_CHECKING:
    from tests.sphinx.conftest import Docs

FEATURE = """
[[features]]
id = "early"
level = "beta"
since = "2.1"
objects = [{objects}]
documents = [{documents}]
"""

#: Every kind of place: two titles, and signatures of one and of several lines.
EVERYWHERE = {
    "index.rst": """
Home
====

.. toctree::

   guide

.. py:function:: pkg.quick(a)
""",
    "guide.rst": """
The guide
=========

First words
-----------

Text.
""",
}
ENTRIES = (
    FEATURE.format(objects='"pkg.quick"', documents='"guide"')
    + """
[[features]]
id = "words"
level = "alpha"
documents = ["guide#first-words"]
"""
)
LEVELS = {"levels.rst": ":orphan:\n\nLevels\n======\n\n.. stability-levels::\n"}
LINKED = '<a class="stability-link reference internal" href="levels.html#stability-level-beta">'


@pytest.mark.parametrize(
    ("target", "source", "shown"),
    [
        ("pkg.f", ".. py:function:: pkg.f(a, b=1)", ["pkg.f(a, b=1) Beta"]),
        ("pkg.K", ".. py:class:: pkg.K", ["class pkg.K Beta"]),
        ("pkg.x", ".. py:module:: pkg\n\n.. py:data:: x", ["pkg.x Beta"]),
        ("pkg.K.m", ".. py:method:: pkg.K.m()\n   :async:", ["async pkg.K.m() Beta"]),
        ("cf", ".. c:function:: int cf(int a)", ["int cf(int a) Beta"]),
        ("S.x", ".. c:struct:: S\n\n   .. c:member:: int x", ["struct S", "int x Beta"]),
        ("ns::f", ".. cpp:function:: void ns::f(int a)", ["void ns::f(int a) Beta"]),
        (
            "ns::C::m",
            ".. cpp:class:: template<typename T> ns::C\n\n   .. cpp:function:: void m()",
            ["template<typename T>class ns::C", "void m() Beta"],
        ),
        ("mod.f", ".. js:module:: mod\n\n.. js:function:: f(a)", ["mod.f(a) Beta"]),
        ("K.m", ".. js:class:: K\n\n   .. js:method:: m()", ["class K()", "K.m() Beta"]),
        ("table", ".. rst:directive:: table", [".. table:: Beta"]),
        (
            "table:width",
            ".. rst:directive:: table\n\n   .. rst:directive:option:: width",
            [".. table::", ":width: Beta"],
        ),
        ("ref", ".. rst:role:: ref", [":ref: Beta"]),
        ("-o", ".. option:: -o <file>", ["-o <file> Beta"]),
        ("prog.--out", ".. program:: prog\n\n.. option:: -o, --out", ["-o, --out Beta"]),
        ("PKG_DEBUG", ".. envvar:: PKG_DEBUG", ["PKG_DEBUG Beta"]),
        ("pkg_theme", ".. confval:: pkg_theme\n   :type: str", ["pkg_theme Beta"]),
    ],
)
def test_badge_on_the_signature_of_every_domain(
    docs: Docs, target: str, source: str, shown: list[str]
) -> None:
    """An entry's badge stands on the object's signature, whatever the domain."""
    page = {"index.rst": f"Home\n====\n\n{source}\n"}
    docs.write(page, FEATURE.format(objects=f'"{target}"', documents=""))
    built = docs.build()
    assert built.signatures() == shown
    assert built.warnings == []


def test_one_badge_on_overloads_and_the_last_line_of_a_signature(docs: Docs) -> None:
    """Overloads have one badge; a signature over several lines has it behind the last."""
    source = """
Home
====

.. py:function:: pkg.over(a)
                 pkg.over(a, b)

.. py:function:: pkg.long(first_parameter, second_parameter)

.. cpp:function:: void ns::over(int a)
                  void ns::over(double a)
"""
    entries = FEATURE.format(objects='"pkg.over", "pkg.long", "ns::over"', documents="")
    docs.write({"index.rst": source}, entries, "maximum_signature_line_length = 30\n")
    built = docs.build()
    assert built.signatures() == [
        "pkg.over(a) Beta",
        "pkg.over(a, b)",
        "pkg.long( first_parameter, second_parameter, ) Beta",
        "void ns::over(int a) Beta",
        "void ns::over(double a)",
    ]
    # Before the permalink, which stands last on the line.
    assert re.search(r'Beta</span><a class="headerlink" href="#pkg.long"', built.read())


@pytest.mark.parametrize(
    ("builder", "name", "shown"),
    [
        ("html", "guide.html", ["The guide <", ">Beta</span>", "First words <", ">Alpha</span>"]),
        ("dirhtml", "guide/index.html", [">Beta</span>", ">Alpha</span>"]),
        ("singlehtml", "index.html", [">Beta</span>", ">Alpha</span>"]),
        ("epub", "guide.xhtml", [">Beta</span>", ">Alpha</span>"]),
        ("latex", "pkg.tex", ["{The guide {[}Beta{]}}", "{First words {[}Alpha{]}}"]),
        ("text", "guide.txt", ["The guide [Beta]\n****", "First words [Alpha]\n===="]),
        ("man", "pkg.1", ["[Beta]", "[Alpha]", "(a) [Beta]"]),
        ("texinfo", "pkg.texi", ["The guide [Beta]", "First words [Alpha]", "(a) [Beta]"]),
        ("xml", "guide.xml", ["<title>The guide<inline", "[Beta]</inline>", "[Alpha]</inline>"]),
    ],
)
def test_every_builder_says_the_level_in_words(
    docs: Docs, builder: str, name: str, shown: list[str]
) -> None:
    """No builder loses the level: in HTML a box, elsewhere words in brackets."""
    docs.write(EVERYWHERE, ENTRIES)
    text = docs.build(builder).read(name)
    assert [words for words in shown if words not in text] == []


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub"])
def test_nothing_but_the_places_themselves_says_it(docs: Docs, builder: str) -> None:
    """TOC, page titles, sidebars and general index are those of a build without badges."""
    sidebars = "html_sidebars = {'**': ['globaltoc.html', 'localtoc.html']}\n"
    docs.write(EVERYWHERE, ENTRIES, sidebars)
    built = docs.build(builder)
    bare = docs.build(builder, outdir="bare", confoverrides={"stability_badges": []})
    badge = re.compile(r' <span class="stability-badge[^>]*>\w+</span>')
    style = re.compile(r"\s*<link [^>]*stability\.css[^>]*>")
    pages = [path for path in built.outdir.rglob("*") if path.suffix in {".html", ".xhtml"}]
    badges = 0
    for path in pages:
        name = str(path.relative_to(built.outdir))
        text, found = badge.subn("", built.read(name))
        badges += found
        wanted = [line.strip() for line in bare.read(name).splitlines()]
        assert [line.strip() for line in style.sub("", text).splitlines()] == wanted
    assert badges == 3


def test_search_inventory_and_index_are_clean(docs: Docs) -> None:
    """No word of a badge becomes a search term, and names in objects.inv stay as they are."""
    docs.write(EVERYWHERE, ENTRIES)
    built = docs.build()
    search = built.read("searchindex.js").removeprefix("Search.setIndex(").rstrip(")")
    index = json.loads(search)
    assert not {"beta", "alpha"} & {*index["terms"], *index["titleterms"]}
    assert {"The guide", "First words", "Home"} <= {*index["alltitles"]}
    inventory = InventoryFile.loads((built.outdir / "objects.inv").read_bytes(), uri="")
    items = [item for kind in inventory.data.values() for item in kind.values()]
    assert {item.display_name for item in items} >= {"The guide", "-", "Home"}
    assert "Beta" not in str([(item.uri, item.display_name) for item in items])


def test_a_badge_leads_to_its_level_or_explains_itself(docs: Docs) -> None:
    """With the levels described it is a link; without, a tooltip in reach of the keyboard."""
    docs.write(EVERYWHERE | LEVELS, ENTRIES)
    tip = 'title="It may change. Since version 2.1."'
    badge = f'<span class="stability-badge stability-amber" {tip}>Beta</span>'
    page = docs.build().read()
    assert f'{LINKED} {badge}</a><a class="headerlink" href="#pkg.quick"' in page
    (docs.path / "levels.rst").unlink()
    page = docs.build().read()
    assert "stability-link" not in page
    assert f'<span class="stability-badge stability-amber" tabindex="0" {tip}>Beta</span>' in page


MEMBERS = """
Home
====

.. py:class:: pkg.K

   .. py:method:: same()
   .. py:method:: other()
   .. py:method:: settled()

   .. py:class:: Inner

      .. py:method:: deep()

.. py:class:: pkg.Plain
"""


@pytest.mark.parametrize(
    ("entries", "shown"),
    [
        ([("beta", "pkg.K")], ["Beta", "", "", "", "", "", ""]),
        ([("beta", "pkg.K"), ("beta", "pkg.K.same")], ["Beta", "", "", "", "", "", ""]),
        ([("beta", "pkg.K"), ("alpha", "pkg.K.other")], ["Beta", "", "Alpha", "", "", "", ""]),
        ([("beta", "pkg.K"), ("stable", "pkg.K.settled")], ["Beta", "", "", "Stable", "", "", ""]),
        ([("beta", "pkg.K.**")], ["", "Beta", "Beta", "Beta", "Beta", "", ""]),
        ([("alpha", "pkg.K.Inner.deep")], ["", "", "", "", "", "Alpha", ""]),
        ([("stable", "pkg.Plain")], ["", "", "", "", "", "", "Stable"]),
        ([], ["", "", "", "", "", "", ""]),
    ],
)
def test_members_show_what_differs_from_their_parent(
    docs: Docs, entries: list[tuple[str, str]], shown: list[str]
) -> None:
    """A member has a badge where its level is not its parent's; the default level has none."""
    made = [
        f'[[features]]\nid = "f{number}"\nlevel = "{level}"\nobjects = ["{target}"]\n'
        for number, (level, target) in enumerate(entries)
    ]
    docs.write({"index.rst": MEMBERS}, "".join(made))
    levels = ("Stable", "Beta", "Alpha")
    found = [line.rpartition(" ")[2] for line in docs.build().signatures()]
    assert [word if word in levels else "" for word in found] == shown


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        (["signatures"], ["pkg.quick(a) Beta", "The guide"]),
        (["titles"], ["pkg.quick(a)", "The guide Beta"]),
        ([], ["pkg.quick(a)", "The guide"]),
    ],
)
def test_stability_badges_chooses_the_places(
    docs: Docs, places: list[str], shown: list[str]
) -> None:
    """Badges stand only where conf.py wants them."""
    docs.write(EVERYWHERE, ENTRIES, f"stability_badges = {places!r}\n")
    built = docs.build()
    assert built.signatures() == shown[:1]
    assert built.plain("guide.html").splitlines()[0] == shown[1]


def test_contexts_and_states_are_badges_beside_each_other(docs: Docs) -> None:
    """A level for each context is a badge of its own; Deprecated stands beside the level."""
    entries = """
[contexts]
workload = ["training", "inference"]

[[features]]
id = "early"
level = "beta"
contexts = [{ when = { workload = "inference" }, level = "stable" }]
objects = ["pkg.quick"]

[[changes]]
id = "C1"
type = "removal"
objects = ["pkg.quick"]
deprecated = "2.3"
"""
    docs.write(EVERYWHERE, entries)
    assert docs.build().signatures() == ["pkg.quick(a) Beta Stable (inference) Deprecated"]
