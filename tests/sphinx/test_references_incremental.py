"""Pages with badges at links are written when what they link to changes, and no others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from outputs import assert_equals_clean, changed, edit, read_times, written

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

#: Each function has a page, and so have the links to it; `both` links to two.
PAGES = {
    "index.rst": "Home\n====\n\n.. toctree::\n   :glob:\n\n   *\n",
    "both.rst": "Both\n====\n\n:func:`pkg.early` and :func:`pkg.plain`.\n",
    "label.rst": "Label\n=====\n\nSee :ref:`there`.\n",
    "type.rst": "Type\n====\n\n.. py:function:: pkg.typed(a: pkg.early)\n",
    "vision.rst": "Vision\n======\n\n:func:`vision.decode`.\n",
    "address.rst": "Address\n=======\n\n`It <https://vision.example/io.html#vision.decode>`_.\n",
    "other.rst": "Other\n=====\n\n:func:`vision.encode` and `X <https://x.example/#y>`_.\n",
} | {
    name: text
    for one in ("early", "plain", "old")
    for name, text in {
        f"{one}.rst": f".. _there:\n\nP {one}\n=======\n\n.. py:function:: pkg.{one}(a)\n".replace(
            ".. _there:\n\n" if one != "plain" else "", ""
        ),
        f"to-{one}.rst": f"To {one}\n========\n\nUse :func:`pkg.{one}`.\n",
    }.items()
}
ENTRIES = """
[[features]]
id = "early"
level = "beta"
objects = ["pkg.early"]

[[features]]
id = "pages"
level = "beta"
documents = ["both"]

[[changes]]
id = "C1"
type = "removal"
objects = ["pkg.old"]
deprecated = "2.3"
"""
EARLY, PAGE, C1 = (f"\n[[{part}" for part in ENTRIES.split("\n[[")[1:])
LATE = '\n[[features]]\nid = "late"\nlevel = "alpha"\nobjects = ["pkg.plain"]\n'
CONF = """
stability_rules = {"all": "off"}
extensions += ["sphinx.ext.intersphinx"]
intersphinx_mapping = {"vision": ("https://vision.example/", "vision.inv")}
stability_projects = {"vision": ("https://vision.example/", "vision.json")}
"""
OBJECTS = """\
# Sphinx inventory version 1
# Project: Vision
# Version: 0.9
vision.decode function io.html
vision.encode function io.html
"""


def inventory(level: str = "trial", **more: object) -> str:
    """Return what the other project publishes, with that level of ``vision.decode``."""
    item = {"domain": "py", "type": "function", "name": "vision.decode", "level": level}
    levels = [
        {"id": "final", "label": "Final", "rank": 3, "backward-compatible": True},
        {"id": "trial", "label": "Trial", "rank": 1, "backward-compatible": False},
    ]
    return json.dumps(
        {
            "format": 1,
            "project": "Vision",
            "version": "0.9",
            "scheme": {"levels": levels},
            "objects": [item | {"url": "io.html#vision.decode"} | more],
        }
    )


def start(docs: Docs, entries: str = ENTRIES) -> None:
    docs.write(PAGES | {"vision.inv": OBJECTS, "vision.json": inventory()}, entries, CONF)


#: What becomes of the manifest, step by step: old text, new text, and the pages that are written.
EDITS = [
    ('label = "Prototype"', 'label = "Trial"', ""),  # nothing has it
    (PAGE, "", "both"),
    ('color = "amber"', 'color = "blue"', "early to-early both"),
    ('level = "beta"', 'level = "alpha"', "early to-early both"),
    (C1, LATE, "old to-old plain to-plain both"),
]
#: The same of the other project's file.
REMOTE = [
    (inventory("final"), "vision address"),
    (inventory(deprecated=True), "vision address"),
    (inventory(name="vision.x", url="io.html#vision.encode"), "vision address other"),
    (inventory(name="vision.x", url="io.html#vision.encode", type="method"), ""),
    (None, "other"),
]


def rebuilt(docs: Docs, before: Built, parallel: int) -> tuple[Built, set[str], set[str]]:
    """Build again; return what was built, and which documents were read and written for it."""
    was_read, was_written = read_times(before), written(before.outdir)
    built = docs.build(parallel=parallel)
    wrote = changed(was_written, written(built.outdir)) - {"index", "genindex", "search"}
    return built, changed(was_read, read_times(built)), wrote


def test_edits_of_the_manifest(docs: Docs) -> None:
    """Just the pages whose badges change are written, and as a clean build writes them."""
    start(docs)
    built = docs.build()
    for number, (old, new, wrote) in enumerate(EDITS):
        edit(docs, old, new)
        built, read, rewritten = rebuilt(docs, built, parallel=number % 2 * 2)
        assert (read - {"old"}, rewritten) == (set(), set(wrote.split())), (old, new)
    # A build of named files is completed by the next one, after which nothing is left to do.
    edit(docs, EARLY.replace("beta", "alpha"), "")
    docs.build(filenames=("both.rst",))
    built = docs.build()
    assert_equals_clean(docs, built)
    assert rebuilt(docs, built, parallel=0)[1:] == (set(), set())


def test_other_inventories(docs: Docs) -> None:
    """When another project's file changes, the pages with links to what changed are written."""
    start(docs)
    built = docs.build(parallel=2)
    for number, (text, wrote) in enumerate(REMOTE):
        docs.add({"vision.json": text or ""})
        if text is None:
            (docs.path / "vision.json").unlink()
        built, read, rewritten = rebuilt(docs, built, parallel=number % 2 * 2)
        assert (read, rewritten) == (set(), set(wrote.split())), text
    assert_equals_clean(docs, built)


def test_an_object_that_goes(docs: Docs) -> None:
    """A page that had a badge at the link to it is written; as stock Sphinx leaves others."""
    start(docs)
    first = docs.build()
    docs.add({"early.rst": "P early\n=======\n\nNothing.\n"})
    second, read, wrote = rebuilt(docs, first, parallel=0)
    assert (read, wrote) == ({"early"}, {"early", "to-early"})
    assert "Use pkg.early()." in second.plain("to-early.html")


def test_places_and_projects_of_conf(docs: Docs) -> None:
    """Places and projects may come later: no page has to be read or written for nothing."""
    start(docs)
    conf = (docs.path / "conf.py").read_text(encoding="utf-8")
    none = 'stability_badges = ["signatures"]\nstability_projects = {}\n'
    docs.add({"conf.py": conf + none})
    first = docs.build()
    assert "Beta" not in first.plain("to-early.html")
    docs.add({"conf.py": conf.replace("html_theme", "# A comment\nhtml_theme")})
    second, read, wrote = rebuilt(docs, first, parallel=0)
    assert read == set()
    assert wrote == {"to-early", "to-old", "vision", "address", "both"}
    assert_equals_clean(docs, second)


def test_a_description_stops_saying_the_level_of_its_links(docs: Docs) -> None:
    """Its links have badges again, though no badge of their own shows on the page."""
    pages = {
        "index.rst": "Home\n====\n\n.. toctree::\n\n   more\n\n"
        ".. py:class:: C\n\n   See :meth:`C.go`.\n",
        "more.rst": "More\n====\n\n.. py:method:: C.go()\n",
    }
    entries = "".join(
        f'\n[[features]]\nid = "{name}"\nlevel = "beta"\nobjects = ["{target}"]\n'
        for name, target in (("c", "C"), ("go", "C.go"))
    )
    conf = 'stability_badges = ["references"]\nstability_notices = "off"\n'
    docs.write(pages, entries, 'stability_rules = {"all": "off"}\n' + conf)
    assert "See C.go().\n" in docs.build().plain() + "\n"
    edit(docs, 'level = "beta"\nobjects = ["C"]', 'level = "stable"\nobjects = ["C"]')
    built = docs.build()
    assert "See C.go() Beta." in built.plain()
    assert_equals_clean(docs, built)
