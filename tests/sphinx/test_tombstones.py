"""Tombstones in builds: from the last release's inventory, shown and published."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from sphinxext.stability.inventory import FILENAME

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

ENTRIES = """
[[features]]
id = "early"
title = "Early days"
level = "beta"
since = "2.1"
objects = ["pkg.early", "pkg.K"]

[[features]]
id = "kept"
level = "alpha"
"""
OBJECTS = """
.. py:function:: pkg.early()
.. py:class:: pkg.K

   .. py:method:: m()
.. py:function:: pkg.plain()
"""
TABLES = """
Home
====

Early days: :stability-of:`early`, and its class: :stability-of:`pkg.K`.

.. stability-index::

.. stability-history::
"""
PREVIOUS = 'stability_previous = "last"\nstability_rules = {"all": "off"}\n'


def removed(built: Built) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(built.read(FILENAME)).get("removed", [])
    return found


def release(docs: Docs, version: str) -> Built:
    """Build, and keep the inventory for the next release."""
    built = docs.build(confoverrides={"stability_version": version}, outdir=version)
    (docs.path / "last").mkdir(exist_ok=True)
    shutil.copy(built.outdir / FILENAME, docs.path / "last" / FILENAME)
    return built


def test_what_the_last_release_had_is_published_as_removed(docs: Docs) -> None:
    """From release to release, with its first version; an incremental build writes the same."""
    docs.write({"index.rst": TABLES + OBJECTS}, ENTRIES, 'stability_rules = {"all": "off"}\n')
    assert removed(release(docs, "2.4")) == []
    docs.write({"index.rst": TABLES + OBJECTS}, ENTRIES, PREVIOUS)
    assert removed(release(docs, "2.5")) == []
    # The class stays, as something that has no level; the function and the feature go.
    kept = ENTRIES.partition('[[features]]\nid = "kept"')[2]
    entries = '\n[[features]]\nid = "kept"' + kept
    page = TABLES + OBJECTS.replace(".. py:function:: pkg.early()", "")
    docs.write({"index.rst": page}, entries, PREVIOUS)
    built = docs.build(confoverrides={"stability_version": "2.6"}, outdir="2.5")
    early = {"what": "feature", "id": "early", "since": "2.6", "title": "Early days"}
    gone = {"what": "object", "id": "pkg.early", "since": "2.6", "domain": "py"}
    expected = [early | {"level": "beta"}, gone | {"type": "function", "level": "beta"}]
    assert removed(built) == expected
    clean = docs.build(confoverrides={"stability_version": "2.6"}, outdir="clean")
    for name in (FILENAME, "index.html"):
        assert built.read(name) == clean.read(name)
    assert built.warnings == []
    words = built.plain()
    assert "Early days: Removed, and its class: Stable." in words
    assert "Early days\nRemoved\n2.6\nBeta\n–\n–" in words
    assert "Version 2.6\nEarly days: Removed (was Beta)" in words
    shutil.copy(built.outdir / FILENAME, docs.path / "last" / FILENAME)
    assert removed(release(docs, "2.7")) == expected
    docs.write({"index.rst": TABLES + OBJECTS}, ENTRIES, PREVIOUS)
    assert removed(release(docs, "2.8")) == []


def test_a_removal_in_effect_of_what_is_still_documented_is_no_tombstone(docs: Docs) -> None:
    """Described without an index, too; what nothing describes is gone."""
    change = """
[[changes]]
id = "C-1"
type = "removal"
objects = ["pkg.early", "pkg.quiet", "pkg.gone"]
deprecated = "2.1"
effective = "2.3"
"""
    page = OBJECTS + ".. py:function:: pkg.quiet()\n   :no-index:\n"
    docs.write({"index.rst": f"Home\n====\n{page}"}, change, 'stability_rules = {"all": "off"}\n')
    assert [(item["id"], item["since"]) for item in removed(docs.build())] == [("pkg.gone", "2.3")]
