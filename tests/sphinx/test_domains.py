"""The ``stability`` domain: features and levels as targets, here and from other projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinx.util.inventory import InventoryFile

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

ENTRIES = """
[[features]]
id = "fast-math"
title = "Fast *math*"
level = "beta"
since = "2.1"
history = [{ level = "Experimental", since = "1.0" }]
target = { level = "stable", version = "3.0" }
reason = "It was too fast."
description = "Quick, with :py:func:`pkg.f`."
objects = ["pkg.f"]
tracking = "https://example.org/1"
docs = "https://example.org/2"
feedback = "https://example.org/3"
enable = "FAST=1"

[[features]]
id = "named"
level = "alpha"
"""
PAGES = {
    "index.rst": """
Home
====

.. toctree::

   about
   levels

.. py:function:: pkg.f()
""",
    "about.rst": """
About
=====

.. stability:feature:: fast-math

   More words.
""",
    "levels.rst": "Levels\n======\n\n.. stability-levels::\n",
}
LINK = 'href="about.html#stability-feature-fast-math"'


def with_text(text: str) -> dict[str, str]:
    return PAGES | {"uses.rst": f":orphan:\n\nUses\n====\n\n{text}\n"}


def inventory(built: Built) -> dict[str, dict[str, tuple[str, str]]]:
    """Return ``objects.inv``: type → name → address and displayed name."""
    read = InventoryFile.loads((built.outdir / "objects.inv").read_bytes(), uri="")
    return {
        kind: {name: (item.uri, item.display_name) for name, item in items.items()}
        for kind, items in read.data.items()
    }


def test_a_feature_is_described(docs: Docs) -> None:
    """Title, badge, description, history, roadmap and links; then what the author adds."""
    docs.write(PAGES, ENTRIES)
    built = docs.build()
    assert built.warnings == []
    assert built.plain("about.html").splitlines() == [
        "About",
        "Fast *math* Beta",
        "Quick, with pkg.f().",
        "Level:",
        "Beta since version 2.1",
        "Before:",
        "Experimental since version 1.0",
        "Reason:",
        "It was too fast.",
        "Planned:",
        "Stable in version 3.0",
        "Enable:",
        "FAST=1",
        "Covers:",
        "pkg.f",
        "Links:",
        "Tracking, Draft docs, Feedback",
        "More words.",
    ]
    page = built.read("about.html")
    assert 'href="index.html#pkg.f"' in page
    assert all(f'href="https://example.org/{number}"' in page for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("markup", "words", "link"),
    [
        (":stability:feature:`fast-math`", "Fast *math* Beta", LINK),
        (":stability:feature:`so fast <fast-math>`", "so fast Beta", LINK),
        (":any:`fast-math`", "Fast *math* Beta", LINK),
        (":ref:`stability-feature-fast-math`", "Fast *math* Beta", LINK),
        (":stability:level:`beta`", "Beta", 'href="levels.html#stability-level-beta"'),
        (":ref:`stability-level-beta`", "Beta", 'href="levels.html#stability-level-beta"'),
        (":stability:feature:`named`", "Named", "Named</span>"),
        (":stability:level:`that one <alpha>`", "that one", "stability-level-alpha"),
    ],
)
def test_references(docs: Docs, markup: str, words: str, link: str) -> None:
    """Features and levels by role, by ``any`` and by label; undescribed ones by their title.

    The badge behind a feature that may change is that of its description.
    """
    docs.write(with_text(markup), ENTRIES, "nitpicky = True\n")
    built = docs.build()
    assert built.warnings == []
    assert built.plain("uses.html").splitlines() == ["Uses", words]
    assert link in built.read("uses.html")


WORDS = "stable, beta, alpha, prototype"


@pytest.mark.parametrize("markup", [":stability:feature:`slow`", ":stability:level:`slow`"])
def test_a_reference_to_nothing_is_reported_like_any_other(docs: Docs, markup: str) -> None:
    """All builds do; nitpicky ones name the role and the target, too."""
    docs.write(with_text(markup), ENTRIES, "nitpicky = True\n")
    role = markup.split(":")[2]
    ours, stock = docs.build().warnings
    what = (
        "a feature of the manifest: fast-math, named" if role == "feature" else f"a level: {WORDS}"
    )
    assert ours == f"uses.rst:6: WARNING: `slow` is not {what} [stability.reference]"
    assert stock == (
        f"uses.rst:6: WARNING: stability:{role} reference target not found: slow [ref.{role}]"
    )


def test_objects_inv_has_features_levels_and_labels(docs: Docs) -> None:
    """Domain objects, and std labels for projects without the extension."""
    docs.write(PAGES, ENTRIES)
    found = inventory(docs.build())
    feature = "about.html#stability-feature-fast-math"
    assert found["stability:feature"] == {"fast-math": (feature, "-")}
    assert found["stability:level"] == {
        name: (f"levels.html#stability-level-{name}", "-")
        for name in ("stable", "beta", "alpha", "prototype")
    }
    labels = found["std:label"]
    assert labels["stability-feature-fast-math"] == (feature, "Fast *math*")
    assert labels["stability-level-beta"] == ("levels.html#stability-level-beta", "Beta")


@pytest.mark.parametrize(
    ("extension", "markup"),
    [
        (True, ":stability:feature:`fast-math`"),
        (True, ":external:stability:feature:`fast-math`"),
        (True, ":any:`fast-math`"),
        (False, ":ref:`stability-feature-fast-math`"),
    ],
)
def test_features_work_through_intersphinx(docs: Docs, *, extension: bool, markup: str) -> None:
    """Other projects refer to them, with the extension or without."""
    docs.write(PAGES, ENTRIES)
    objects = str(docs.build(outdir="first").outdir / "objects.inv")
    for name in ("stability.toml", "about.rst", "levels.rst"):
        (docs.path / name).unlink()
    listed = ["sphinx.ext.intersphinx", *(["sphinxext.stability"] if extension else [])]
    docs.add(
        {
            "conf.py": (
                'project = "user"\nexclude_patterns = ["_build"]\nhtml_theme = "basic"\n'
                f"extensions = {listed!r}\n"
                f'intersphinx_mapping = {{"pkg": ("https://pkg.example/", {objects!r})}}\n'
            ),
            "index.rst": f"Home\n====\n\n{markup}\n",
        }
    )
    built = docs.build(outdir="second")
    assert built.warnings == []
    assert f'href="https://pkg.example/{LINK[6:-1]}"' in built.read()


def test_a_feature_stands_in_toc_and_index_without_its_badge(docs: Docs) -> None:
    """Like any object of a domain; the badge is in neither."""
    docs.write(PAGES, ENTRIES)
    built = docs.build()
    assert "Home\nAbout\nFast *math*\nLevels" in built.plain()
    assert LINK.replace("href=", "") in built.read("genindex.html")
    assert "Beta" not in built.read("genindex.html")


def test_domains_of_two_processes_are_merged(docs: Docs) -> None:
    """A parallel build knows the features and levels that any process described."""
    entry = '\n[[features]]\nid = "f{0}"\nlevel = "beta"\n'
    pages = {
        f"p{n}.rst": (
            f":orphan:\n\nP{n}\n==\n\n.. stability:feature:: f{n}\n\n"
            f":stability:feature:`f{(n + 5) % 10}`\n"
        )
        for n in range(10)
    }
    entries = ENTRIES + "".join(entry.format(n) for n in range(10))
    docs.write(PAGES | pages, entries, "nitpicky = True\n")
    serial, parallel = docs.build(outdir="one"), docs.build(outdir="two", parallel=2)
    assert parallel.warnings == []
    assert inventory(serial) == inventory(parallel)
    assert len(inventory(parallel)["stability:feature"]) == 11
    assert 'href="p7.html#stability-feature-f7"' in parallel.read("p2.html")
