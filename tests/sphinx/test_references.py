"""Badges at links: where they stand, which objects have them, and what they leave clean."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

#: Objects on a page of their own: of each level, deprecated, removed, and a class with members.
API = {
    "api.rst": """
API
===

.. py:module:: pkg

.. py:function:: sure()
.. py:function:: early()
.. py:function:: fresh()
.. py:function:: old()
.. py:function:: gone()
.. py:function:: split()

.. py:class:: Box

   .. py:method:: open()
   .. py:method:: close()

.. py:module:: pkg.lab
"""
}
ENTRIES = """
[contexts]
workload = ["training", "inference"]

[[features]]
id = "early"
level = "beta"
objects = ["pkg.early", "pkg.Box"]

[[features]]
id = "fresh"
level = "alpha"
objects = ["pkg.fresh", "pkg.Box.close", "pkg.lab"]

[[features]]
id = "split"
level = "stable"
objects = ["pkg.split"]
contexts = [{ when = { workload = "training" }, level = "beta" }]

[[changes]]
id = "C1"
type = "removal"
objects = ["pkg.old"]
deprecated = "2.3"

[[changes]]
id = "C2"
type = "removal"
objects = ["pkg.gone"]
deprecated = "2.3"
effective = "2.4"
tombstone = true
"""
BETA = '\n[[features]]\nid = "more"\nlevel = "beta"\nobjects = [{}]\n'
INDEX = "Home\n====\n\n.. toctree::\n   :hidden:\n   :glob:\n\n   *\n\n"
QUIET = 'stability_rules = {"all": "off"}\n'


def write(docs: Docs, text: str, entries: str = "", conf: str = "", **pages: str) -> None:
    """Write *text* as the first page, beside the objects."""
    more = {f"{name}.rst": page for name, page in pages.items()}
    docs.write(API | {"index.rst": INDEX + text} | more, ENTRIES + entries, QUIET + conf)


def said(built: Built, name: str = "index.html") -> list[str]:
    """Return the lines of a page below its title."""
    return built.plain(name).splitlines()[1:]


#: A paragraph, and what a reader sees of it.
PARAGRAPHS = {
    ":func:`pkg.sure`": "pkg.sure()",
    ":func:`pkg.early`": "pkg.early() Beta",
    ":py:obj:`this <pkg.fresh>` now": "this Alpha now",
    ":any:`pkg.early`": "pkg.early Beta",
    ":stability:obj:`pkg.early`": "pkg.early Beta",
    ":func:`pkg.old`": "pkg.old() Deprecated",
    ":func:`pkg.gone`": "pkg.gone() Removed",
    # What is promised in some context is promised.
    ":func:`pkg.split`": "pkg.split()",
    ":meth:`pkg.Box.open`": "pkg.Box.open() Beta",
    ":meth:`~pkg.Box.close`": "close() Alpha",
    ":mod:`pkg.lab`": "pkg.lab Alpha",
    "`it <api.html#pkg.early>`__": "it Beta",
    ":doc:`api`": "API",
    # Once, until another section begins.
    ":func:`pkg.early`, :func:`again <pkg.early>`": "pkg.early() Beta, again",
    "**Bold** :func:`~pkg.early`, *and* :func:`~pkg.fresh`": "Bold early() Beta, and fresh() Alpha",
}


def test_links_to_what_promises_less(docs: Docs) -> None:
    """Whatever makes the link, its text stays, and the badges follow it."""
    sections = [f"S{n}\n---\n\n{text}.\n" for n, text in enumerate(PARAGRAPHS)]
    write(docs, "\n".join(sections))
    built = docs.build()
    assert said(built)[1::2] == [f"{text}." for text in PARAGRAPHS.values()]
    assert built.warnings == []


def test_links_in_other_domains(docs: Docs) -> None:
    """Every name of an object leads to it, also where a description has several."""
    names = [":option:`-o`", ":c:func:`cf`", ":cpp:func:`ns::f`", ":func:`one`", ":func:`two`"]
    other = """
Other
=====

.. option:: -o, --out

.. c:function:: int cf(int a)

.. cpp:function:: int ns::f()

.. py:function:: one()
                 two()
"""
    write(docs, f"See {', '.join(names)}.", BETA.format('"-o", "cf", "ns::f", "one"'), other=other)
    built = docs.build()
    assert built.warnings == []
    assert said(built) == ["See -o Beta, cf() Beta, ns::f() Beta, one() Beta, two() Beta."]
    words = " ".join(docs.build("text").read("index.txt").split())
    shown = 'See "-o" [Beta], "cf()" [Beta], "ns::f()" [Beta], "one()" [Beta], "two()" [Beta].'
    assert shown in words


def test_only_running_text_has_them(docs: Docs) -> None:
    """Signatures, types, titles, rubrics, captions and tables of contents have none."""
    text = """
.. contents::

:func:`pkg.early` in a title
----------------------------

.. rubric:: :func:`pkg.early` in a rubric

.. table:: :func:`pkg.early` in a table

   == ==
   a  b
   == ==

.. figure:: none.png

   :func:`pkg.early` in a caption

.. index:: early

.. py:function:: f(a: pkg.Box) -> pkg.Box

   :param pkg.Box a: a box
   :param b: another, and :func:`pkg.fresh`
   :type b: :class:`pkg.Box`
   :param pkg.Box c:
   :returns: a box of :func:`pkg.early`
   :rtype: :class:`pkg.Box`
   :raises pkg.fresh: never

:cpp:expr:`ns::f`

.. parsed-literal::

   :func:`pkg.early` in an example

.. productionlist::
   early: `pkg_early` in a grammar

| :func:`pkg.early` in a verse
"""
    write(docs, text, other="Other\n=====\n\n.. cpp:function:: int ns::f()\n")
    docs.add({"none.png": ""})
    built = docs.build()
    lines = [line for line in said(built) if re.search(r"Beta|Alpha", line)]
    assert lines == [
        "b (pkg.Box) – another, and pkg.fresh() Alpha",
        "a box of pkg.early() Beta",
        "pkg.early() Beta in a verse",
    ]


@pytest.mark.parametrize("style", ["napoleon", "numpydoc"])
def test_docstrings_of_both_styles(docs: Docs, style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Types in a docstring have none, what is told of parameters has."""
    docstring = '''"""Do it.

    Parameters
    ----------
    a : pkg.Box
        A box, see :func:`pkg.early`.

    Returns
    -------
    pkg.Box
        As :func:`pkg.fresh` does.
    """'''
    name = f"of_{style}"
    module = f"def f(a):\n    {docstring}\n"
    extension = "numpydoc" if style == "numpydoc" else "sphinx.ext.napoleon"
    more = "numpydoc_xref_param_type = True\nnumpydoc_show_class_members = False\n"
    conf = f'extensions += ["sphinx.ext.autodoc", "{extension}"]\n'
    write(docs, f".. autofunction:: {name}.f\n", conf=conf + more * (style == "numpydoc"))
    docs.add({f"{name}.py": module})
    monkeypatch.syspath_prepend(docs.path)
    lines = [line for line in said(docs.build()) if re.search(r"Beta|Alpha", line)]
    assert [line[line.index("A") :] for line in lines] == [
        "A box, see pkg.early() Beta.",
        "As pkg.fresh() Alpha does.",
    ]


def test_a_description_is_read_on_its_own(docs: Docs) -> None:
    """An object has its badges the first time that a reader sees it, there and in the section."""
    text = """
:func:`pkg.early`, :func:`again <pkg.early>`.

* **Here** :func:`too <pkg.early>`, but :func:`pkg.fresh`.

.. py:function:: f()

   :func:`pkg.early`, :func:`again <pkg.early>`.

.. only:: latex

   :func:`pkg.old`

.. |old| replace:: :func:`pkg.old`

|old|.
"""
    write(docs, text)
    assert said(docs.build()) == [
        "pkg.early() Beta, again.",
        "Here too, but pkg.fresh() Alpha.",
        "f()",
        "pkg.early() Beta, again.",
        "pkg.old() Deprecated.",
    ]


def test_a_description_has_none_for_itself_and_its_own(docs: Docs) -> None:
    """Neither itself, nor its class, nor a member that is promised as much; others have."""
    text = """
.. py:class:: pkg.Case

   A :class:`pkg.Case` has :meth:`empty` and :meth:`fill`, unlike :class:`pkg.Box`.

   .. py:method:: empty()

      As :meth:`fill`, and :meth:`pkg.Case.empty` of :class:`Case`.

   .. py:method:: fill()
"""
    entries = """
[[features]]
id = "case"
level = "beta"
objects = ["pkg.Case"]

[[features]]
id = "fill"
level = "alpha"
objects = ["pkg.Case.fill"]
"""
    write(docs, text, entries)
    assert said(docs.build()) == [
        "class pkg.Case Beta",
        "A pkg.Case has empty() and fill() Alpha, unlike pkg.Box Beta.",
        "empty()",
        "As fill() Alpha, and pkg.Case.empty() of Case.",
        "fill() Alpha",
    ]


@pytest.mark.parametrize(
    ("default", "shown"),
    [
        ("stable", "sure(), early() Beta, fresh() Alpha, old() Deprecated, split()"),
        ("beta", "sure(), early(), fresh() Alpha, old() Deprecated, split()"),
        # Without any level a page promises as much as any.
        ("", "sure(), early() Beta, fresh() Alpha, old() Deprecated, split()"),
    ],
)
def test_less_stable_than_the_page(docs: Docs, default: str, shown: str) -> None:
    """The level of the page is the measure, else the default; deprecations show anyway.

    What is merely the default has no badge.
    """
    names = ["sure", "early", "fresh", "old", "split"]
    text = ", ".join(f":func:`~pkg.{name}`" for name in names)
    levels = ("stable", "beta", "alpha")
    pages = dict.fromkeys(levels, f"T\n=\n\n{text}\n")
    entry = '\n[[features]]\nid = "p-{0}"\nlevel = "{0}"\ndocuments = ["{0}"]\n'
    write(docs, text, "".join(map(entry.format, levels)), **pages)
    path = docs.path / "stability.toml"
    manifest = path.read_text(encoding="utf-8")
    line = f'default-level = "{default}"' if default else ""
    path.write_text(manifest.replace('default-level = "stable"', line), encoding="utf-8")
    built = docs.build()
    assert said(built)[-1] == shown
    assert [said(built, f"{level}.html")[-1] for level in levels] == [
        "sure(), early() Beta, fresh() Alpha, old() Deprecated, split()",
        "sure(), early(), fresh() Alpha, old() Deprecated, split()",
        "sure(), early(), fresh(), old() Deprecated, split()",
    ]


OUTPUTS = {
    "html": ("index.html", ">Beta</span> of"),
    "dirhtml": ("index.html", ">Beta</span> of"),
    "singlehtml": ("index.html", ">Beta</span> of"),
    "epub": ("index.xhtml", ">Beta</span> of"),
    "latex": ("pkg.tex", r"}}}}} {[}Beta{]} of"),
    "text": ("index.txt", 'Use "pkg.early()" [Beta] of'),
    "man": ("pkg.1", "[Beta] of"),
    "texinfo": ("pkg.texi", "[Beta] of"),
    "xml": ("index.xml", "[Beta]</inline> of"),
}


@pytest.mark.parametrize(("builder", "name", "words"), [(k, *v) for k, v in OUTPUTS.items()])
def test_every_output(docs: Docs, builder: str, name: str, words: str) -> None:
    """Links within a page and to another one, in the first document and in an included one."""
    write(
        docs, "Use :func:`pkg.early` of it.\n", more="More\n====\n\nUse :func:`pkg.early` of it.\n"
    )
    docs.add(
        {"api.rst": API["api.rst"].replace("sure()", "sure()\n\n   Use :func:`early` of it.\n")}
    )
    built = docs.build(builder)
    assert words in built.read(name)
    outputs = [p for p in built.outdir.rglob(f"*{Path(name).suffix}") if p.parent.name != "_static"]
    texts = [path.read_text(encoding="utf-8") for path in outputs]
    found = sum(len(re.findall(r"Beta.{0,15} of\b", text)) for text in texts)
    assert found == 3


def test_a_label_is_no_object_of_the_same_name(docs: Docs) -> None:
    """In texts, where pages have no addresses, links tell by their domain what they lead to."""
    more = "More\n====\n\n.. c:macro:: EARLY\n\n.. py:function:: early\n"
    text = "See :ref:`early` and :func:`early`.\n\n.. _early:\n\nEarly\n-----\n"
    write(docs, text, BETA.format('"py:function:early"'), more=more)
    assert 'See Early and "early()" [Beta].' in docs.build("text").read("index.txt")
    assert said(docs.build())[0] == "See Early and early() Beta."


def test_nothing_but_the_text_says_it(docs: Docs) -> None:
    """Search, index, inventory, titles and the texts of links are as they are without badges."""
    text = "Use :func:`pkg.early`, or `it <api.html#pkg.fresh>`_.\n"
    write(docs, text)
    built = docs.build()
    bare = docs.build(outdir="bare", confoverrides={"stability_badges": ["signatures", "titles"]})
    for name in ("searchindex.js", "genindex.html", "objects.inv", "stability.json", "search.html"):
        assert (built.outdir / name).read_bytes() == (bare.outdir / name).read_bytes(), name
    page = built.read()
    badge = re.compile(r' <span class="stability-ref stability-badge [^>]*>\w+</span>')
    assert len(badge.findall(page)) == 2
    style = re.compile(r"\s*<link [^>]*stability\.css[^>]*>")
    assert style.sub("", badge.sub("", page)) == bare.read()


def test_a_badge_explains_itself_and_leads_to_its_level(docs: Docs) -> None:
    """It has a tooltip, and a link of its own where the levels are described."""
    write(docs, "Use :func:`pkg.early`.\n", more="More\n====\n\n.. stability-levels::\n")
    page = docs.build().read()
    assert (
        '</code></a><a class="stability-link reference internal" '
        'href="more.html#stability-level-beta"> <span class="stability-ref stability-badge '
        'stability-amber" title="It may change.">Beta</span></a>.'
    ) in page


PACKAGE = '''"""A package."""

def early():
    """Begin with :func:`late`."""

def late(a, b=1):
    """End."""
'''


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        (
            ["references", "autosummary"],
            ["early() Beta", "Begin with late() Alpha.", "late(a[, b]) Alpha", "End."],
        ),
        (["references"], ["early()", "Begin with late() Alpha.", "late(a[, b])", "End."]),
        (["autosummary"], ["early() Beta", "Begin with late().", "late(a[, b]) Alpha", "End."]),
        ([], ["early()", "Begin with late().", "late(a[, b])", "End."]),
    ],
)
def test_rows_of_autosummary(
    docs: Docs, places: list[str], shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row has the badge behind the signature; its summary is text like any other."""
    entries = "".join(
        f'\n[[features]]\nid = "{name}"\nlevel = "{level}"\nobjects = ["rows.{name}"]\n'
        for name, level in (("early", "beta"), ("late", "alpha"))
    )
    conf = QUIET + 'extensions += ["sphinx.ext.autosummary"]\n'
    table = (
        f"{INDEX}.. currentmodule:: rows\n\n.. autosummary::\n   :toctree:\n\n   early\n   late\n"
    )
    conf += f"stability_badges = {places!r}\n"
    docs.write({"index.rst": table, "rows.py": PACKAGE}, entries, conf)
    monkeypatch.syspath_prepend(docs.path)
    built = docs.build()
    assert [line.replace("\u00a0", " ") for line in said(built)] == shown
    assert built.warnings == []


OBJECTS = """\
# Sphinx inventory version 1
# Project: Vision
# Version: 0.9
vision.decode function io.html
vision.encode function io.html
vision.plain function io.html
vision.Box class io.html
"""


def inventory(schemed: bool) -> str:  # noqa: FBT001
    """Return what the other project publishes; levels may say what they promise."""
    levels: list[dict[str, Any]] = [
        {"id": "final", "label": "Final", "rank": 3},
        {"id": "legacy", "label": "Legacy", "rank": 2},
        {"id": "trial", "label": "Trial <b>", "rank": 1, "summary": "Try."},
    ]
    for level in levels if schemed else ():
        level["backward-compatible"] = level["id"] != "trial"
    items = {"decode": "trial", "encode": "final", "Box": "legacy"}
    objects = [
        {
            "domain": "py",
            "type": "class" if name == "Box" else "function",
            "name": f"vision.{name}",
            "url": f"io.html#vision.{name}",
            "level": level,
            "deprecated": name == "encode",
        }
        for name, level in items.items()
    ]
    feature = {"id": "jpeg", "title": "JPEG", "levels": [{"level": "trial"}]}
    return json.dumps(
        {
            "format": 1,
            "project": "Vision",
            "version": "0.9",
            "scheme": {"levels": levels},
            "features": [feature | {"url": "all.html#stability-feature-jpeg"}],
            "objects": objects,
        }
    )


TO_VISION = (
    ":func:`vision.decode`, :py:func:`vision:vision.decode`, :func:`vision.encode`, "
    ":func:`vision.plain`, `Box <{0}io.html#vision.Box>`_, "
    "`j <{0}all.html#stability-feature-jpeg>`_"
)


@pytest.mark.parametrize(
    ("builder", "schemed", "uri"),
    [
        ("html", True, "https://vision.example/"),
        ("html", False, "../vision/"),
        ("text", False, "https://vision.example/"),
    ],
)
def test_links_to_other_projects(docs: Docs, builder: str, schemed: bool, uri: str) -> None:  # noqa: FBT001
    """Links by intersphinx and by address, to a server and to a neighbour, from deep pages, too.

    Across schemes it is the promise that counts, or the highest level where no level says so.
    """
    docs.add({"vision.inv": OBJECTS, "vision.json": inventory(schemed)})
    conf = f"""
extensions += ["sphinx.ext.intersphinx"]
intersphinx_mapping = {{"vision": ({uri!r}, "vision.inv")}}
stability_projects = {{"vision": ({uri!r}, "vision.json")}}
"""
    deep = TO_VISION.format(f"../{uri}" if uri.startswith(".") else uri)
    docs.add({"deep/er.rst": f":orphan:\n\nDeep\n====\n\n{deep}.\n"})
    write(docs, f"{TO_VISION.format(uri)}.\n", conf=conf)
    built = docs.build(builder)
    assert built.warnings == []
    trial, old = " Trial <b>", " Deprecated"
    box = "" if schemed else " Legacy"
    for name in ("index", "deep/er"):
        if builder == "html":
            links = f"vision.decode(){trial}, vision.decode(), vision.encode(){old}, vision.plain()"
            assert said(built, f"{name}.html")[-1] == f"{links}, Box{box}, j{trial}."
        else:
            words = " ".join(built.read(f"{name}.txt").split())
            links = (
                '"vision.decode()" [Trial <b>], "vision.decode()", "vision.encode()" [Deprecated]'
            )
            assert links in words
