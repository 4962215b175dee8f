"""Notices: what is inserted where, what is left alone, and what Sphinx knows of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

CHANGE = """
[[changes]]
id = "C1"
type = "removal"
objects = ["pkg.f"]
"""
FUNCTION = {"index.rst": "Home\n====\n\n.. py:function:: pkg.f(a)\n\n   Text.\n"}


def notices(built: Built, docname: str = "index") -> list[tuple[str, str]]:
    """Return the version notices and admonitions of a document: type or tag, and text."""
    kinds = addnodes.versionmodified, nodes.note, nodes.warning
    tree = built.app.env.get_doctree(docname)
    found = [node for node in tree.findall(nodes.Element) if isinstance(node, kinds)]
    return [(node.get("type", node.tagname), " ".join(node.astext().split())) for node in found]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ('effective = "2.9"', []),
        (
            'announced = "2.4"\ndeprecated = "2.5"\neffective = "2.8"',
            [
                (
                    "note",
                    (
                        "This will be deprecated. It will warn from version 2.5 on. "
                        "The change is planned for version 2.8."
                    ),
                )
            ],
        ),
        (
            'deprecated = "2.3"\neffective = "2.6"\nreason = "It leaks."',
            [
                (
                    "deprecated",
                    "Deprecated since version 2.3: It leaks. It will be removed in version 2.6.",
                )
            ],
        ),
        (
            'deprecated = "2.3"\neffective = "never"',
            [("deprecated", "Deprecated since version 2.3: There is no plan to remove it.")],
        ),
        ('deprecated = "2.3"', [("deprecated", "Deprecated since version 2.3.")]),
        (
            'deprecated = "2.1"\neffective = "2.4"\ntombstone = true',
            [
                (
                    "versionremoved",
                    "Removed in version 2.4: It was deprecated in version 2.1.",
                )
            ],
        ),
        (
            'deprecated = "2.1"\neffective = "2.4"\nsummary = "It goes"',
            [
                (
                    "deprecated",
                    (
                        "Deprecated since version 2.1: It goes. "
                        "Its removal was announced for version 2.4."
                    ),
                )
            ],
        ),
    ],
)
def test_the_phase_decides_what_a_reader_sees_of_a_removal(
    docs: Docs, change: str, shown: list[tuple[str, str]]
) -> None:
    """Planned: nothing; announced: a note; then real version notices."""
    docs.write(FUNCTION, CHANGE + change + "\n", 'stability_rules = {"all": "off"}\n')
    built = docs.build()
    assert notices(built) == shown
    assert built.warnings == []


def test_a_change_in_effect_names_the_version_it_was_deprecated_in(docs: Docs) -> None:
    """Effective, where the object stays: versionchanged."""
    entry = CHANGE.replace("removal", "default-value") + (
        'summary = "``a`` is 1 by default."\ndeprecated = "2.1"\neffective = "2.4"\n'
    )
    docs.write(FUNCTION, entry)
    assert notices(docs.build()) == [
        (
            "versionchanged",
            "Changed in version 2.4: a is 1 by default. It was deprecated in version 2.1.",
        )
    ]


@pytest.mark.parametrize(
    ("version", "change", "shown"),
    [
        ("2.3", 'deprecated = "2.3"\n', "deprecated: Deprecated"),
        (
            "2.4",
            'deprecated = "2.1"\neffective = "2.4"\ntombstone = true\n',
            "removed: Removed in version 2.4",
        ),
    ],
)
def test_the_changes_builder_lists_the_notice(
    docs: Docs, version: str, change: str, shown: str
) -> None:
    """A notice is entered in the list of changes under the object's name."""
    docs.write(FUNCTION, CHANGE + change, f'version = "{version}"\n')
    page = docs.build("changes").read("changes.html")
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in re.findall("<li>.*", page)]
    assert [row for row in rows if "pkg.f" in row and shown in row], rows


def test_a_notice_stands_first_and_after_the_fields_of_a_confval(docs: Docs) -> None:
    """First in the description, but type and default of a setting come before it."""
    page = """
Home
====

.. py:class:: pkg.K(a)

   Text.

   :param a: A.

   .. py:method:: m()

.. confval:: pkg_theme
   :type: str
   :default: x

   Text.
"""
    entry = CHANGE.replace('"pkg.f"', '"pkg.K", "pkg_theme"')
    docs.write({"index.rst": page}, entry + 'deprecated = "2.3"\n')
    tree = docs.build().app.env.get_doctree("index")
    contents = [desc[-1] for desc in tree.findall(addnodes.desc)]
    assert [[child.tagname for child in content.children] for content in contents] == [
        ["versionmodified", "paragraph", "field_list", "index", "desc"],
        [],
        ["field_list", "versionmodified", "paragraph"],
    ]


def test_once_at_the_outermost_covered_description_of_a_page(docs: Docs) -> None:
    """Members show no notice of their class; on a page of their own they do."""
    page = "Home\n====\n\n.. toctree::\n\n   m\n\n.. py:class:: pkg.K\n\n   .. py:method:: n()\n"
    other = "M\n=\n\n.. py:method:: pkg.K.m()\n\n.. py:class:: pkg.Other\n"
    entry = CHANGE.replace('"pkg.f"', '"pkg.K", "pkg.K.n"') + 'deprecated = "2.3"\n'
    docs.write({"index.rst": page, "m.rst": other}, entry)
    built = docs.build()
    notice = ("deprecated", "Deprecated since version 2.3.")
    assert (notices(built), notices(built, "m")) == ([notice], [notice])


@pytest.mark.parametrize(
    ("written", "warned"),
    [
        (".. deprecated:: 2.3\n\n      Use the other one.", []),
        (".. deprecated:: 2.3.0\n      Soon gone.", []),
        (".. warning:: This is deprecated since 2.3.", []),
        (
            ".. deprecated:: 2.2",
            [
                (
                    "index.rst:8: WARNING: `pkg.f` has a hand-written `.. deprecated:: 2.2`, but "
                    "`C1` (stability.toml:{line}) asks for the notice `.. deprecated:: 2.3`: "
                    "correct one of them [stability.notice-contradicts]"
                )
            ],
        ),
    ],
)
@pytest.mark.parametrize("mode", ["insert", "check"])
def test_a_notice_that_stands_there_is_not_doubled(
    docs: Docs, written: str, warned: list[str], mode: str
) -> None:
    """An equivalent one is enough; one that differs is left alone and reported."""
    page = f"{FUNCTION['index.rst']}\n   {written}\n"
    docs.write(
        {"index.rst": page}, CHANGE + 'deprecated = "2.3"\n', f"stability_notices = '{mode}'\n"
    )
    built = docs.build()
    assert len(notices(built)) == 1
    assert built.warnings == [line.format(line=line_of(docs, "changes")) for line in warned]


def line_of(docs: Docs, table: str) -> int:
    """Return the line of the first entry of a table of the manifest."""
    text = (docs.path / "stability.toml").read_text(encoding="utf-8")
    return text.splitlines().index(f"[[{table}]]") + 1


def test_a_notice_of_another_kind_leaves_room(docs: Docs) -> None:
    """What is written about something else does not stand in the way."""
    page = FUNCTION["index.rst"] + "\n   .. versionadded:: 2.3\n\n   .. note:: It is fast.\n"
    docs.write({"index.rst": page}, CHANGE + 'deprecated = "2.3"\n')
    assert [kind for kind, _ in notices(docs.build())] == ["deprecated", "versionadded", "note"]


@pytest.mark.parametrize(
    ("mode", "shown", "status", "warned"),
    [
        ("insert", ["deprecated"], 0, []),
        (
            "check",
            [],
            1,
            [
                (
                    "index.rst:4: ERROR: `pkg.f` lacks the notice `.. deprecated:: 2.3`, which "
                    "`C1` (stability.toml:{line}) asks for [stability.missing-notice]"
                )
            ],
        ),
        ("off", [], 0, []),
    ],
)
def test_stability_notices_inserts_or_checks_or_does_neither(
    docs: Docs, mode: str, shown: list[str], status: int, warned: list[str]
) -> None:
    """Each mode of ``stability_notices``."""
    docs.write(FUNCTION, CHANGE + 'deprecated = "2.3"\n', f"stability_notices = '{mode}'\n")
    built = docs.build()
    assert [kind for kind, _ in notices(built)] == shown
    assert built.warnings == [line.format(line=line_of(docs, "changes")) for line in warned]
    assert built.app.statuscode == status


PLACES = {
    "index.rst": """
Home
====

.. toctree::

   guide

Stays
-----

.. _graphs:

Graphs in CUDA
--------------

Text.

.. py:function:: pkg.f()
""",
    "guide.rst": ".. Not the title.\n\nGuide\n=====\n\nText.\n\nDetails\n-------\n\nText.\n",
}
EARLY = """
[[features]]
id = "early"
title = "Early birds"
level = "prototype"
since = "2.1"
documents = ["guide", "index#graphs"]
tracking = "https://example.org/7"
"""
ADMONITION = (
    "Prototype: Early birds. Early, to gather feedback. Since version 2.1. Follow its progress."
)


def test_pages_and_sections_carry_notices_and_admonitions(docs: Docs) -> None:
    """They stand below the title of the page or labelled section, and not at what is in it."""
    change = CHANGE.replace('objects = ["pkg.f"]', 'documents = ["guide#details"]')
    docs.write(PLACES, EARLY + change + 'deprecated = "2.3"\n')
    built = docs.build()
    assert notices(built) == [("warning", ADMONITION)]
    assert notices(built, "guide") == [
        ("warning", ADMONITION),
        ("deprecated", "Deprecated since version 2.3."),
    ]
    parents = [
        (node.parent[0].astext(), node.parent.index(node))
        for docname in ("index", "guide")
        for node in built.app.env.get_doctree(docname).findall(nodes.Element)
        if isinstance(node, nodes.warning | addnodes.versionmodified)
    ]
    assert parents == [("Graphs in CUDA", 1), ("Guide", 1), ("Details", 1)]
    assert '<a class="reference external" href="https://example.org/7">' in built.read("guide.html")
    assert built.warnings == []


@pytest.mark.parametrize(
    ("written", "count"),
    [
        (".. warning:: Early birds are a prototype.", 1),
        (".. note:: This is a preview.", 1),
        (".. caution:: Experimental and subject to change.", 0),
        (".. note:: It is fast.", 2),
    ],
)
def test_an_admonition_that_says_it_is_enough(docs: Docs, written: str, count: int) -> None:
    """The level's own word, an alias or plain "experimental" is equivalent; others are not."""
    page = PLACES["guide.rst"].replace("Text.", written, 1)
    docs.write(PLACES | {"guide.rst": page}, EARLY)
    assert len(notices(docs.build(), "guide")) == count


def test_alternatives_are_links(docs: Docs) -> None:
    """A target leads to its object, in any domain; other text stays text."""
    page = FUNCTION["index.rst"] + "\n.. py:function:: pkg.g()\n\n.. cpp:class:: Vec\n"
    entry = CHANGE + (
        'deprecated = "2.3"\n'
        'alternatives = ["pkg.g", { target = "cpp:class:Vec", note = "for speed" }, '
        '"a plain loop"]\n'
    )
    docs.write({"index.rst": page}, entry, "nitpicky = True\n")
    built = docs.build()
    text = "Use pkg.g, Vec (for speed) or a plain loop instead."
    assert notices(built) == [("deprecated", f"Deprecated since version 2.3: {text}")]
    found = re.findall(r'href="(#\S+)"[^>]*><code class="xref', built.read())
    assert found == ["#pkg.g", "#_CPPv43Vec"]
    assert built.warnings == []


def test_an_alternative_of_another_project_is_found_by_intersphinx(docs: Docs) -> None:
    """What this project does not document may be in an inventory that it names."""
    other = other_inventory(docs)
    entry = CHANGE + 'deprecated = "2.3"\nalternatives = ["other.thing"]\n'
    conf = (
        'extensions += ["sphinx.ext.intersphinx"]\n'
        f'intersphinx_mapping = {{"other": ("https://other.example/", {other!r})}}\n'
    )
    docs.write(FUNCTION, entry, conf)
    page = docs.build(outdir="second").read()
    assert 'href="https://other.example/index.html#other.thing"' in page


def other_inventory(docs: Docs) -> str:
    """Build a project with one object; return its inventory."""
    docs.write(
        {"index.rst": "Other\n=====\n\n.. py:function:: other.thing()\n"}, manifest="format = 1"
    )
    return str(docs.build(outdir="first").outdir / "objects.inv")
