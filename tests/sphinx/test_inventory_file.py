"""``stability.json``: what it holds, and where and when it is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from sphinxext.stability import assets, inventory
from sphinxext.stability.inventory import FILENAME

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

PAGES = {
    "index.rst": """
Home
====

.. toctree::

   sub/api

Early *days*
------------

.. py:function:: pkg.f(a)

.. py:function:: pkg.plain()
""",
    "sub/api.rst": """
API
===

.. py:class:: pkg.K

   .. py:method:: m()

.. cpp:function:: void ns::f(int a)
                  void ns::f(double a)

.. option:: -o, --out

.. rst:directive:: table

   .. rst:directive:option:: width
""",
}
ENTRIES = """
[[scheme.kinds]]
id = "api"
label = "API"

[contexts]
workload = ["training", "inference"]

[[features]]
id = "zeta"
kind = "api"
level = "prototype"
contexts = [{ when = { workload = "inference" }, level = "stable", since = "2.2" }]
objects = ["ns::f", "-o", "--out", "table"]
tracking = "https://example.org/1"

[[features]]
id = "early"
title = "Early days"
level = "beta"
since = "2.1"
history = [{ level = "Experimental", since = "1.0" }]
target = { level = "stable", version = "3.0" }
documents = ["index#early-days"]
objects = ["pkg.K"]

[[features]]
id = "section"
level = "alpha"
documents = ["index#early-days"]

[[features]]
id = "later"
level = "beta"
since = "3.1"

[[changes]]
id = "C2"
type = "removal"
objects = ["pkg.f"]
deprecated = { version = "2.3", nightly = 2024-01-02 }
effective = "2.6"
summary = "Use ``K``."
alternatives = ["pkg.K"]

[[changes]]
id = "C1"
type = "default-value"
summary = "The default."
objects = ["pkg.K(a)"]
announced = "2.9"
"""
QUIET = 'suppress_warnings = ["stability"]\n'


SCHEMA = json.loads((assets.SCHEMAS / "inventory.json").read_bytes())


def load(built: Built) -> dict[str, Any]:
    """Return what is published; it keeps to the schema that ships."""
    data: dict[str, Any] = json.loads(built.read(FILENAME))
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    return data


def names(data: dict[str, Any]) -> list[str]:
    return [":".join([item["domain"], item["type"], item["name"]]) for item in data["objects"]]


def test_content(docs: Docs) -> None:
    """Scheme, features at this version, changes with their phase, and objects; all sorted."""
    docs.write(PAGES, ENTRIES, QUIET)
    data = load(docs.build())
    assert [*data] == ["format", "project", "version", "scheme", "features", "changes", "objects"]
    assert (data["format"], data["project"], data["version"]) == (1, "pkg", "2.4")
    assert data["scheme"]["default-level"] == "stable"
    assert [level["id"] for level in data["scheme"]["levels"]] == [
        "stable",
        "beta",
        "alpha",
        "prototype",
    ]
    assert data["scheme"]["levels"][1] == {
        "id": "beta",
        "label": "Beta",
        "rank": 20,
        "color": "amber",
        "summary": "It may change.",
    }
    assert data["scheme"]["kinds"] == [{"id": "api", "label": "API"}]
    assert [feature["id"] for feature in data["features"]] == ["early", "section", "zeta"]
    early, _, zeta = data["features"]
    assert early == {
        "id": "early",
        "title": "Early days",
        "levels": [{"level": "beta", "since": "2.1"}],
        "history": [{"level": "Experimental", "since": "1.0"}],
        "planned": {"level": "stable", "since": "3.0"},
        "covers": ["pkg.K"],
        "documents": ["index#early-days"],
        "url": "sub/api.html#pkg.K",
    }
    assert zeta["levels"] == [
        {"level": "prototype"},
        {"level": "stable", "since": "2.2", "when": {"workload": "inference"}},
    ]
    assert data["changes"] == [
        {
            "id": "C1",
            "type": "default-value",
            "phase": "planned",
            "covers": ["pkg.K(a)"],
            "summary": "The default.",
            "announced": "2.9",
        },
        {
            "id": "C2",
            "type": "removal",
            "phase": "warn",
            "covers": ["pkg.f"],
            "summary": "Use K.",
            "deprecated": "2.3",
            "effective": "2.6",
            "alternatives": ["pkg.K"],
        },
    ]


def test_objects(docs: Docs) -> None:
    """Every documented object under the domain, type and name of ``objects.inv``."""
    docs.write(PAGES, ENTRIES, QUIET)
    data = load(docs.build())
    assert names(data) == [
        "cpp:function:ns::f",
        "py:class:pkg.K",
        "py:function:pkg.f",
        "py:function:pkg.plain",
        "py:method:pkg.K.m",
        "rst:directive:table",
        "rst:directive:option:table:width",
        "std:cmdoption:--out",
        "std:cmdoption:-o",
    ]
    found = {item["name"]: item for item in data["objects"]}
    assert found["pkg.K.m"] == {
        "domain": "py",
        "type": "method",
        "name": "pkg.K.m",
        "url": "sub/api.html#pkg.K.m",
        "level": "beta",
        "feature": "early",
    }
    assert found["pkg.f"]["changes"] == ["C2"]
    assert found["pkg.f"]["deprecated"] is True
    assert (found["pkg.plain"]["level"], "feature" in found["pkg.plain"]) == ("beta", True)


@pytest.mark.parametrize(
    ("builder", "method", "section"),
    [
        ("html", "sub/api.html#pkg.K.m", "index.html#early-days"),
        ("dirhtml", "sub/api/#pkg.K.m", "#early-days"),
        ("singlehtml", "index.html#pkg.K.m", "index.html#early-days"),
    ],
)
def test_addresses_lead_to_the_object(docs: Docs, builder: str, method: str, section: str) -> None:
    """Relative to the root, as the builder lays its pages out; a feature's to its section."""
    entry = '[[features]]\nid = "x"\nlevel = "beta"\n{}\n'
    docs.write(PAGES, entry.format('objects = ["pkg.K.m"]'), QUIET)
    assert [item["url"] for item in load(docs.build(builder))["features"]] == [method]
    docs.write(PAGES, entry.format('documents = ["index#early-days"]'), QUIET)
    page = {"index.rst": PAGES["index.rst"].partition(".. py:")[0]}
    docs.add(page)
    assert [item["url"] for item in load(docs.build(builder))["features"]] == [section]


@pytest.mark.parametrize("parallel", [0, 2])
def test_two_clean_builds_write_the_same(docs: Docs, parallel: int) -> None:
    """Byte for byte, whatever the number of processes; and it can be read back."""
    docs.write(PAGES, ENTRIES, QUIET)
    first = (docs.build(outdir="first").outdir / FILENAME).read_bytes()
    second = (docs.build(outdir="second", parallel=parallel).outdir / FILENAME).read_bytes()
    assert first == second
    assert inventory.encode(inventory.decode(first)) == first
    assert b"/work" not in first.replace(b"workload", b"")


@pytest.mark.parametrize("builder", ["text", "latex", "xml", "epub", "man", "texinfo", "changes"])
def test_other_builders_write_none(docs: Docs, builder: str) -> None:
    """It is published with HTML only."""
    docs.write(PAGES, ENTRIES, QUIET)
    assert not list(docs.build(builder).outdir.rglob(FILENAME))


def test_it_can_be_switched_off(docs: Docs) -> None:
    """``stability_inventory = False`` writes none, and removes that of an earlier build."""
    docs.write(PAGES, ENTRIES, QUIET)
    off = {"stability_inventory": False}
    assert not (docs.build(outdir="never", confoverrides=off).outdir / FILENAME).exists()
    assert (docs.build().outdir / FILENAME).exists()
    assert not (docs.build(confoverrides=off).outdir / FILENAME).exists()
    assert (docs.build().outdir / FILENAME).exists()


def test_none_without_a_manifest(docs: Docs) -> None:
    """Markup alone is nothing to publish."""
    docs.write(PAGES)
    (docs.path / "stability.toml").unlink()
    assert not (docs.build().outdir / FILENAME).exists()


def test_the_definition_counts_not_a_mere_mention(docs: Docs) -> None:
    """An object described twice has the address of the description without ``:no-index:``."""
    mention = "A\n=\n\n.. py:function:: pkg.f(a)\n   :no-index:\n"
    pages = PAGES | {"a.rst": ":orphan:\n\n" + mention}
    docs.write(pages, ENTRIES, QUIET)
    found = {item["name"]: item["url"] for item in load(docs.build())["objects"]}
    assert found["pkg.f"] == "index.html#pkg.f"


def test_a_failed_build_leaves_the_file_as_it_was(docs: Docs) -> None:
    """Nothing is half written: a manifest with faults stops the build before."""
    docs.write(PAGES, ENTRIES, QUIET)
    path = docs.build().outdir / FILENAME
    before = path.read_bytes()
    docs.write(PAGES, ENTRIES + "[[features]]\n", QUIET)
    with pytest.raises(Exception, match="the stability manifest has 2 faults, listed above"):
        docs.build()
    assert path.read_bytes() == before
    assert sorted(found.name for found in path.parent.glob("stability*")) == [FILENAME]
