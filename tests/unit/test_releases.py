"""The release calendar: what is in it, how its releases count, and what comes after its end."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from packaging.version import Version

from sphinxext.stability.model import Release, ReleaseKind
from sphinxext.stability.releases import Calendar, Due, distance, following, is_kind

V = Version


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def calendar_of(*rows: tuple[str, str]) -> Calendar:
    """Make a calendar of versions with dates; an empty date is none."""
    return Calendar([Release(version=V(version), date=day(date)) for version, date in rows])


#: Three series with patch releases; 2.2 and 3.1 are planned, 3.1 without a date.
MIXED = calendar_of(
    ("1.9", "2023-10-01"),
    ("2.0", "2024-01-01"),
    ("2.0.1", "2024-01-20"),
    ("2.1", "2024-04-01"),
    ("2.1.1", "2024-04-10"),
    ("2.1.2", "2024-05-01"),
    ("2.2", "2024-07-01"),
    ("3.0", "2024-10-01"),
    ("3.1", ""),
)
EMPTY = calendar_of()
#: A release every hundred days.
STEADY = calendar_of(("2.0", "2024-01-01"), ("2.1", "2024-04-10"), ("2.2", "2024-07-19"))


@pytest.mark.parametrize(
    ("version", "release"),
    [
        ("2.0", "2.0"),
        ("2.0.0", "2.0"),
        ("2.1.1", "2.1.1"),
        ("2.1.3", "2.2"),
        ("2.1a0+git", "2.1"),
        ("2.1.2.dev5", "2.1.2"),
        ("2.5", "3.0"),
        ("1.0", "1.9"),
        ("3.1", "3.1"),
        ("3.1.1", None),
        ("4.0", None),
    ],
)
def test_a_version_is_contained_in_the_first_release_not_below_it(
    version: str, release: str | None
) -> None:
    assert MIXED.containing(V(version)) == (V(release) if release else None)


@pytest.mark.parametrize(
    ("version", "inside"),
    [("2.1", True), ("2.1.0", True), ("2.1rc1", True), ("2.1.3", False), ("4.0", False)],
)
def test_a_release_is_in_the_calendar_by_its_base(version: str, *, inside: bool) -> None:
    assert (V(version) in MIXED) is inside


@pytest.mark.parametrize(
    ("version", "covered"),
    [("1.8", False), ("1.8.9", False), ("1.9", True), ("1.9rc1", True), ("9.0", True)],
)
def test_what_is_older_than_the_first_release_is_not_covered(
    version: str, *, covered: bool
) -> None:
    assert MIXED.covers(V(version)) is covered


@pytest.mark.parametrize(
    ("first", "last", "patch", "minor", "major"),
    [
        ("2.0", "2.1", 2, 1, 1),
        ("2.0", "2.0", 0, 0, 0),
        ("2.0", "2.2", 5, 2, 1),
        ("2.0", "3.0", 6, 3, 1),
        ("1.9", "3.0", 7, 4, 1),  # 1.9 is minor, 2.0 is minor and major
        ("2.0.1", "2.1", 1, 0, 0),  # the first minor release that has it is 2.1
        ("2.0", "2.1.1", 3, 2, 1),  # from 2.1.1 on it is there, first of all in 2.1.1
        ("2.1.2", "2.2", 1, 0, 0),
        ("2.2", "2.0", 0, 0, 0),  # the wrong way round
    ],
)
def test_releases_are_counted_from_the_first_until_before_the_last(
    first: str, last: str, patch: int, minor: int, major: int
) -> None:
    """The first counts, for it has the earlier phase; the last has the later one already."""
    kinds: tuple[ReleaseKind, ...] = ("patch", "minor", "major")
    found = tuple(MIXED.count(V(first), V(last), kind) for kind in kinds)
    assert found == (patch, minor, major)


def test_planned_releases_count_like_those_that_are_out() -> None:
    assert MIXED.count(V("3.0"), V("3.1"), "minor") == 1


@pytest.mark.parametrize(
    ("last", "kind", "number"),
    [
        ("2.3", "minor", 3),
        ("2.5", "minor", 5),
        ("2.5.2", "minor", 6),  # it is first in a minor release with 2.6
        ("3.0", "minor", None),  # nobody knows how many minor releases 2 will have
        ("2.2.3", "patch", 5),
        ("2.3", "patch", None),
        ("3.0", "major", 1),
        ("5.0", "major", 3),
        ("5.1", "major", 4),
    ],
)
def test_beyond_the_end_numbers_are_counted_within_the_series(
    last: str, kind: ReleaseKind, number: int | None
) -> None:
    assert STEADY.count(V("2.0"), V(last), kind) == number


@pytest.mark.parametrize("kind", ["patch", "minor", "major"])
def test_nothing_is_counted_from_before_the_calendar(kind: ReleaseKind) -> None:
    assert MIXED.count(V("1.8"), V("2.1"), kind) is None


def test_without_a_release_of_the_kind_the_numbers_tell() -> None:
    only_patches = calendar_of(("2.0.1", "2024-01-01"), ("2.0.2", "2024-02-01"))
    assert only_patches.count(V("2.0.1"), V("2.0.2"), "minor") == 0
    assert only_patches.count(V("2.0.1"), V("2.0.2"), "patch") == 1


@pytest.mark.parametrize(
    ("version", "date"),
    [
        ("2.1", "2024-04-01"),
        ("2.1.1", "2024-04-10"),
        ("2.1.3", "2024-07-01"),  # it came with 2.2
        ("2.7", "2024-10-01"),
        ("3.1", ""),  # planned, without a date
        ("3.2", ""),  # beyond the end
        ("1.8", ""),  # before the beginning
    ],
)
def test_the_given_date_of_a_version_is_that_of_the_release_that_has_it(
    version: str, date: str
) -> None:
    assert MIXED.given_date(V(version)) == day(date)


@pytest.mark.parametrize(
    ("version", "release", "date", "about"),
    [
        ("2.1", "2.1", "2024-04-10", False),
        ("2.0.3", "2.1", "2024-04-10", False),
        ("2.3", "2.3", "2024-10-27", True),
        ("2.4rc1", "2.4", "2025-02-04", True),
        ("2.2.5", "2.3", "2024-10-27", True),  # no calendar plans patches: in 2.3 at the latest
    ],
)
def test_a_date_is_given_or_guessed(version: str, release: str, date: str, *, about: bool) -> None:
    assert STEADY.date(V(version)) == Due(V(release), day(date), about)


@pytest.mark.parametrize("version", ["1.9", "3.0", "3.1"])
def test_no_date_is_guessed_before_the_calendar_or_in_another_series(version: str) -> None:
    assert STEADY.date(V(version)) is None


def next_after(calendar: Calendar, kind: ReleaseKind = "minor") -> dt.timedelta | None:
    """Return how long after the last release of a kind the next one is expected."""
    line = calendar.line(kind)
    last, following_it = line.due(len(line.versions) - 1), line.due(len(line.versions))
    if last is None or following_it is None or last.date is None or following_it.date is None:
        return None
    return following_it.date - last.date


def test_the_next_release_is_expected_at_the_usual_distance() -> None:
    """One late release does not change it."""
    assert next_after(STEADY) == dt.timedelta(days=100)
    late = calendar_of(
        ("2.0", "2024-01-01"),
        ("2.1", "2024-04-10"),
        ("2.2", "2024-07-19"),
        ("2.3", "2025-07-19"),
    )
    assert next_after(late) == dt.timedelta(days=100)


def test_the_usual_distance_is_that_of_the_last_releases() -> None:
    """A project that released yearly once, and monthly for long, releases monthly."""
    years = [(f"1.{number}", f"{2000 + number}-01-01") for number in range(12)]
    months = [(f"2.{number}", f"2012-{number + 1:02}-01") for number in range(10)]
    distance_now = next_after(calendar_of(*years, *months))
    assert distance_now is not None
    assert 28 <= distance_now.days <= 31


def test_patch_releases_do_not_hurry_the_feature_releases() -> None:
    dated = calendar_of(
        ("2.0", "2024-01-01"),
        ("2.0.1", "2024-01-15"),
        ("2.1", "2024-04-10"),
        ("2.1.1", "2024-04-20"),
        ("2.2", "2024-07-19"),
    )
    assert next_after(dated, "minor") == dt.timedelta(days=100)
    patch = next_after(dated, "patch")
    assert patch is not None
    assert patch < dt.timedelta(days=100)


def test_releases_of_the_same_day_still_have_a_next_one_after_them() -> None:
    same = calendar_of(("2.0", "2024-01-01"), ("2.1", "2024-01-01"), ("2.2", "2024-01-02"))
    assert next_after(same) == dt.timedelta(days=1)


@pytest.mark.parametrize("dates", [[], ["2024-01-01"], ["2024-01-01", ""], ["", ""]])
def test_without_two_dates_there_is_no_guess(dates: list[str]) -> None:
    line = calendar_of(*((f"2.{i}", date) for i, date in enumerate(dates))).line("minor")
    due = line.due(len(dates) + 1)
    assert due == (Due(V(f"2.{len(dates) + 1}")) if dates else None)
    if dates:
        assert line.due(len(dates) - 1) == Due(V(f"2.{len(dates) - 1}"), day(dates[-1]))


def test_releases_beyond_the_end_are_guessed_and_called_about() -> None:
    line = STEADY.line("minor")
    assert line.due(2) == Due(V("2.2"), day("2024-07-19"), about=False)
    assert line.due(3) == Due(V("2.3"), day("2024-10-27"), about=True)
    assert line.due(5) == Due(V("2.5"), day("2025-05-15"), about=True)


def test_a_planned_release_without_a_date_gets_a_guess_called_about() -> None:
    planned = calendar_of(("2.0", "2024-01-01"), ("2.1", "2024-04-10"), ("2.2", ""), ("2.3", ""))
    assert planned.date(V("2.2")) == Due(V("2.2"), day("2024-07-19"), about=True)
    assert planned.date(V("2.3")) == Due(V("2.3"), day("2024-10-27"), about=True)
    assert planned.given_date(V("2.2")) is None


def test_a_planned_release_with_a_date_is_no_guess() -> None:
    planned = calendar_of(("2.0", "2024-01-01"), ("2.1", "2024-04-10"), ("9.0", "2099-01-01"))
    assert planned.date(V("9.0")) == Due(V("9.0"), day("2099-01-01"))


def test_a_guess_is_no_later_than_the_next_date_that_is_given() -> None:
    """Releases come in their order, so a rhythm of years does not reach over the next one."""
    planned = calendar_of(
        ("2.0", "2021-01-01"),
        ("2.1", "2022-01-01"),
        ("2.2", "2023-01-01"),
        ("2.3", "2024-01-01"),
        ("2.4", ""),
        ("2.5", "2024-03-01"),
    )
    due = planned.date(V("2.4"))
    assert due is not None
    assert due.date is not None
    assert dt.date(2024, 1, 1) <= due.date <= dt.date(2024, 3, 1)


def test_a_release_has_one_guess_wherever_it_is_shown() -> None:
    """Its place among the minor releases does not give another date than that among all."""
    mixed = calendar_of(
        ("2.8", "2025-08-06"),
        ("2.9", "2025-10-15"),
        ("2.9.1", "2025-11-12"),
        ("2.10", ""),
    )
    number = mixed.line("minor").first_not_before(V("2.10"))
    assert number == 2
    expected = Due(V("2.10"), day("2025-12-24"), about=True)
    assert mixed.date(V("2.10")) == mixed.line("minor").due(number) == expected
    assert mixed.line("patch").due(3) == expected


@pytest.mark.parametrize(
    ("date", "index"),
    [
        ("2023-06-01", 0),
        ("2024-01-01", 0),
        ("2024-01-02", 1),
        ("2024-07-19", 2),
        ("2024-07-20", 3),
        ("2024-10-27", 3),
        ("2024-10-28", 4),
    ],
)
def test_the_first_release_on_a_day_may_be_beyond_the_end(date: str, index: int) -> None:
    assert STEADY.line("minor").first_on(dt.date.fromisoformat(date)) == index


def test_series_beyond_the_end_go_on_with_their_numbers() -> None:
    assert STEADY.line("major").due(0) == Due(V("2.0"), day("2024-01-01"))
    assert STEADY.line("major").due(2) == Due(V("4.0"))
    assert STEADY.line("patch").due(3) == Due(V("2.2.1"), day("2024-10-27"), about=True)


def test_an_empty_calendar_knows_nothing() -> None:
    assert not EMPTY
    assert V("2.0") not in EMPTY
    assert not EMPTY.covers(V("2.0"))
    assert EMPTY.containing(V("2.0")) is None
    assert EMPTY.date(V("2.0")) is None
    assert EMPTY.given_date(V("2.0")) is None
    assert EMPTY.count(V("2.0"), V("2.1"), "minor") is None
    line = EMPTY.line("minor")
    assert line.due(0) is None
    assert line.first_on(dt.date(2024, 1, 1)) is None
    assert line.first_not_before(V("2.0")) is None


@pytest.mark.parametrize("version", ["2.1a0", "2.1b2", "2.1rc1", "2.1.dev3"])
def test_pre_releases_are_no_releases(version: str) -> None:
    mixed = calendar_of(("2.0", "2024-01-01"), (version, "2024-02-01"), ("2.2", "2024-07-01"))
    assert mixed.versions == [V("2.0"), V("2.2")]
    assert mixed.count(V("2.0"), V("2.2"), "minor") == 1
    assert not calendar_of((version, "2024-02-01"))


def test_a_post_release_is_no_release_of_its_own_and_moves_no_date() -> None:
    """It mends the files of a release that has been out since its own day."""
    mixed = calendar_of(("2.0", "2024-01-01"), ("2.1", "2024-04-10"), ("2.1.post1", "2024-05-01"))
    assert mixed.versions == [V("2.0"), V("2.1")]
    assert mixed.given_date(V("2.1")) == day("2024-04-10")


def test_the_order_of_the_entries_does_not_matter() -> None:
    rows = [("2.2", "2024-07-19"), ("2.0", "2024-01-01"), ("2.1", "2024-04-10")]
    assert calendar_of(*rows).versions == STEADY.versions
    for index in range(5):
        assert calendar_of(*rows).line("minor").due(index) == STEADY.line("minor").due(index)


@pytest.mark.parametrize(
    "dates",
    [
        ["2024-01-01", "2024-01-01", "2024-01-01"],
        ["2024-03-01", "2024-02-01", "2024-01-01"],
        ["2024-03-01", "2024-02-01", "2024-04-01"],
        ["", "2024-02-01", "2024-01-01"],
        ["2024-02-01", "2024-01-01", ""],
    ],
)
def test_equal_and_descending_dates_do_not_crash(dates: list[str]) -> None:
    """A security release comes on one day in all series, a late one in an old series."""
    odd = calendar_of(*((f"2.{number}", date) for number, date in enumerate(dates)))
    assert odd.count(V("2.0"), V("2.2"), "minor") == 2
    line = odd.line("minor")
    found = [line.first_on(dt.date(2024, 1, 1) + dt.timedelta(days=i)) for i in range(0, 400, 20)]
    known = [index for index in found if index is not None]
    assert known == sorted(known)
    dues = [line.due(index) for index in range(6)]
    assert all(due is not None for due in dues)
    assert all(a and b and a.version < b.version for a, b in pairwise(dues))


@pytest.mark.parametrize(
    ("version", "kinds"),
    [
        ("2.0", {"patch", "minor", "major"}),
        ("2.0.0", {"patch", "minor", "major"}),
        ("2.1", {"patch", "minor"}),
        ("2.1.0", {"patch", "minor"}),
        ("2.0.1", {"patch"}),
        ("2.0.0.1", {"patch"}),
        ("7", {"patch", "minor", "major"}),
    ],
)
def test_a_release_is_of_the_kinds_that_its_numbers_say(version: str, kinds: set[str]) -> None:
    every: tuple[ReleaseKind, ...] = ("patch", "minor", "major")
    assert {kind for kind in every if is_kind(V(version), kind)} == kinds


@pytest.mark.parametrize(
    ("kind", "steps", "version"),
    [("patch", 1, "2.3.5"), ("minor", 2, "2.5"), ("major", 1, "3.0")],
)
def test_the_next_number_of_a_kind(kind: ReleaseKind, steps: int, version: str) -> None:
    assert following(V("2.3.4"), kind, steps) == V(version)


@pytest.mark.parametrize("kind", ["patch", "minor", "major"])
@pytest.mark.parametrize("steps", [0, 1, 7])
def test_the_distance_of_a_following_number_is_its_steps(kind: ReleaseKind, steps: int) -> None:
    assert distance(V("2.0"), following(V("2.0"), kind, steps), kind) == steps
