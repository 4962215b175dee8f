"""The index in HTML: what it shows in which order, and what other projects cannot put into it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace
from sources import SCHEME, SOURCES, source

from sphinxext.stability import page, views
from sphinxext.stability.badges import Badge
from sphinxext.stability.inventory import FeatureItem, Inventory, ObjectItem, StageItem
from sphinxext.stability.rows import Source
from sphinxext.stability.tables import TableOptions

NASTY = "</script><script>alert(1)</script>\"><img src=x onerror=alert(1)>'&amp;"
OPTIONS = TableOptions("index")


def one(feature: FeatureItem, *objects: ObjectItem, base: str = "https://x.example/") -> Source:
    found = Inventory(
        format=1, project="p", version="1.0", scheme=SCHEME, features=(feature,), objects=objects
    )
    return Source("p", base, found, local=not base)


class _Elements(HTMLParser):
    """Notes every element with its attributes; what opens has to close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "input", "wbr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_counts_go_from_the_most_stable_level_to_the_states() -> None:
    view = views.view(SOURCES, OPTIONS)
    assert [(badge.label, number) for badge, number in view.counts] == [
        ("Stable", 22),
        ("Beta", 21),
        ("Prototype", 19),
        ("Deprecated", 9),
    ]
    assert (view.kinds, view.projects) == (["API", "Model class"], ["alpaca", "beaver", "camel"])
    assert (view.total, view.headed) == (61, True)


@pytest.mark.parametrize(
    ("options", "about"),
    [
        ({}, ["API"]),
        ({"group_by": "level"}, ["alpaca", "API"]),
        ({"group_by": "kind"}, ["alpaca"]),
        ({"group_by": "level", "columns": ("feature", "project", "kind")}, []),
        ({"group_by": "level", "projects": ("alpaca",)}, ["API"]),
    ],
)
def test_a_row_names_what_no_heading_or_column_does(
    options: dict[str, str], about: list[str]
) -> None:
    view = views.view(SOURCES, TableOptions("index", **options))
    assert view.about(view.groups[0].rows[0]) == about


def _rows(text: str) -> list[dict[str, str | None]]:
    return [found for tag, found in _Elements(text).found if tag == "tr" and "data-levels" in found]


def _html(options: TableOptions) -> str:
    return page.html(views.view(SOURCES, options), lambda href, _: href, lambda _: "")


def test_rows_tell_the_script_their_levels_kind_and_project() -> None:
    """By place in the lists of the view; a row that stands twice has a number."""
    rows = _rows(_html(OPTIONS))
    assert rows[0] == {"data-levels": "0 3", "data-kind": "0", "data-project": "0"}
    assert rows[1] == {"data-levels": "1", "data-kind": "1", "data-project": "0"}
    assert len(rows) == 61
    by_level = _rows(_html(TableOptions("index", group_by="level")))
    twice = [row for row in by_level if "data-number" in row]
    assert [(row["data-levels"], row["data-number"]) for row in twice] == [("0", "0"), ("1", "0")]


def test_links_of_levels_and_rows_are_those_of_the_page() -> None:
    """The page says where things are; a level is asked for once."""
    feature = FeatureItem(id="f", title="F", levels=(StageItem(level="beta"),), url="api#f")
    asked = []

    def level_uri(badge: Badge) -> str:
        asked.append(badge.level)
        return f"levels.html#{badge.level}"

    view = views.view([one(feature, base="")], OPTIONS)
    text = page.html(view, lambda href, local: f"{href}?{local}", level_uri, 3)
    assert '<a class="reference internal" href="api#f?True"><span>F</span></a>' in text
    assert '<a class="stability-link reference internal" href="levels.html#beta">' in text
    assert asked == ["beta"]
    assert 'id="stability:index-3" data-prefix="3."' in text


def test_a_single_row_needs_no_controls() -> None:
    feature = FeatureItem(id="f", title="F", levels=(StageItem(level="beta"),))
    text = page.whole([one(feature)], OPTIONS, "One")
    assert "<template>" not in text
    assert "1 entry in p 1.0." in text


def test_names_may_be_broken_where_their_parts_end() -> None:
    item = ObjectItem(domain="py", type="class", name="a.b_c<d>.e", url="x", level="beta")
    feature = FeatureItem(id="f", title="F", covers=("a.long_name", "a.other"))
    text = page.whole([one(feature, item)], TableOptions("index", show="both"), "T")
    assert "<code>a.<wbr>b_<wbr>c&lt;d&gt;.e</code>" in text
    assert "<code>a.<wbr>long_<wbr>name</code> and 1 more" in text


def test_nothing_of_another_project_becomes_markup() -> None:
    """Titles, words, links and versions stand there as text; the page is well-formed."""
    stage = StageItem(level=NASTY, since=NASTY, when={"a": NASTY})
    feature = FeatureItem(
        id=NASTY,
        title=NASTY,
        kind=NASTY,
        levels=(stage,),
        history=(stage,),
        planned=stage,
        covers=(NASTY,),
        url=NASTY,
        tracking=f"https://x.example/{NASTY}",
        docs="javascript:alert(1)",
    )
    item = ObjectItem(domain="py", type=NASTY, name=NASTY, url="javascript:x", level="beta")
    source = replace(one(feature, item), name=NASTY)
    columns = ("feature", "level", "since", "before", "next", "links", "project", "kind")
    plain = replace(source, inventory=Inventory(format=1, project="p", version=NASTY))
    for group_by in ("project", "level", "kind", "document"):
        options = TableOptions("index", show="both", group_by=group_by, columns=columns)
        text = page.whole([source, plain], options, NASTY)
        elements = _Elements(text)
        assert elements.open == []
        assert [tag for tag, _ in elements.found].count("script") == 1
        assert not {"img"} & {tag for tag, _ in elements.found}
        for _, attributes in elements.found:
            assert "onerror" not in attributes
            assert not (attributes.get("href") or "").startswith("javascript:")


def test_a_page_of_its_own_needs_no_other_file() -> None:
    """Style and script are in it, rows lead to their projects, versions are named."""
    text = page.whole(SOURCES, OPTIONS, "Feature status")
    elements = _Elements(text).found
    assert not [tag for tag, found in elements if tag == "link" or "src" in found]
    assert "<title>Feature status</title>" in text
    assert "61 entries in alpaca 2.6, beaver 2.6, camel 2.6." in text
    links = {found["href"] for tag, found in elements if tag == "a"}
    assert "https://camel.example/api.html#f3" in links
    assert text == page.whole(SOURCES, OPTIONS, "Feature status")


def test_rows_of_a_source_without_address_lead_nowhere() -> None:
    """Of a manifest nobody knows where its pages are."""
    nowhere = [replace(source("here", 3), base="")]
    links = re.findall('href="([^"]*)"', page.whole(nowhere, OPTIONS, "T"))
    assert links == ["https://example.org/1"]


def test_of_many_projects_some_are_named() -> None:
    many = [source(f"p{number}", 1) for number in range(8)]
    text = page.whole(many, OPTIONS, "T")
    assert "8 entries in p0 2.6, p1 2.6, p2 2.6, p3 2.6, p4 2.6, 3 more projects." in text


def test_an_index_of_nothing_says_so() -> None:
    text = page.whole([], OPTIONS, "T")
    assert "<p>Nothing is classified.</p>" in text
    assert "entries in" not in text


def test_the_script_closes_nothing_around_it() -> None:
    """It stands in the page as it is, and so does the style sheet."""
    text = page.whole(SOURCES, OPTIONS, "T")
    assert text.count("</script>") == text.count("</style>") == 1


def test_rows_with_one_id_are_one_with_the_levels_of_both() -> None:
    """Two overloads in this project's own inventory, say: nothing refuses it."""
    feature = FeatureItem(id="x", title="X", levels=(StageItem(level="beta"),))
    other = replace(feature, levels=(StageItem(level="stable"),))
    twice = one(feature)
    twice = replace(twice, inventory=replace(twice.inventory, features=(feature, other)))
    view = views.view([twice], OPTIONS)
    assert [(badge.label, number) for badge, number in view.counts] == [("Stable", 1), ("Beta", 1)]
    text = page.html(view, lambda href, _: href, lambda _: "")
    assert [(row["data-levels"], row["data-number"]) for row in _rows(text)] == [
        ("1", "0"),
        ("0", "0"),
    ]
