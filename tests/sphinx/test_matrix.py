"""``stability-matrix`` and the legend of several schemes, in real builds."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sphinx.conftest import Docs

ENTRIES = """
[contexts]
framework = ["pytorch", "jax"]
workload = ["training", "inference"]

[[scheme.kinds]]
id = "model"
label = "Model class"

[[features]]
id = "bert"
title = "Bert & <co>"
kind = "model"
contexts = [
    { when = { framework = "pytorch", workload = "training" }, level = "beta", since = "2.1" },
    { when = { framework = "pytorch", workload = "inference" }, level = "stable" },
]
not-offered = [{ framework = "jax", workload = "training" }]

[[features]]
id = "llama"
kind = "model"
contexts = [{ when = { workload = "inference" }, level = "alpha" }]

[[features]]
id = "plain"
level = "stable"
"""
PAGE = """
Home
====

.. stability-matrix:: model

.. toctree::

   levels

Bert
----

.. stability:feature:: bert
"""
LEVELS = "Levels\n======\n\n.. stability-levels::\n"
PAGES = {"index.rst": PAGE, "levels.rst": LEVELS}
OTHER = {
    "format": 1,
    "project": "Vision",
    "version": "1",
    "scheme": {
        "levels": [
            {
                "id": "final",
                "label": "Stable",
                "rank": 3,
                "backward-compatible": True,
                "url": "l.html#final",
            },
            {
                "id": "trial",
                "label": "Beta",
                "rank": 1,
                "production": False,
                "url": "//evil.example",
            },
        ]
    },
    "features": [
        {"id": "jpeg", "title": "JPEG", "levels": [{"level": "trial", "when": {"device": "gpu"}}]},
        {"id": "png", "title": "PNG", "levels": [{"level": "final"}]},
    ],
}
OTHERS = "stability_projects = {'vision': ('https://vision.example/1/', 'other.json')}\n"


def _table(html: str) -> list[str]:
    """Return the cells of the first matrix, rows on a line: tag, attributes and words."""
    match = re.search(r'<table class="stability-matrix.*?</table>', html, re.DOTALL)
    assert match
    lines = []
    for row in re.findall(r"<tr.*?</tr>", match[0], re.DOTALL):
        cells = re.findall(r"<(t[hd])(.*?)>(.*?)</t[hd]>", row, re.DOTALL)
        shown = []
        for tag, attributes, inner in cells:
            words = " ".join(re.sub(r"<[^>]+>", "", inner).split())
            kept = " ".join(sorted(re.findall(r'(?:scope|\w+span)="\w+"', attributes)))
            shown.append(" ".join(filter(None, (tag, kept, words))))
        lines.append(" | ".join(shown))
    return lines


def test_header_cells_tell_what_they_head(docs: Docs) -> None:
    """Two keys make two rows of headers; the words are escaped, and link to the feature."""
    docs.write(PAGES, ENTRIES)
    built = docs.build()
    assert built.warnings == []
    page = built.read()
    assert _table(page) == [
        (
            'th rowspan="2" scope="col" Feature | th colspan="2" scope="col" pytorch'
            ' | th colspan="2" scope="col" jax'
        ),
        (
            'th scope="col" training | th scope="col" inference'
            ' | th scope="col" training | th scope="col" inference'
        ),
        (
            'th scope="row" Bert &amp; &lt;co&gt; | td Beta since 2.1 | td Stable'
            " | td Not offered | td –"
        ),
        'th scope="row" Llama | td – | td Alpha | td – | td Alpha',
    ]
    assert '<a class="reference internal" href="#stability-feature-bert">' in page
    assert (
        '<a class="stability-link reference internal" href="levels.html#stability-level-alpha">'
        in page
    )
    assert '<p class="stability-note">–: not classified.</p>' in page
    assert "How the levels compare" not in page
    assert "Level:\nBeta for pytorch, training since version 2.1\n" in built.plain()
    assert "Not offered:\nfor jax, training" in built.plain()


def test_headers_of_several_rows_do_not_shift_the_cells_below(docs: Docs) -> None:
    docs.write(
        PAGES | {"index.rst": PAGE.replace(" model\n", "\n   :columns: workload\n")}, ENTRIES
    )
    built = docs.build()
    assert built.warnings == []
    assert _table(built.read()) == [
        (
            'th scope="col" Feature | th scope="col" Framework | th scope="col" training'
            ' | th scope="col" inference'
        ),
        (
            'th rowspan="2" scope="row" Bert &amp; &lt;co&gt; | th scope="row" pytorch'
            " | td Beta since 2.1 | td Stable"
        ),
        'th scope="row" jax | td Not offered | td –',
        'th scope="row" Llama | th scope="row" any | td – | td Alpha',
    ]


TEXT = """\
+---------------+--------------------+-------------+---------------+-------------+
| Feature       | pytorch                          | jax                         |
|               +--------------------+-------------+---------------+-------------+
|               | training           | inference   | training      | inference   |
|===============|====================|=============|===============|=============|
| Bert & <co>   | [Beta] since 2.1   | [Stable]    | Not offered   | –           |
+---------------+--------------------+-------------+---------------+-------------+
| Llama         | –                  | [Alpha]     | –             | [Alpha]     |
+---------------+--------------------+-------------+---------------+-------------+

–: not classified.

+---------------+-------------+--------------------+-------------+
| Feature       | Framework   | training           | inference   |
|===============|=============|====================|=============|
| Bert & <co>   | pytorch     | [Beta] since 2.1   | [Stable]    |
|               +-------------+--------------------+-------------+
|               | jax         | Not offered        | –           |
+---------------+-------------+--------------------+-------------+
| Llama         | any         | –                  | [Alpha]     |
+---------------+-------------+--------------------+-------------+

–: not classified.
"""
WORDS = ("Feature", "Framework", "training", "[Beta]", "since 2.1", "Not offered", "any")
BOTH = """
Home
====

.. stability-matrix:: model

.. stability-matrix::
   :columns: workload
"""


def test_the_text_has_the_same_tables(docs: Docs) -> None:
    """With headers of several columns and rows."""
    docs.write({"index.rst": BOTH}, ENTRIES)
    built = docs.build("text")
    assert built.warnings == []
    assert built.read("index.txt").partition("\n\n")[2] == TEXT


@pytest.mark.parametrize(
    ("builder", "name", "spans"),
    [
        ("man", "pkg.1", False),
        ("texinfo", "pkg.texi", False),
        ("xml", "index.xml", False),
        ("latex", "pkg.tex", True),
    ],
)
def test_every_builder_has_the_words(docs: Docs, builder: str, name: str, *, spans: bool) -> None:
    """Those whose tables have no cells of several columns name both keys; and nobody warns."""
    docs.write({"index.rst": BOTH}, ENTRIES)
    built = docs.build(builder)
    assert built.warnings == []
    text = re.sub(r"<[^>]+>|[{}]", "", built.read(name))
    assert [word for word in (*WORDS, "–" if not spans else "") if word not in text] == []
    assert ("pytorch, training" in text) is not spans


FAULTY = {
    "kind": (".. stability-matrix:: modle", "`modle` is not a kind: model. Did you mean `model`?"),
    "kinds": (
        ".. stability-matrix:: model\n   :kinds: api",
        "`api` is not a kind: model",
    ),
    "level": (
        ".. stability-matrix::\n   :levels: betta",
        "`betta` is not a level: stable, beta, alpha, prototype. Did you mean `beta`?",
    ),
    "project": (
        ".. stability-matrix::\n   :projects: pgk",
        "`pgk` is not a project: pkg. Did you mean `pkg`?",
    ),
    "column": (
        ".. stability-matrix::\n   :columns: framwork",
        "`framwork` is not a key of a context: framework, workload. Did you mean `framework`?",
    ),
    "twice": (
        ".. stability-matrix::\n   :columns: framework\n   :rows: workload framework",
        "`framework` is named twice: it makes either rows or columns",
    ),
}


def test_each_wrong_word_is_a_warning(docs: Docs) -> None:
    """At the directive, which then shows nothing; when the manifest knows the word, it does."""
    pages = {f"{name}.rst": f":orphan:\n\nP\n=\n\n{text}\n" for name, (text, _) in FAULTY.items()}
    docs.write(pages | {"index.rst": "Home\n====\n"}, ENTRIES)
    built = docs.build()
    assert built.warnings == [
        f"{name}.rst:6: WARNING: {FAULTY[name][1]} [stability.markup]" for name in sorted(FAULTY)
    ]
    assert "Not offered" not in built.read("column.html")
    docs.write({}, ENTRIES.replace("framework =", "framwork ="))
    assert "Not offered" in docs.build().read("column.html")


def test_a_word_that_means_nothing_any_more_is_a_warning(docs: Docs) -> None:
    """Though nothing else of the page has changed."""
    page = "Home\n====\n\n.. stability-matrix:: api model\n"
    more = '[[scheme.kinds]]\nid = "api"\n'
    docs.write({"index.rst": page}, ENTRIES + more)
    assert docs.build().warnings == []
    docs.write({}, ENTRIES)
    warning = "index.rst:4: WARNING: `api` is not a kind: model [stability.markup]"
    assert docs.build().warnings == [warning]


def test_without_levels_by_context_there_is_a_sentence(docs: Docs) -> None:
    docs.write({"index.rst": "Home\n====\n\n.. stability-matrix::\n"})
    assert "Nothing is classified by context." in docs.build().plain()


def test_without_features_that_fit_the_sentence_says_what_was_asked_for(docs: Docs) -> None:
    entries = ENTRIES + '[[scheme.kinds]]\nid = "api"\n'
    docs.write({"index.rst": "Home\n====\n\n.. stability-matrix:: api\n"}, entries)
    assert "No feature fits: api." in docs.build().plain()


def test_the_page_is_written_again_when_a_cell_changes(docs: Docs) -> None:
    """Nothing is read for it, no other page is written, and the result is a clean build's."""
    pages = {"index.rst": BOTH, "other.rst": ":orphan:\n\nO\n=\n"}
    docs.write(pages, ENTRIES)
    first = docs.build()
    other = first.outdir / "other.html"
    was = other.stat().st_mtime_ns
    docs.write({}, ENTRIES.replace('"jax", workload = "training" }]', '"jax" }]'))
    second = docs.build()
    assert second.app.env.all_docs == first.app.env.all_docs
    assert other.stat().st_mtime_ns == was
    assert "td Not offered | td Not offered" in _table(second.read())[2]
    assert second.read() == docs.build(outdir="clean", parallel=2).read()


def test_schemes_side_by_side(docs: Docs) -> None:
    """Levels that share a label keep apart; one legend compares them, and badges lead home."""
    page = "Home\n====\n\n:stability-of:`vision:png`\n\n" + ".. stability-index::\n\n" * 2
    docs.write({"index.rst": page}, ENTRIES, OTHERS)
    docs.add({"other.json": json.dumps(OTHER)})
    built = docs.build()
    assert built.warnings == []
    page, words = built.read(), built.plain()
    assert "Stable 3\nBeta (no promise stated) 1\nAlpha 1\nBeta (not for production) 1\n" in words
    legend = words.partition("How the levels compare\n")[2].splitlines()
    assert legend[1:13] == [
        *("Project", "Keeps backward compatibility", "No promise stated", "Not for production"),
        *("pkg", "Stable", "Beta Alpha Prototype", "–"),
        *("vision", "Stable", "–", "Beta"),
    ]
    home = "https://vision.example/1/l.html#final"
    link = f'<a class="stability-link reference external" href="{home}">'
    assert page.count(link) == 4  # role, legend, and two rows; the counts are of both projects
    assert page.count("How the levels compare") == 1
    assert "evil" not in page


LEGEND = """\
-[ How the levels compare ]-

Each project keeps its own words. Levels in the same column promise
the same, but for those that state no promise, whatever they are
called; within a project the more stable ones come first. No level of
pkg says whether it keeps backward compatibility: the highest is taken
for one that does.

+-----------+--------------------------------+------------------------------+
| Project   | Keeps backward compatibility   | No promise stated            |
|===========|================================|==============================|
| pkg       | [Stable]                       | [Beta] [Alpha] [Prototype]   |
+-----------+--------------------------------+------------------------------+
| vision    | [Stable]                       | [Beta]                       |
+-----------+--------------------------------+------------------------------+
"""


def test_a_change_of_another_projects_scheme_rewrites_the_legend(docs: Docs) -> None:
    """Below a matrix as well, and in the text; for that nothing is read."""
    docs.write({"index.rst": "Home\n====\n\n.. stability-matrix::\n"}, ENTRIES, OTHERS)
    docs.add({"other.json": json.dumps(OTHER)})
    first = docs.build("text")
    assert "Not for production" in first.read("index.txt")
    assert "-[ vision ]-\n\n+-----------+----------+\n| Feature   | gpu" in first.read("index.txt")
    docs.add({"other.json": json.dumps(OTHER).replace('"production": false', '"production": true')})
    second = docs.build("text")
    assert second.app.env.all_docs == first.app.env.all_docs
    assert second.read("index.txt").endswith(LEGEND)


def test_a_level_that_is_described_elsewhere_moves_the_links_of_the_legend(docs: Docs) -> None:
    index = "Home\n====\n\n.. stability-index::\n   :levels: final alpha\n"
    docs.write({"index.rst": index, "a.rst": f":orphan:\n\n{LEVELS}"}, ENTRIES, OTHERS)
    docs.add({"other.json": json.dumps(OTHER), "b.rst": ":orphan:\n\nB\n=\n"})
    first = docs.build()
    assert first.read().count("a.html#stability-level-prototype") == 1
    docs.add({"b.rst": f":orphan:\n\n{LEVELS}", "a.rst": ":orphan:\n\nA\n=\n"})
    second = docs.build()
    assert second.read().count("b.html#stability-level-prototype") == 1


def test_one_legend_for_all_tables_of_a_page(docs: Docs) -> None:
    """Below the last, with the projects of all, also where each shows only one of them."""
    page = "Home\n====\n\n" + "".join(
        f".. stability-{directive}::\n   :projects: {project}\n\n"
        for directive, project in (("index", "pkg"), ("index", "vision"), ("matrix", "pkg"))
    )
    docs.write({"index.rst": f"{page}The end.\n"}, ENTRIES, OTHERS)
    docs.add({"other.json": json.dumps(OTHER)})
    first = docs.build("text").read("index.txt")
    assert first.count("How the levels compare") == 1
    legend = first.partition("-[ How the levels compare ]-")[2]
    assert ("| pkg " in legend, "| vision " in legend) == (True, True)
    assert legend.endswith("+\n\nThe end.\n")
    docs.add({"other.json": json.dumps(OTHER).replace('"production": false', '"production": true')})
    assert docs.build("text").read("index.txt") == docs.build("text", outdir="clean").read(
        "index.txt"
    )
