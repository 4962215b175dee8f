"""Features × contexts, from inventories."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from sphinxext.stability.inventory import (
    ChangeItem,
    FeatureItem,
    Inventory,
    KindItem,
    LevelItem,
    SchemeItem,
    StageItem,
)
from sphinxext.stability.matrix import Cell, Matrix, MatrixOptions, keys_of, matrices
from sphinxext.stability.rows import Source

LEVELS = (
    LevelItem(id="stable", label="Stable", rank=30, url="levels.html#stable"),
    LevelItem(id="beta", label="Beta", rank=20),
    LevelItem(id="alpha", label="Alpha", rank=10),
)
KINDS = (KindItem(id="model", label="Model class"), KindItem(id="api", label="API"))
CONTEXTS = {"framework": ("pytorch", "jax"), "workload": ("training", "inference")}


def _stage(level: str, since: str = "", **when: str) -> StageItem:
    return StageItem(level=level, since=since, when=when)


def _feature(title: str, *levels: StageItem, **keys: Any) -> FeatureItem:  # noqa: ANN401
    keys = {"kind": "model", "url": f"{title}.html"} | keys
    return FeatureItem(id=title.lower(), title=title, levels=levels, **keys)


def _source(
    *features: FeatureItem,
    name: str = "pkg",
    base: str = "",
    contexts: dict[str, tuple[str, ...]] = CONTEXTS,
    changes: tuple[ChangeItem, ...] = (),
) -> Source:
    scheme = SchemeItem(levels=LEVELS, kinds=KINDS, contexts=contexts)
    made = Inventory(
        format=1, project=name, version="2", scheme=scheme, features=features, changes=changes
    )
    return Source(name, base, made, local=not base)


BERT = _feature(
    "Bert",
    _stage("beta", "2.1", framework="pytorch", workload="training"),
    _stage("stable", framework="pytorch", workload="inference"),
    not_offered=({"framework": "jax", "workload": "training"},),
)
LLAMA = _feature("Llama", _stage("alpha", workload="inference"))
API = _feature("Api", _stage("stable"), kind="api")


def _words(cell: Cell) -> str:
    if not cell.is_offered:
        return "not offered"
    return " + ".join(f"{badge.words} {since}".strip() for badge, since in cell.levels) or "–"


def _lines(matrix: Matrix) -> list[list[str]]:
    """Return title, values of the row keys, and cells of each line."""
    return [[line.title, *line.values, *map(_words, line.cells)] for line in matrix.lines]


def _matrix(*features: FeatureItem, **options: Any) -> Matrix:  # noqa: ANN401
    (matrix,) = matrices([_source(*features)], MatrixOptions(**options))
    return matrix


def test_each_key_makes_columns_in_the_order_that_the_project_declares() -> None:
    """What is not offered, and what nothing is said of, are two things."""
    matrix = _matrix(LLAMA, BERT, API)
    assert matrix.columns == (
        ("pytorch", "training"),
        ("pytorch", "inference"),
        ("jax", "training"),
        ("jax", "inference"),
    )
    assert _lines(matrix) == [
        ["Bert", "Beta 2.1", "Stable", "not offered", "–"],
        ["Llama", "–", "Alpha", "–", "Alpha"],
    ]


@pytest.mark.parametrize(
    ("options", "row_keys", "columns"),
    [
        ({"columns": ("workload",)}, ("framework",), (("training",), ("inference",))),
        ({"rows": ("framework",)}, ("framework",), (("training",), ("inference",))),
        (
            {"rows": ("workload",), "columns": ("framework",)},
            ("workload",),
            (("pytorch",), ("jax",)),
        ),
        ({"rows": ("workload", "framework")}, ("workload", "framework"), ((),)),
        ({"columns": ("platform",)}, (), 4),
    ],
)
def test_options_place_the_keys(options: Any, row_keys: Any, columns: Any) -> None:  # noqa: ANN401
    """Each key is placed once; one that the project does not have is passed over."""
    matrix = _matrix(BERT, LLAMA, **options)
    assert matrix.row_keys == row_keys
    assert (len(matrix.columns) if columns == 4 else matrix.columns) == columns


def test_rows_of_a_feature_are_those_that_say_something() -> None:
    """A key that a feature does not name holds for any value."""
    assert _lines(_matrix(BERT, LLAMA, columns=("workload",))) == [
        ["Bert", "pytorch", "Beta 2.1", "Stable"],
        ["Bert", "jax", "not offered", "–"],
        ["Llama", "", "–", "Alpha"],
    ]
    assert _lines(_matrix(BERT, rows=("framework", "workload"))) == [
        ["Bert", "pytorch", "training", "Beta 2.1"],
        ["Bert", "pytorch", "inference", "Stable"],
        ["Bert", "jax", "training", "not offered"],
    ]


def test_the_most_specific_entry_holds() -> None:
    """The level without context holds where nothing else does; equals stand side by side."""
    mixed = _feature(
        "Mixed",
        _stage("alpha"),
        _stage("beta", workload="training"),
        _stage("stable", framework="jax"),
        _stage("alpha", "3", framework="jax", workload="inference"),
        not_offered=({"framework": "pytorch"},),
    )
    assert _lines(_matrix(mixed, BERT))[1] == [
        "Mixed",
        "not offered",  # as specific as the level for training
        "not offered",
        "Beta (training) + Stable (jax)",
        "Alpha 3",
    ]


def test_combinations_that_no_feature_speaks_of_are_no_columns() -> None:
    one = _feature("One", _stage("beta", framework="pytorch", workload="training"))
    two = _feature("Two", _stage("beta", framework="jax", workload="inference"))
    matrix = _matrix(one, two)
    assert matrix.columns == (("pytorch", "training"), ("jax", "inference"))
    assert _lines(matrix) == [["One", "Beta", "–"], ["Two", "–", "Beta"]]


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ({}, ["Bert", "Llama"]),
        ({"kinds": ("model",)}, ["Bert", "Llama"]),
        ({"kinds": ("API", "Model Class")}, ["Api", "Bert", "Llama"]),
        ({"kinds": ("api",)}, ["Api"]),
        ({"levels": ("stable",)}, ["Bert"]),
        ({"levels": ("STABLE",), "kinds": ("model", "api")}, ["Api", "Bert"]),
        ({"projects": ("pkg",)}, ["Bert", "Llama"]),
    ],
)
def test_options_choose_the_features(options: Any, titles: list[str]) -> None:  # noqa: ANN401
    """By kind, also those whose level is the same everywhere."""
    assert [line.title for line in _matrix(LLAMA, BERT, API, **options).lines] == titles


def test_features_without_any_context_have_one_column() -> None:
    matrix = _matrix(API, kinds=("api",))
    assert matrix.columns == ((),)
    assert _lines(matrix) == [["Api", "Stable"]]


def test_nothing_to_show() -> None:
    assert matrices([_source(API)], MatrixOptions()) == []
    assert matrices([_source(BERT)], MatrixOptions(projects=("other",))) == []
    assert matrices([_source(BERT)], MatrixOptions(levels=("alpha",))) == []


def test_other_projects_have_a_matrix_of_their_own() -> None:
    """With links to their pages and levels; what would leave their site is no link."""
    base = "https://example.org/other/"
    away = _feature("Away", _stage("beta", workload="training"), url="javascript:alert(1)")
    other = _source(LLAMA, away, _feature("Q", _stage("stable", a="b")), name="other", base=base)
    mine, theirs = matrices([_source(BERT), other], MatrixOptions())
    assert (mine.project, mine.local, theirs.project, theirs.local) == ("pkg", True, "other", False)
    assert {line.title: line.href for line in theirs.lines} == {
        "Away": "",
        "Llama": f"{base}Llama.html",
        "Q": f"{base}Q.html",
    }
    badges = {badge for line in theirs.lines for cell in line.cells for badge, _ in cell.levels}
    assert {badge.label: (badge.level, badge.href) for badge in badges} == {
        "Alpha": ("other:alpha", ""),
        "Beta": ("other:beta", ""),
        "Stable": ("other:stable", f"{base}levels.html#stable"),
    }


def test_a_feature_that_goes_away_says_so() -> None:
    gone = ChangeItem(id="C", type="removal", phase="warn", features=("bert",), effective="3")
    (matrix,) = matrices([_source(BERT, changes=(gone,))], MatrixOptions())
    assert [badge.label for line in matrix.lines for badge in line.states] == ["Deprecated"]


def test_a_level_that_the_scheme_does_not_have_is_shown_as_written() -> None:
    (matrix,) = matrices([_source(_feature("X", _stage("gamma", a="b")))], MatrixOptions())
    assert _lines(matrix) == [["X", "gamma"]]


def test_values_that_the_project_does_not_declare_come_last() -> None:
    item = _feature("X", _stage("beta", a="1"), _stage("beta", workload="other"))
    scheme = _source(BERT).inventory.scheme
    assert keys_of(scheme, [item, BERT]) == {
        "framework": ["pytorch", "jax"],
        "workload": ["training", "inference", "other"],
        "a": ["1"],
    }


DECLARED = {"workload": ("training", "inference"), "framework": ("pytorch", "tensorflow")}
#: The example of the manual.
EXAMPLE = _feature(
    "Example",
    _stage("beta", "2.1", workload="training"),
    _stage("stable", workload="inference"),
    not_offered=({"workload": "training", "framework": "tensorflow"},),
)


def test_declared_values_that_no_feature_names_are_there() -> None:
    """What is said for a context holds for any value of the keys that it does not name."""
    (matrix,) = matrices([_source(EXAMPLE, contexts=DECLARED)], MatrixOptions())
    assert matrix.columns == tuple(itertools.product(*DECLARED.values()))
    assert _lines(matrix) == [["Example", "Beta 2.1", "not offered", "Stable", "Stable"]]
    options = MatrixOptions(columns=("workload",))
    (matrix,) = matrices([_source(EXAMPLE, contexts=DECLARED)], options)
    assert _lines(matrix) == [
        ["Example", "pytorch", "Beta 2.1", "Stable"],
        ["Example", "tensorflow", "not offered", "Stable"],
    ]


def test_a_level_without_context_holds_elsewhere() -> None:
    """That of a feature without any contexts makes no columns: it is the same everywhere."""
    contexts = {"workload": ("training", "inference", "tuning")}
    mixed = _feature("Mixed", _stage("stable"), _stage("alpha", workload="training"))
    (matrix,) = matrices([_source(mixed, contexts=contexts)], MatrixOptions())
    assert matrix.columns == (("training",), ("inference",), ("tuning",))
    assert _lines(matrix) == [["Mixed", "Alpha", "Stable", "Stable"]]
    only = _feature("Only", _stage("alpha", workload="training"))
    options = MatrixOptions(kinds=("model", "api"))
    (matrix,) = matrices([_source(only, API, contexts=contexts)], options)
    assert _lines(matrix) == [["Api", "Stable"], ["Only", "Alpha"]]


def test_many_values_that_no_feature_names_stand_together() -> None:
    contexts = {"device": ("a", "b", "c", "d", "e", "f"), "workload": ("training", "inference")}
    mixed = _feature("Mixed", _stage("stable"), _stage("alpha", device="b"))
    (matrix,) = matrices([_source(mixed, contexts=contexts)], MatrixOptions())
    assert matrix.columns == (("b",), ("5 others",))
    assert _lines(matrix) == [["Mixed", "Alpha", "Stable"]]


def test_more_contexts_than_a_table_can_show() -> None:
    """Another project's file may have any number: no time is spent on them."""
    stages = [_stage("beta", **{f"key{k}": f"v{v}" for k in range(30)}) for v in range(30)]
    matrix = _matrix(_feature("Hostile", *stages))
    assert matrix.is_too_large
    assert matrix.lines == ()
    assert not _matrix(BERT).is_too_large
