"""The index answers as the targets themselves would, whatever their number, in order."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinxext.stability.matching import Match, TargetIndex
from sphinxext.stability.targets import Target

SEGMENT = st.sampled_from(["a", "b", "ab", "abc"])
PATTERN = SEGMENT | st.sampled_from(["*", "**", "a*", "*b", "a*c"])
TARGETS = st.builds(
    lambda prefix, parts, end: Target.parse(prefix + ".".join(parts) + end),
    st.sampled_from(["", "", "py:", "py:class:", "c:"]),
    st.lists(PATTERN, min_size=1, max_size=5),
    st.sampled_from(["", "", "(x)", "(x=1)"]),
)
NAMES = st.lists(SEGMENT, min_size=1, max_size=5).map(".".join)


def _match(targets: list[str], name: str) -> list[str]:
    index: TargetIndex[str] = TargetIndex()
    for target in targets:
        index.add(Target.parse(target), target)
    return [match.entry for match in index.match("py", "function", name)]


@given(
    st.lists(TARGETS, max_size=6),
    NAMES,
    st.sampled_from([("py", "class"), ("py", "data"), ("c", "var")]),
)
@example([Target("a.**.**.b")], "a.b", ("py", "data"))
@example([Target("**.**"), Target("a.**.b.**"), Target("a.**.b")], "a.b.b", ("py", "data"))
def test_the_index_agrees_with_the_targets(
    targets: list[Target], name: str, kind: tuple[str, str]
) -> None:
    index: TargetIndex[int] = TargetIndex()
    for number, target in enumerate(targets):
        index.add(target, number)
    found = sorted(match.entry for match in index.match(*kind, name))
    assert found == [n for n, target in enumerate(targets) if target.covers(*kind, name)]


@given(st.lists(TARGETS, max_size=6), NAMES)
def test_the_most_specific_come_first(targets: list[Target], name: str) -> None:
    index: TargetIndex[Target] = TargetIndex()
    for target in targets:
        index.add(target, target)
    ranks = [match.rank for match in index.match("py", "class", name)]
    assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize(
    ("targets", "name", "order"),
    [
        (["a", "a.b.c", "a.b"], "a.b.c", ["a.b.c", "a.b", "a"]),
        (["a.*", "a.b"], "a.b", ["a.b", "a.*"]),
        (["a.b*", "a.b"], "a.b", ["a.b", "a.b*"]),
        (["**", "a"], "a.b", ["a", "**"]),
        (["**.b", "a.**"], "a.b", ["a.**", "**.b"]),
        (["a.**", "a.b"], "a.b.c", ["a.b", "a.**"]),
        (["a.*.c", "a.b"], "a.b.c", ["a.b", "a.*.c"]),
        (["*.b.c", "a.*"], "a.b.c", ["a.*", "*.b.c"]),
    ],
)
def test_more_leading_literal_segments_are_more_specific(
    targets: list[str], name: str, order: list[str]
) -> None:
    assert _match(targets, name) == order
    assert _match(targets[::-1], name) == order


def test_a_name_means_its_members_and_two_stars_only_them() -> None:
    targets = ["a.b", "a.b.**"]
    assert _match(targets, "a.b") == ["a.b"]
    assert sorted(_match(targets, "a.b.c")) == targets
    assert sorted(_match(targets, "a.b.c.d")) == targets
    assert _match(targets, "a") == []


def _entry(targets: list[str], name: str) -> list[Match[str]]:
    index: TargetIndex[str] = TargetIndex()
    for target in targets:
        index.add(Target.parse(target), "one")
    return index.match("py", "function", name)


def test_an_entry_comes_once_with_its_most_specific_target() -> None:
    (match,) = _entry(["a.*", "a.b", "**"], "a.b")
    assert match.target == Target("a.b")


def test_an_entry_comes_once_for_each_parameter_and_value() -> None:
    found = _entry(["a.b(x)", "a.*(x)", "a.b(y)", "a.b(y=1)", "a.b"], "a.b")
    assert {str(match.target) for match in found} == {"a.b(x)", "a.b(y)", "a.b(y=1)", "a.b"}


def test_names_of_cpp_are_split_at_their_colons() -> None:
    assert _match(["std::vector"], "std::vector::size") == ["std::vector"]


def test_an_empty_index_means_nothing() -> None:
    assert _match([], "a.b") == []
