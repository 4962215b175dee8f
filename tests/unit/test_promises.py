"""What levels promise: compared by rank in one scheme, and by the promise across schemes."""

from __future__ import annotations

import pytest

from sphinxext.stability.inventory import LevelItem
from sphinxext.stability.promises import PROMISED, Ladder, Promise, is_below


def ladder(*levels: tuple[str, int, bool | None]) -> Ladder:
    return Ladder(
        LevelItem(id=name, label=name, rank=rank, backward_compatible=keeps)
        for name, rank, keeps in levels
    )


OURS = ladder(("stable", 30, True), ("legacy", 25, True), ("beta", 20, False), ("alpha", 10, None))
THEIRS = ladder(("ga", 40, True), ("rc", 30, True), ("try", 20, False), ("idea", 5, False))
SILENT = ladder(("final", 3, None), ("trial", 1, None))


@pytest.mark.parametrize(
    ("below", "above"),
    [("legacy", "stable"), ("beta", "legacy"), ("alpha", "beta"), ("alpha", "stable")],
)
def test_ranks_decide_within_a_scheme(below: str, above: str) -> None:
    """Whatever the levels promise; a level is not below itself."""
    low, high = OURS.rungs([below]), OURS.rungs([above])
    assert is_below(low, high)
    assert not is_below(high, low)
    assert not is_below(low, low)
    # An equal scheme is the same one, such as a preset that two projects share.
    again = ladder(
        ("alpha", 10, None), ("beta", 20, False), ("legacy", 25, True), ("stable", 30, True)
    )
    assert is_below(again.rungs([below]), high)
    assert not is_below(again.rungs([above]), high)


@pytest.mark.parametrize(
    ("theirs", "mine", "below"),
    [
        ("try", "stable", True),
        ("try", "legacy", True),
        ("rc", "stable", False),  # both keep compatibility, whatever their ranks
        ("ga", "legacy", False),
        ("rc", "beta", False),
        ("idea", "beta", True),  # neither does
        ("try", "beta", False),
        ("try", "alpha", False),
        ("idea", "alpha", False),  # the lowest of both
    ],
)
def test_promises_decide_across_schemes(theirs: str, mine: str, below: bool) -> None:  # noqa: FBT001
    """The place in its scheme does only among levels that keep nothing."""
    assert is_below(THEIRS.rungs([theirs]), OURS.rungs([mine])) is below


def test_ranks_of_different_schemes_have_different_measures() -> None:
    """Three levels are high, middle and low, whatever numbers they have."""
    small = ladder(("ga", 3, True), ("beta", 2, False), ("lab", 1, False))
    large = ladder(("stable", 300, True), ("beta", 200, False), ("prototype", 100, False))
    assert not is_below(small.rungs(["beta"]), large.rungs(["prototype"]))
    assert not is_below(small.rungs(["beta"]), large.rungs(["beta"]))
    assert is_below(large.rungs(["prototype"]), small.rungs(["beta"]))


def test_schemes_that_differ_in_production_are_not_the_same() -> None:
    """What is not for production is below what keeps compatibility, whatever its rank."""
    kept, trial = (
        Ladder([LevelItem(id="x", label="X", rank=1, backward_compatible=True, production=one)])
        for one in (None, False)
    )
    assert kept.scheme != trial.scheme
    assert is_below(trial.rungs(["x"]), kept.rungs(["x"]))


@pytest.mark.parametrize(
    ("compatible", "production", "promise"),
    [
        (True, None, Promise.KEEPS),
        (True, True, Promise.KEEPS),
        (False, None, Promise.CHANGES),
        (None, None, Promise.UNSAID),
        (None, True, Promise.UNSAID),
        (False, False, Promise.TRIAL),
        (True, False, Promise.TRIAL),
    ],
)
def test_what_a_level_promises(
    compatible: bool | None,  # noqa: FBT001
    production: bool | None,  # noqa: FBT001
    promise: Promise,
) -> None:
    level = LevelItem(
        id="x", label="X", rank=1, backward_compatible=compatible, production=production
    )
    high = LevelItem(id="y", label="Y", rank=2, backward_compatible=True)
    assert Ladder([level, high])["x"].promise is promise


def test_what_is_not_for_production_promises_nothing() -> None:
    """Whatever else its level says."""
    level = LevelItem(id="x", label="X", rank=9, backward_compatible=True, production=False)
    assert is_below(Ladder([level]).rungs(["x"]), OURS.rungs(["stable"]))


def test_a_scheme_that_says_nothing_promises_its_highest_level() -> None:
    """Its other levels promise nothing; one that is not for production stays so."""
    trial = LevelItem(id="x", label="X", rank=9, production=False)
    assert [one.is_inferred for one in (SILENT, OURS, Ladder([trial]))] == [True, False, False]
    assert SILENT["final"].promise is Promise.KEEPS
    assert SILENT["trial"].promise is Promise.UNSAID
    assert not is_below(SILENT.rungs(["final"]), OURS.rungs(["stable"]))
    assert is_below(SILENT.rungs(["trial"]), OURS.rungs(["stable"]))


def test_what_has_no_level_promises_as_much_as_any() -> None:
    """So a page without one is above what may change, and above nothing else."""
    found = [
        level
        for level in ("stable", "legacy", "beta", "alpha")
        if OURS.rungs([level])[0] < PROMISED
    ]
    assert found == ["beta", "alpha"]
    assert not is_below([PROMISED], [PROMISED])


def test_several_levels() -> None:
    """The best of theirs against the lowest of mine; without any there is nothing to compare."""
    assert is_below([10, 20], [30, 25])
    assert not is_below([10, 30], [30])
    assert not is_below([20], [30, 10])
    assert not is_below([], [30])
    assert not is_below([10], [])
    assert not is_below(OURS.rungs(["Experimental"]), (PROMISED,))
