"""The rows of the classification index and of the history, from inventories."""

from __future__ import annotations

from typing import Any

import pytest

from sphinxext.stability.inventory import (
    ChangeItem,
    FeatureItem,
    Inventory,
    KindItem,
    LevelItem,
    ObjectItem,
    SchemeItem,
    StageItem,
)
from sphinxext.stability.rows import Source, badges_of, first_of
from sphinxext.stability.tables import TableOptions, count, history, index

BASE = "https://example.org/vision/stable/"
SCHEME = SchemeItem(
    default_level="stable",
    levels=(
        LevelItem(id="stable", label="Stable", rank=30, color="green"),
        LevelItem(id="beta", label="Beta", rank=20, color="amber"),
        LevelItem(id="prototype", label="Prototype", rank=10, color="violet"),
    ),
    kinds=(KindItem(id="model-class", label="Model class"),),
)


def _stage(level: str, since: str = "", **when: str) -> StageItem:
    return StageItem(level=level, since=since, when=when)


def _feature(title: str, *levels: StageItem, **keys: Any) -> FeatureItem:  # noqa: ANN401
    return FeatureItem(id=title.lower(), title=title, levels=levels, **keys)


def _source(name: str, base: str, **parts: Any) -> Source:  # noqa: ANN401
    found = Inventory(format=1, project=name, version="2.4", scheme=SCHEME, **parts)
    return Source(name, base, found, local=not base)


TORCH = _source(
    "torch",
    "",
    features=(
        _feature(
            "Zeta",
            _stage("prototype", "1.6"),
            url="names.html#zeta",
            history=(_stage("Experimental", "1.3"),),
            planned=_stage("beta", "2.7"),
            covers=("py:function:torch.zeta", "torch.eta"),
            tracking="https://example.org/1",
            docs="http://example.org/2",
        ),
        _feature(
            "alpha",
            _stage("stable", "2.0"),
            _stage("beta", "2.2", workload="training"),
            kind="model-class",
            url="names.html",
            history=(_stage("beta", "1.6"),),
        ),
        _feature("gone", _stage("stable"), covers=("torch.gone",)),
    ),
    changes=(
        ChangeItem(id="C", type="removal", phase="warn", features=("gone",), effective="2.7"),
        ChangeItem(id="D", type="behavior", phase="warn", features=("zeta",)),
    ),
    objects=(
        ObjectItem(domain="py", type="function", name="torch.default", url="a", level="stable"),
        ObjectItem(domain="py", type="function", name="torch.old", url="b", deprecated=True),
        ObjectItem(
            domain="py", type="class", name="torch.Zeta", url="c", level="prototype", feature="zeta"
        ),
    ),
)
VISION = _source("vision", BASE, features=(_feature("io", _stage("beta", "0.9"), url="io.html"),))
BOTH = (VISION, TORCH)


def _index(**options: Any) -> dict[str, list[str]]:  # noqa: ANN401
    groups = index(BOTH, TableOptions("index", **options))
    return {group.title: [row.title for row in group.rows] for group in groups}


def test_by_project_the_sources_keep_their_order_and_rows_are_sorted() -> None:
    assert list(_index().items()) == [("vision", ["io"]), ("torch", ["alpha", "gone", "Zeta"])]


@pytest.mark.parametrize(
    ("group_by", "expected"),
    [
        (
            "level",
            [
                ("Stable", ["alpha", "gone"]),
                ("Beta", ["alpha", "io"]),
                ("Prototype", ["Zeta"]),
            ],
        ),
        ("kind", [("Model class", ["alpha"]), ("Other", ["gone", "io", "Zeta"])]),
        (
            "document",
            [
                ("Not documented", ["gone"]),
                ("names.html", ["alpha", "Zeta"]),
                ("vision: io.html", ["io"]),
            ],
        ),
    ],
)
def test_rows_are_grouped(group_by: str, expected: list[tuple[str, list[str]]]) -> None:
    assert list(_index(group_by=group_by).items()) == expected


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ({"projects": ("torch",)}, ["Zeta", "alpha", "gone"]),
        ({"projects": ("nothing",)}, []),
        ({"levels": ("beta",)}, ["alpha", "io"]),
        ({"levels": ("Prototype", "BETA")}, ["Zeta", "alpha", "io"]),
        ({"levels": ("deprecated",)}, ["gone"]),
        ({"kinds": ("Model class",)}, ["alpha"]),
        ({"kinds": ("model-class",)}, ["alpha"]),
        ({"since": "2.0"}, ["alpha"]),
        ({"since": "1.0"}, ["Zeta", "alpha"]),
        ({"show": "objects"}, ["torch.Zeta", "torch.old"]),
        (
            {"show": "both", "projects": ("torch",), "levels": ("prototype",)},
            ["Zeta", "torch.Zeta"],
        ),
        ({"show": "objects", "kinds": ("class",)}, ["torch.Zeta"]),
    ],
)
def test_rows_are_filtered(options: dict[str, Any], titles: list[str]) -> None:
    assert sorted(title for group in _index(**options).values() for title in group) == titles


def test_a_row_tells_all_that_is_known() -> None:
    (group,) = index((TORCH,), TableOptions("index"))
    alpha, gone, zeta = group.rows
    assert (zeta.href, zeta.covers + zeta.more, zeta.since) == (
        "names.html#zeta",
        "torch.zeta and 1 more",
        "1.6",
    )
    assert (zeta.before, zeta.planned, zeta.local) == ("Experimental", "Beta in 2.7", True)
    assert zeta.links == (
        ("Tracking", "https://example.org/1"),
        ("Draft docs", "http://example.org/2"),
    )
    assert [badge.words for badge in alpha.badges] == ["Stable", "Beta (training)"]
    assert [badge.words for badge in gone.badges] == ["Stable", "Deprecated"]
    assert (gone.planned, gone.href) == ("removal in 2.7", "")


def test_a_level_that_a_feature_had_is_named_by_its_label() -> None:
    (group,) = index((TORCH,), TableOptions("index"))
    assert group.rows[0].before == "Beta"


def test_every_row_is_counted_once_by_level_whatever_the_groups() -> None:
    for group_by in ("project", "level", "kind", "document"):
        groups = index(BOTH, TableOptions("index", group_by=group_by))
        found = {badge.label: number for badge, number in count(groups)}
        assert found == {"Stable": 2, "Beta": 2, "Prototype": 1, "Deprecated": 1}


def test_what_has_no_level_stands_under_its_state_and_is_counted() -> None:
    """By level, an object that goes away is under Deprecated, as its badge says."""
    feature = FeatureItem(id="a", title="A")
    objects = (
        ObjectItem(domain="py", type="function", name="old", url="b", deprecated=True),
        ObjectItem(domain="py", type="function", name="gone", url="b", removed=True),
    )
    options = TableOptions("index", show="both", group_by="level")
    groups = index((_source("p", BASE, features=(feature,), objects=objects),), options)
    assert [(group.title, [row.title for row in group.rows]) for group in groups] == [
        ("Deprecated", ["old"]),
        ("Removed", ["gone"]),
        ("Unclassified", ["A"]),
    ]
    assert [(badge.label, number) for badge, number in count(groups)] == [
        ("Deprecated", 1),
        ("Removed", 1),
        ("Unclassified", 1),
    ]


def test_rows_without_a_link_are_counted_each() -> None:
    twin = FeatureItem(id="a2", title="A", levels=(_stage("beta"),))
    both = _source("p", BASE, features=(_feature("A", _stage("beta")), twin))
    assert [number for _, number in count(index((both,), TableOptions("index")))] == [2]


def test_badges_name_the_level_that_they_link_to() -> None:
    ours, theirs = TORCH.inventory.features[0], VISION.inventory.features[0]
    assert [badge.level for badge in badges_of(TORCH, ours)] == ["prototype"]
    assert [badge.level for badge in badges_of(VISION, theirs)] == ["vision:beta"]


def test_an_object_shows_its_own_level_where_its_feature_has_another() -> None:
    """A directive at the object said so."""
    item = ObjectItem(
        domain="py", type="function", name="torch.x", url="x", level="beta", feature="zeta"
    )
    assert [badge.label for badge in badges_of(TORCH, item)] == ["Beta"]


def test_a_level_that_the_other_scheme_does_not_have_is_shown_as_written() -> None:
    (badge,) = badges_of(VISION, _feature("x", _stage("gamma", "1")))
    assert (badge.label, badge.color, badge.level) == ("gamma", "grey", "")


def test_links_of_a_project_whose_pages_nobody_knows_lead_nowhere() -> None:
    unknown = Source("p", "", TORCH.inventory)
    assert [unknown.link(url) for url in ("a.html", "https://x.example/", "javascript:x")] == [
        ""
    ] * 3
    (row, *_) = index([unknown], TableOptions("index"))[0].rows
    assert (row.href, row.local) == ("", False)


@pytest.mark.parametrize("url", ["", "api.html", "api.html#torch.x", "a/b.html?x=1#y"])
def test_links_of_other_projects_are_joined_to_their_address(url: str) -> None:
    assert VISION.link(url) == (BASE + url if url else "")
    assert TORCH.link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "\tjavascript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "https://evil.example/",
        "//evil.example/x",
        "/\t/evil.example/x",
        "/elsewhere.html",
        "../../../elsewhere.html",
    ],
)
def test_a_link_that_leaves_the_other_project_is_dropped(url: str) -> None:
    assert VISION.link(url) == ""


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "page.html", "ftp://a"]
)
def test_links_of_a_feature_are_web_addresses_or_dropped(url: str) -> None:
    source = _source(
        "p", BASE, features=(_feature("a", tracking=url, docs=url, feedback=url, url=url),)
    )
    (group,) = index((source,), TableOptions("index"))
    assert group.rows[0].links == ()


def _history(**options: Any) -> list[tuple[str, list[tuple[str, str, str]]]]:  # noqa: ANN401
    found = history(BOTH, TableOptions("history", **options))
    return [(v, [(one.title, one.badge.label, one.was) for one in rows]) for v, rows in found]


ALPHA, ZETA = ("alpha", "Stable", "Beta"), ("Zeta", "Prototype", "Experimental")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [("2.0", [ALPHA]), ("1.6", [ZETA])]),
        ({"since": "2.0"}, [("2.0", [ALPHA])]),
        ({"projects": ("vision",)}, []),
    ],
)
def test_reclassifications_are_listed_by_version_newest_first(
    options: dict[str, Any], expected: list[tuple[str, list[tuple[str, str, str]]]]
) -> None:
    assert _history(**options) == expected


def test_versions_are_ordered_as_versions_and_nonsense_comes_last() -> None:
    features = [
        _feature(v, _stage("beta", v), history=(_stage("prototype"),))
        for v in ("1.9", "1.10", "x", "1.2")
    ]
    found = history((_source("p", "", features=tuple(features)),), TableOptions("history"))
    assert [version for version, _ in found] == ["1.10", "1.9", "1.2", "x"]


def test_options_survive_their_encoding() -> None:
    options = TableOptions("index", ("a",), ("b",), group_by="level", columns=("feature",))
    assert TableOptions.decode(options.encode()) == options


def test_a_name_that_reads_like_more_of_them_is_one_name() -> None:
    """What comes after the first is no part of it, so that nothing has to tell them apart."""
    assert first_of(["x and 3 more"]) == ("x and 3 more", "")
    assert first_of(["a", "b", "c"]) == ("a", " and 2 more")
    assert first_of([]) == ("", "")
