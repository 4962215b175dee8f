"""Hand-written prose against the manifest: at the object, beside it, around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

ENTRIES = """
[[features]]
id = "early"
level = "beta"
objects = ["pkg.early"]

[[features]]
id = "grown"
level = "stable"
since = "2.3"
history = [{ level = "beta", since = "2.0" }]
objects = ["pkg.grown"]
documents = ["grown"]

[[changes]]
id = "C1"
type = "removal"
objects = ["pkg.gone"]
deprecated = "2.3"
"""
RULES = '"notice-contradicts": "warning", "graduated-still-marked": "warning"'
CONF = f'stability_rules = {{"all": "off", {RULES}}}\n'
HEAD = "Home\n====\n\n"


def findings(built: Built) -> list[str]:
    """Return the findings; each is at the text, and there are no other warnings."""
    return [line.partition(" WARNING: ")[2] for line in built.warnings]


def build(docs: Docs, body: str, **options: str) -> Built:
    docs.write({"index.rst": HEAD + body}, ENTRIES, CONF)
    return docs.build(**options)


FUNCTION = ".. py:function:: pkg.{}()\n\n   {}\n"
EARLY = "it is Beta by `early` (stability.toml:38)"
NOTHING = "no entry of the manifest gives it a level"
FIX = "correct one of them [stability.notice-contradicts]"
OLD = "take the old mark out [stability.graduated-still-marked]"
GROWN = "it is Stable by `grown` (stability.toml:43)"


NO_CHANGE = "no change of the manifest deprecates it"


def told(name: str, word: str, text: str, but: str, fix: str = FIX) -> str:
    """Return a whole finding."""
    return f'{name} says that it is {word}, "{text}", but {but}: {fix}'


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("early", "This API is in beta.", ""),
        ("early", "This API is experimental and subject to change.", ""),
        (
            "early",
            "This API is a prototype.",
            told("`pkg.early`", "prototype", "This API is a prototype.", EARLY),
        ),
        (
            "early",
            ".. warning:: This function is deprecated.",
            told("`pkg.early`", "deprecated", "This function is deprecated.", NO_CHANGE),
        ),
        ("early", "Do it.\n\n   .. deprecated:: 2.1\n\n   This is deprecated.", ""),
        (
            "other",
            "``pkg.other`` is currently in alpha state.",
            told("`pkg.other`", "alpha", "`pkg.other` is currently in alpha state.", NOTHING),
        ),
        ("other", "Calls ``pkg.early``, which is in beta.", ""),
        ("other", "Do it.\n\n   Do it well.\n\n   This API is in beta.", ""),  # far below
        ("other", ":param beta: The beta.", ""),
        ("other", ":param x: Deprecated.", ""),
        ("other", '"This API is in beta" is what many say.', ""),
        ("gone", "This function is deprecated.", ""),
        (
            "grown",
            "This API is in beta.",
            told("`pkg.grown`", "beta", "This API is in beta.", GROWN, OLD),
        ),
        (
            "grown",
            "This API is in alpha.",
            told("`pkg.grown`", "alpha", "This API is in alpha.", GROWN),
        ),
    ],
)
def test_a_description(docs: Docs, name: str, text: str, found: str) -> None:
    assert findings(build(docs, FUNCTION.format(name, text))) == ([found] if found else [])


def test_what_stands_beside_counts(docs: Docs) -> None:
    """A cell of the same row is about what the row describes, and of no other one."""
    cells = {"gone": "Deprecated: use another.", "early": "Beta.", "other": "Deprecated; no."}
    rows = "".join(
        f"   * - .. py:function:: pkg.{name}()\n\n     - {text}\n" for name, text in cells.items()
    )
    assert findings(build(docs, f".. list-table::\n\n{rows}")) == [
        told("`pkg.other`", "deprecated", "Deprecated; no.", NO_CHANGE)
    ]


def test_a_section_speaks_for_the_objects_in_it(docs: Docs) -> None:
    empty = ".. py:function:: pkg.gone()\n.. py:function:: pkg.gone.a()\n"
    section = f"Old ones\n--------\n\nThis API is deprecated.\n\n{empty}"
    assert findings(build(docs, section)) == []
    assert findings(build(docs, section.replace("gone", "other"))) == [
        told("`index#old ones`", "deprecated", "This API is deprecated.", NO_CHANGE)
    ]


def test_a_page_that_has_graduated(docs: Docs) -> None:
    title = "Graphs (beta)"
    docs.add({"grown.rst": f"{title}\n{'=' * len(title)}\n\nWords.\n"})
    assert findings(build(docs, ".. toctree::\n\n   grown\n")) == [
        told("page `grown`", "beta", title, GROWN, OLD)
    ]


def test_texts_that_are_alike_are_one_finding(docs: Docs) -> None:
    body = "".join(FUNCTION.format(name, "This API is in beta.") for name in ("x", "y", "z"))
    assert findings(build(docs, body)) == [
        f'`pkg.x` and 2 more say that it is beta, "This API is in beta.", but {NOTHING}: {FIX}'
    ]


def test_a_repaired_text_is_no_finding_any_more(docs: Docs) -> None:
    wrong = FUNCTION.format("grown", "This API is in beta.")
    assert len(findings(build(docs, wrong))) == 1
    assert len(findings(docs.build())) == 1
    assert findings(build(docs, FUNCTION.format("grown", "This API is good."))) == []
    assert len(findings(build(docs, wrong))) == 1
    docs.write({"index.rst": HEAD + wrong}, ENTRIES.replace('"stable"', '"beta"'), CONF)
    assert findings(docs.build()) == []


@pytest.mark.parametrize("options", [{"parallel": 2}, {"builder": "stability"}])
def test_any_way_to_build_finds_the_same(docs: Docs, options: dict[str, object]) -> None:
    for n in range(6):
        docs.add({f"p{n}.rst": f"P{n}\n==\n\n{FUNCTION.format(f'x{n}', f'Beta: {n}.')}"})
    body = ".. toctree::\n   :glob:\n\n   p*\n"
    docs.write({"index.rst": HEAD + body}, ENTRIES, CONF)
    first = docs.build()
    assert len(first.warnings) == 6
    assert sorted(docs.build(outdir="other", **options).warnings) == sorted(first.warnings)


def test_myst(docs: Docs) -> None:
    pytest.importorskip("myst_parser")
    page = "# Home\n\n```{py:function} pkg.other()\n\nThis *API* is in beta.\n```\n"
    docs.write({"index.md": page}, ENTRIES, CONF + 'extensions += ["myst_parser"]\n')
    assert findings(docs.build()) == [told("`pkg.other`", "beta", "This API is in beta.", NOTHING)]
