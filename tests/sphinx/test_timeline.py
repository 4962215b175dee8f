"""``.. stability-timeline::``: a drawing in HTML, a table everywhere else."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

QUIET = 'stability_rules = {"all": "off"}\n'
RELEASES = """
[policy.windows]
default = { releases = 2 }

[[releases]]
version = "2.1"
date = 2023-09-10

[[releases]]
version = "2.2"
date = 2023-12-10

[[releases]]
version = "2.3"
date = 2024-03-10

[[releases]]
version = "2.3.1"
date = 2024-04-01

[[releases]]
version = "2.4"
date = 2024-06-10
"""
FEATURES = """
[[features]]
id = "early"
title = "Early birds"
level = "beta"
since = "2.3"
history = [{ level = "Experimental", since = "2.1" }]

[[features]]
id = "undated"
level = "alpha"

[[features]]
id = "over"
level = "alpha"
since = "2.1"
ended = "2.3"
"""
CHANGES = """
[[changes]]
id = "gone"
type = "removal"
objects = ["pkg.f", "pkg.g"]
deprecated = "2.1"
error = "2.2"
effective = "2.4"

[[changes]]
id = "open"
type = "parameter-removal"
objects = ["pkg.h(x)"]
deprecated = "2.3"

[[changes]]
id = "swap"
type = "mode-swap"
objects = ["pkg.h(x='a')"]
deprecated = "2.1"
effective = "2.2"
restored = "2.4"

[[changes]]
id = "plan"
type = "removal"
objects = ["pkg.i"]
"""
PAGE = "Home\n====\n\n.. stability-timeline::\n"
SVG = "{http://www.w3.org/2000/svg}"


def timeline(docs: Docs, entries: str, options: str = "", conf: str = "") -> Built:
    """Build a page with a timeline."""
    text = "".join(f"   {line}\n" for line in options.splitlines())
    docs.write({"index.rst": f"{PAGE}{text}"}, entries, QUIET + conf)
    return docs.build()


def drawings(page: str) -> list[ET.Element]:
    """Return the charts of a page, read as XML."""
    found = re.findall(r'<svg class="stability-chart".*?</svg>', page, re.DOTALL)
    return [ET.fromstring(one) for one in found]  # noqa: S314


def lanes(drawn: ET.Element) -> list[str]:
    """Return the titles of the lanes, in full."""
    return [one[0].text or "" for one in drawn.iter("text") if one.get("class") == "lane"]


def bars(drawn: ET.Element) -> list[tuple[str, str]]:
    """Return the classes and titles of the bars."""
    return [(one.get("class", ""), one[0].text or "") for one in drawn.iter("g")]


def columns(drawn: ET.Element) -> list[str]:
    """Return the releases across."""
    heads = [one for one in drawn.iter("text") if one.get("y") == "20"]
    return ["".join(one.itertext()).split()[-1][-3:] for one in heads]


def rows(built: Built, name: str = "index.html") -> list[list[str]]:
    """Return the cells of the table."""
    page = built.read(name)
    table = page[page.index('<table class="stability-timeline') : page.index("</table>")]
    return [
        [html.unescape(re.sub("<[^>]+>", "", cell)) for cell in row.split("<td>")[1:]]
        for row in table.replace("\n", "").split("<tr")[2:]
    ]


TABLE = [
    ["Early birds", "Experimental", "2.1", "2.3"],
    ["Early birds", "Beta", "2.3", "–"],
    ["Over", "Alpha", "2.1", "2.3 (dropped)"],
    ["pkg.f +1", "Deprecated", "2.1", "2.2"],
    ["pkg.f +1", "Error", "2.2", "2.4 (removed)"],
    ["pkg.h(x)", "Deprecated", "2.3", "2.5"],
    ["pkg.h(x)", "May end (computed)", "2.5", "–"],
    ["pkg.h(x=a)", "Deprecated", "2.1", "2.2"],
    ["pkg.h(x=a)", "Removed", "2.2", "2.4"],
    ["pkg.h(x=a)", "Restored", "2.4", "–"],
]


def test_the_drawing(docs: Docs) -> None:
    """Lanes for features and changes; bars with titles; the release it is about stands out."""
    built = timeline(docs, RELEASES + FEATURES + CHANGES)
    assert built.warnings == []
    (drawn,) = drawings(built.read())
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == (
        "Levels and changes over the releases 2.1 to 2.5: 5 lines; a table follows"
    )
    assert lanes(drawn) == ["Early birds", "Over", "pkg.f +1", "pkg.h(x)", "pkg.h(x=a)"]
    assert bars(drawn) == [
        ("stability-amber former", "Early birds: Experimental since 2.1 until 2.3"),
        ("stability-amber", "Early birds: Beta since 2.3"),
        ("stability-violet", "Over: Alpha since 2.1 until 2.3"),
        ("stability-red", "pkg.f +1: Deprecated since 2.1 until 2.2"),
        ("stability-red", "pkg.f +1: Error since 2.2 until 2.4"),
        ("stability-red", "pkg.h(x): Deprecated since 2.3 until 2.5"),
        ("stability-grey former", "pkg.h(x): May end (computed) since 2.5"),
        ("stability-red", "pkg.h(x=a): Deprecated since 2.1 until 2.2"),
        ("stability-grey", "pkg.h(x=a): Removed since 2.2 until 2.4"),
        ("stability-green", "pkg.h(x=a): Restored since 2.4"),
    ]
    assert columns(drawn) == ["2.1", "2.2", "2.3", "2.4", "2.5"]
    now = [one for one in drawn.iter("text") if "now" in one.get("class", "").split()]
    assert [one[0].text[:15] for one in now if one[0].text] == ["2.4: 2024-06-10"]
    about = [one.text for one in drawn.iter("title") if (one.text or "").startswith("2.5")]
    assert about == ["2.5: about 2024-09-08"] or about[0].startswith("2.5: about 2024-09")


def test_the_table_says_the_same(docs: Docs) -> None:
    """It is folded below the drawing, which scrolls by keyboard; the style sheet is there."""
    built = timeline(docs, RELEASES + FEATURES + CHANGES)
    assert rows(built) == TABLE
    page = built.read()
    assert re.search(r'<div class="stability-scroll" tabindex="0" role="group" aria-label=', page)
    assert "<details><summary>The same as a table</summary>" in page
    assert "stability.css" in page
    figure = page[page.index("<figure") : page.index("</figure>") + 9]
    ET.fromstring(figure)  # noqa: S314
    assert "<script" not in figure
    assert not re.search(r"\bon\w+=|style=", figure)


def test_bars_stand_where_their_releases_are(docs: Docs) -> None:
    """A bar begins at the line of its release and ends at that of the next state."""
    (drawn,) = drawings(timeline(docs, RELEASES + FEATURES, ":features: early").read())
    lines = [float(one.get("x1", 0)) for one in drawn.iter("line")]
    first, second = (one[1] for one in drawn.iter("g"))
    assert float(first.get("x", 0)) == lines[0]
    assert float(second.get("x", 0)) == lines[2]
    ends = float(first.get("x", 0)) + float(first.get("width", 0))
    assert lines[1] < ends <= lines[2]
    width = float(drawn.get("width", 0))
    for one in drawn.iter("rect"):
        assert float(one.get("x", 0)) + float(one.get("width", 0)) <= width


HOSTILE = [
    "<script>alert(1)</script>",
    "a & b \\\" c' </svg><img src=x onerror=alert(1)>",
    "]]> <!-- --> &lt;",
    "*bold* |x| `y`_ ``z",
]


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize(
    "builder", ["html", "dirhtml", "singlehtml", "epub", "text", "latex", "xml"]
)
def test_hostile_titles_are_text(docs: Docs, title: str, builder: str) -> None:
    """What a manifest says is escaped in the drawing, its labels and the table."""
    entries = RELEASES + FEATURES.replace("Early birds", title)
    docs.write({"index.rst": PAGE}, entries, QUIET)
    built = docs.build(builder)
    assert built.warnings == []
    name = {"epub": "index.xhtml", "text": "index.txt", "latex": "pkg.tex", "xml": "index.xml"}
    page = built.read(name.get(builder, "index.html"))
    if builder not in {"text", "latex"}:
        assert "<script>alert" not in page
        assert "<img" not in page
    if builder in {"html", "dirhtml", "singlehtml"}:
        (drawn,) = drawings(page)
        assert lanes(drawn)[0] == title.replace('\\"', '"')


@pytest.mark.parametrize("target", ["std::vec<int>", "pkg.<x>"])
def test_hostile_targets_are_text(docs: Docs, target: str) -> None:
    entries = RELEASES + CHANGES.replace("pkg.f", target)
    (drawn,) = drawings(timeline(docs, entries).read())
    assert lanes(drawn)[0] == f"{target} +1"


@pytest.mark.parametrize(
    ("builder", "name"),
    [
        ("text", "index.txt"),
        ("latex", "pkg.tex"),
        ("man", "pkg.1"),
        ("texinfo", "pkg.texi"),
        ("epub", "index.xhtml"),
        ("xml", "index.xml"),
    ],
)
def test_other_builders_have_the_table(docs: Docs, builder: str, name: str) -> None:
    """No drawing, no raw markup: the words in a table."""
    docs.write({"index.rst": PAGE}, RELEASES + FEATURES + CHANGES, QUIET)
    built = docs.build(builder)
    assert built.warnings == []
    text = built.read(name)
    if builder != "xml":
        assert "<svg" not in text
        assert "stability-chart" not in text
    words = " ".join(re.sub(r"\\f[BIPR]|<[^>]*>", " ", text).split())
    for cell in ("What", "State", "Early birds", "Experimental", "Beta", "May end (computed)"):
        assert cell in words
    assert "2.4 (removed)" in words
    assert "2.3 (dropped)" in words


def test_the_text_table(docs: Docs) -> None:
    docs.write({"index.rst": PAGE}, RELEASES + FEATURES, QUIET)
    lines = docs.build("text").read("index.txt").splitlines()
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line[:2] == "| "]
    assert cells == [["What", "State", "From", "To"], *TABLE[:3]]


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_every_html_builder_draws(docs: Docs, builder: str) -> None:
    docs.write({"index.rst": PAGE}, RELEASES + FEATURES + CHANGES, QUIET)
    built = docs.build(builder)
    assert built.warnings == []
    assert len(drawings(built.read())) == 1


def test_the_words_can_be_searched_once(docs: Docs) -> None:
    """The search index has the table's words, and no markup of the drawing."""
    index = timeline(docs, RELEASES + FEATURES + CHANGES).read("searchindex.js")
    assert '"experiment"' in index or "experiment:" in index
    for word in ("viewbox", "rect", "svg"):
        assert f'"{word}"' not in index
        assert f"{word}:" not in index


OPTIONS = [
    (":show: features", ["Early birds", "Over"], "2.1 to 2.4"),
    (":show: changes", ["pkg.f +1", "pkg.h(x)", "pkg.h(x=a)"], "2.1 to 2.5"),
    (":show: features\n:features: early", ["Early birds"], "2.1 to 2.4"),
    (":show: features\n:features: undated, over", ["Undated", "Over"], "2.1 to 2.4"),
    (":show: changes\n:changes: gone, swap", ["pkg.f +1", "pkg.h(x=a)"], "2.1 to 2.4"),
    (":show: changes\n:changes: open", ["pkg.h(x)"], "2.1 to 2.5"),
    (":features: early\n:changes: gone", ["Early birds", "pkg.f +1"], "2.1 to 2.4"),
    (":from: 2.3", ["Early birds", "pkg.f +1", "pkg.h(x)", "pkg.h(x=a)"], "2.3 to 2.5"),
    (":to: 2.2", ["Early birds", "Over", "pkg.f +1", "pkg.h(x=a)"], "2.1 to 2.2"),
    (
        ":from: 2.2\n:to: 2.3",
        ["Early birds", "Over", "pkg.f +1", "pkg.h(x)", "pkg.h(x=a)"],
        "2.2 to 2.3",
    ),
]


@pytest.mark.parametrize(("options", "found", "releases"), OPTIONS)
def test_options(docs: Docs, options: str, found: list[str], releases: str) -> None:
    """What is shown, and over which releases."""
    built = timeline(docs, RELEASES + FEATURES + CHANGES, options)
    assert built.warnings == []
    (drawn,) = drawings(built.read())
    assert lanes(drawn) == found
    assert f" the releases {releases}: " in drawn.get("aria-label", "")
    assert [row[0] for row in rows(built) if row[0] not in found] == []


@pytest.mark.parametrize("options", [":features: early", ":changes: gone"])
def test_naming_entries_shows_these_alone(docs: Docs, options: str) -> None:
    """Who asks for one feature does not want all changes."""
    (drawn,) = drawings(timeline(docs, RELEASES + FEATURES + CHANGES, options).read())
    assert len(lanes(drawn)) == 1, lanes(drawn)


def test_the_end_of_a_bar_outside_of_the_range_is_not_told(docs: Docs) -> None:
    """Up to 2.2 nothing is removed yet: the removal comes in 2.4."""
    (drawn,) = drawings(timeline(docs, RELEASES + CHANGES, ":changes: gone\n:to: 2.2").read())
    assert "removed" not in ["".join(one.itertext()) for one in drawn.iter("text")]


def test_the_table_has_the_range_of_the_drawing(docs: Docs) -> None:
    """`The same as a table`: rows that the drawing does not show are not in it."""
    built = timeline(docs, RELEASES + FEATURES, ":features: early\n:from: 2.4")
    (drawn,) = drawings(built.read())
    assert [title for _, title in bars(drawn)] == ["Early birds: Beta since 2.3"]
    assert [row[1] for row in rows(built)] == ["Beta"]


FAULTS = [
    (
        ":features: erly",
        "`erly` is not a feature of the manifest: early, undated, over. Did you mean `early`?",
    ),
    (
        ":features: early gone",
        "`gone` is not a feature of the manifest: early, undated, over",
    ),
    (
        ":changes: gon",
        "`gon` is not a change of the manifest: gone, open, swap, plan. Did you mean `gone`?",
    ),
    (":show: all", "`:show:`: `all` is not allowed here: features, changes, both"),
    (
        ":from: main",
        "`:from:`: `main` is not a version that PEP 440 allows, such as `2.7` or `2.7.0rc1`",
    ),
]


@pytest.mark.parametrize(("options", "message"), FAULTS)
def test_what_cannot_be_shown(docs: Docs, options: str, message: str) -> None:
    """One located warning that says what is allowed, and no chart."""
    built = timeline(docs, RELEASES + FEATURES + CHANGES, options)
    assert built.warnings == [f"index.rst:4: WARNING: {message} [stability.markup]"]
    assert built.plain() == "Home"


def test_a_faulty_one_comes_back_when_the_manifest_knows_the_word(docs: Docs) -> None:
    docs.write({"index.rst": f"{PAGE}   :features: late\n"}, RELEASES + FEATURES, QUIET)
    assert len(docs.build().warnings) == 1
    docs.write(
        {"index.rst": f"{PAGE}   :features: late\n"},
        RELEASES + FEATURES.replace('"early"', '"late"'),
        QUIET,
    )
    built = docs.build()
    assert built.warnings == []
    assert "Early birds" in lanes(drawings(built.read())[0])


NO_RELEASES = "The manifest has no releases to draw a timeline over."


def test_no_calendar(docs: Docs) -> None:
    """Versions alone have no order that one could draw over."""
    built = timeline(docs, FEATURES + CHANGES)
    assert (built.warnings, "no releases" in built.plain()) == ([], True)


@pytest.mark.parametrize("manifest", ["format = 1\n", None])
def test_no_manifest(docs: Docs, manifest: str | None) -> None:
    docs.write({"index.rst": PAGE}, manifest=manifest or "")
    if manifest is None:
        (docs.path / "stability.toml").unlink()
    built = docs.build()
    assert (built.warnings, "no releases" in built.plain()) == ([], True)


@pytest.mark.parametrize("options", ["", ":from: 2.9", ":show: changes\n:changes: plan"])
def test_nothing_to_draw_is_not_blamed_on_the_releases(docs: Docs, options: str) -> None:
    """The manifest has releases: what it lacks is something to draw over them."""
    entries = RELEASES + (FEATURES + CHANGES if options else "")
    built = timeline(docs, entries, options)
    assert bool(built.warnings) == ("plan" in options)  # which was asked for by name
    assert drawings(built.read()) == []
    assert NO_RELEASES not in built.plain()


def test_a_known_change_that_cannot_be_drawn_is_told(docs: Docs) -> None:
    """Who names a change without a start hears why it is not there, or sees it."""
    built = timeline(docs, RELEASES + FEATURES + CHANGES, ":show: changes\n:changes: plan gone")
    assert "pkg.i" in built.plain() or built.warnings != []


def test_releases_beyond_the_calendar(docs: Docs) -> None:
    """Those that a bar ends in are drawn, with a date that is about; of others nobody knows."""
    entries = RELEASES + CHANGES.replace('effective = "2.4"', 'effective = "2.7"')
    (drawn,) = drawings(timeline(docs, entries, ":show: changes\n:changes: gone").read())
    assert columns(drawn) == ["2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7"]
    titles = [one.text or "" for one in drawn.iter("title")]
    assert [title for title in titles if "about" in title] == [
        title for title in titles if title[:3] in {"2.5", "2.6", "2.7"}
    ]
    texts = ["".join(one.itertext()) for one in drawn.iter("text")]
    assert "removed, planned" in texts


def test_an_end_in_another_series_is_beyond_the_edge(docs: Docs) -> None:
    """3.0 has no place: the bar runs over the edge, and does not end in 2.4."""
    entries = RELEASES + CHANGES.replace('effective = "2.4"', 'effective = "3.0"')
    (drawn,) = drawings(timeline(docs, entries, ":show: changes\n:changes: gone").read())
    assert columns(drawn)[-1] == "2.4"
    rect = list(drawn.iter("rect"))[-1]
    last = float(list(drawn.iter("line"))[-1].get("x1", 0))
    assert float(rect.get("x", 0)) + float(rect.get("width", 0)) > last + 20
    assert ("stability-red", "pkg.f +1: Error since 2.2 until 3.0") in bars(drawn)


def test_releases_far_away_do_not_fill_the_page(docs: Docs) -> None:
    entries = RELEASES + CHANGES.replace('effective = "2.4"', 'effective = "2.999"')
    (drawn,) = drawings(timeline(docs, entries, ":show: changes\n:changes: gone").read())
    assert len(columns(drawn)) < 20


def test_a_feature_ends_by_the_change_that_removes_it(docs: Docs) -> None:
    entry = CHANGES.replace('objects = ["pkg.f", "pkg.g"]', 'features = ["early"]')
    (drawn,) = drawings(timeline(docs, RELEASES + FEATURES + entry, ":show: features").read())
    assert [title for _, title in bars(drawn) if title.startswith("Early")] == [
        "Early birds: Experimental since 2.1 until 2.3",
        "Early birds: Beta since 2.3 until 2.1",
        "Early birds: Deprecated since 2.1 until 2.2",
        "Early birds: Error since 2.2 until 2.4",
    ] or len(lanes(drawn)) == 2


def test_two_timelines_on_a_page(docs: Docs) -> None:
    """Each with its options; ids do not clash."""
    text = f"{PAGE}   :show: features\n\n.. stability-timeline::\n   :show: changes\n"
    docs.write({"index.rst": text}, RELEASES + FEATURES + CHANGES, QUIET)
    built = docs.build()
    assert built.warnings == []
    assert [len(lanes(one)) for one in drawings(built.read())] == [2, 3]
    ids = re.findall(r'\bid="([^"]+)"', built.read())
    assert len(ids) == len(set(ids))
    docs.build("latex")
    docs.build("epub", outdir="epub")


@pytest.mark.parametrize(
    ("conf", "now"),
    [
        ('stability_version = "2.2"\n', ["2.2"]),
        ('stability_version = "2.3.1"\n', ["2.3"]),
        ('stability_version = "2.9"\n', ["2.4"]),
    ],
)
def test_the_release_that_it_is_about(docs: Docs, conf: str, now: list[str]) -> None:
    """A version that is none of the columns takes the place of the newest not above it."""
    (drawn,) = drawings(timeline(docs, RELEASES + FEATURES, conf=conf).read())
    marked = [one for one in drawn.iter("text") if "now" in one.get("class", "").split()]
    assert ["".join(one.itertext())[-3:] for one in marked] == now
    lines = [one for one in drawn.iter("line") if "now" in one.get("class", "").split()]
    assert len(lines) == 1


def test_other_themes_and_markdown(docs: Docs) -> None:
    pytest.importorskip("myst_parser")
    docs.write(
        {"index.md": "# Home\n\n```{stability-timeline}\n:show: features\n```\n"},
        RELEASES + FEATURES,
        QUIET + 'extensions += ["myst_parser"]\nhtml_theme = "alabaster"\n',
    )
    built = docs.build()
    assert built.warnings == []
    assert lanes(drawings(built.read())[0]) == ["Early birds", "Over"]
