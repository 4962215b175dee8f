"""Different schemes side by side: what counts as one level, and the legend."""

from __future__ import annotations

import datetime as dt

import pytest
from packaging.version import Version

from sphinxext.stability import assets, publishing
from sphinxext.stability.badges import DEPRECATED, Badge
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.clock import Moment
from sphinxext.stability.inventory import FeatureItem, Inventory, LevelItem, SchemeItem, StageItem
from sphinxext.stability.manifest import load
from sphinxext.stability.promises import Promise, told_apart
from sphinxext.stability.rows import Source
from sphinxext.stability.schemes import Legend, legend
from sphinxext.stability.tables import TableOptions, count, index


def _preset(name: str, *, base: str = "https://example.org/") -> Source:
    """Return a project that has one feature for each level of a preset."""
    catalogue = Catalogue(
        load([assets.PRESETS / f"{name}.toml"]), Moment(Version("1"), dt.date.min)
    )
    made = publishing.build(
        catalogue, {}, lambda page, _: page, {("level", "beta"): ("l.html", "")}
    )
    features = tuple(
        FeatureItem(id=level.id, title=level.label, levels=(StageItem(level=level.id),))
        for level in made.scheme.levels
    )
    found = Inventory(format=1, project=name, version="1", scheme=made.scheme, features=features)
    return Source(name, base and f"{base}{name}/", found, local=not base)


NEURON, TORCH, NODE = _preset("aws-neuron"), _preset("pytorch", base=""), _preset("nodejs")
ALL = [TORCH, NEURON, NODE]


def _shown(found: Legend) -> list[tuple[str, list[str]]]:
    return [
        (
            ", ".join(line.projects),
            [" ".join(badge.label for badge in cell) for cell in line.cells],
        )
        for line in found.lines
    ]


def test_the_legend_has_the_levels_of_each_scheme_by_what_they_promise() -> None:
    found = legend(ALL, {"pytorch", "aws-neuron", "nodejs"})
    assert found.promises == (Promise.KEEPS, Promise.CHANGES, Promise.TRIAL)
    assert _shown(found) == [
        ("pytorch", ["Stable", "Beta Prototype", ""]),
        ("aws-neuron", ["Stable", "", "Beta Alpha"]),
        (
            "nodejs",
            [
                "Legacy Stable",
                "",
                (
                    "Experimental: release candidate Experimental: active development "
                    "Experimental Experimental: early development"
                ),
            ],
        ),
    ]


def test_only_what_is_shown_is_compared() -> None:
    assert _shown(legend(ALL, {"pytorch", "nodejs"}))[0] == (
        "pytorch",
        ["Stable", "Beta Prototype", ""],
    )
    assert legend(ALL, {"pytorch"}) == Legend()
    assert legend(ALL, ()) == Legend()


def test_projects_with_the_same_scheme_share_a_line() -> None:
    """Its badges then lead to none of them; alone they need no legend."""
    twin = Source("twin", "https://example.org/twin/", NEURON.inventory)
    names = {"pytorch", "aws-neuron", "twin"}
    found = legend([TORCH, NEURON, twin], names)
    assert [line.projects for line in found.lines] == [("pytorch",), ("aws-neuron", "twin")]
    assert {badge.href for cell in found.lines[1].cells for badge in cell} == {""}
    assert legend([NEURON, twin], names) == Legend()


def test_a_project_without_levels_has_no_line() -> None:
    bare = Source("bare", "", Inventory(format=1, project="bare", version="1"))
    assert legend([bare, NEURON], {"bare", "aws-neuron"}) == Legend()


def test_levels_that_promise_the_same_are_counted_together() -> None:
    """Those that merely share a label are not; the most stable come first."""
    groups = index(ALL, TableOptions("index"))
    assert [(badge.words, number) for badge, number in count(groups)] == [
        ("Legacy", 1),
        ("Stable", 3),
        ("Beta (may change)", 1),
        ("Prototype", 1),
        ("Experimental: release candidate", 1),
        ("Beta (not for production)", 1),
        ("Experimental: active development", 1),
        ("Alpha", 1),
        ("Experimental", 1),
        ("Experimental: early development", 1),
    ]


def test_groups_by_level_keep_apart_what_the_counts_do() -> None:
    groups = index(ALL, TableOptions("index", group_by="level"))
    found = {group.title: [row.project for row in group.rows] for group in groups}
    assert list(found) == [badge.words for badge, _ in count(groups)]
    assert found["Stable"] == ["pytorch", "aws-neuron", "nodejs"]
    assert found["Beta (may change)"] == ["pytorch"]
    assert found["Beta (not for production)"] == ["aws-neuron"]


def test_a_level_of_another_project_is_found_by_its_id_too() -> None:
    groups = index(ALL, TableOptions("index", levels=("early-development",)))
    assert [row.title for group in groups for row in group.rows] == [
        "Experimental: early development"
    ]


def test_badges_of_other_projects_lead_to_their_description_of_the_level() -> None:
    rows = [row for group in index([TORCH, NEURON], TableOptions("index")) for row in group.rows]
    found = {(row.project, row.title): row.badges[0] for row in rows}
    assert found["aws-neuron", "Beta"].href == "https://example.org/aws-neuron/l.html"
    assert found["aws-neuron", "Beta"].level == "aws-neuron:beta"
    assert found["aws-neuron", "Alpha"].href == ""
    assert (found["pytorch", "Beta"].href, found["pytorch", "Beta"].level) == ("", "beta")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://evil.example/", "../../x", "//x"])
def test_an_address_that_leaves_the_project_is_none(url: str) -> None:
    scheme = SchemeItem(levels=(LevelItem(id="x", label="X", rank=1, url=url),))
    found = Inventory(format=1, project="p", version="1", scheme=scheme)
    assert Source("p", "https://example.org/p/", found).badges["x"].href == ""


def test_what_stands_for_several_projects_explains_none_of_them() -> None:
    ours, theirs = (
        Badge("Stable", "green", "Ours", "stable", "training", promise=Promise.KEEPS, position=1),
        Badge(
            "Stable",
            "green",
            "Theirs",
            "other:stable",
            href="https://x.example/",
            promise=Promise.KEEPS,
        ),
    )
    assert list(told_apart([ours, ours]).values()) == [ours._replace(context="")]
    both = Badge("Stable", "green", promise=Promise.KEEPS, position=1)
    assert list(told_apart([DEPRECATED, ours, theirs, ours]).values()) == [both, DEPRECATED]


def _project(name: str, *levels: tuple[str, bool | None]) -> Source:
    """Return a project with these levels, the highest first."""
    items = tuple(
        LevelItem(id=label, label=label, rank=-number, backward_compatible=keeps)
        for number, (label, keeps) in enumerate(levels)
    )
    scheme = SchemeItem(levels=items)
    found = Inventory(format=1, project=name, version="1", scheme=scheme)
    return Source(name, "https://x.example/", found)


def test_an_unstated_promise_is_no_promise_and_no_refusal() -> None:
    """The levels below that heading are not said to promise the same."""
    sources = [
        _project("one", ("A", True), ("B", False)),
        _project("two", ("A", True), ("B", None)),
        _project("three", ("A", True), ("B", None)),
    ]
    found = legend(sources, {"one", "two", "three"})
    assert found.promises == (Promise.KEEPS, Promise.CHANGES, Promise.UNSAID)
    assert _shown(found) == [("one", ["A", "B", ""]), ("two, three", ["A", "", "B"])]
    assert "promise the same, but for those that state no promise, whatever" in found.explained
    stated = legend([sources[0], _project("four", ("A", True))], {"one", "four"})
    assert "promise the same, whatever they are called;" in stated.explained


def test_what_is_supposed_of_a_scheme_that_says_nothing() -> None:
    """Its highest level counts as one that keeps compatibility: here, and in links and counts."""
    sources = [
        _project("one", ("Stable", True), ("Beta", False)),
        _project("two", ("Final", None), ("Trial", None)),
        _project("three", ("Final", None), ("Trial", None)),
    ]
    found = legend(sources, {"one", "two", "three"})
    assert _shown(found)[1] == ("two, three", ["Final", "", "Trial"])
    assert found.explained.endswith(
        " No level of two, three says whether it keeps backward compatibility: "
        "the highest is taken for one that does."
    )
