"""How long windows were kept, when they are over, and when a change may take effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from packaging.version import Version

from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.clock import Moment
from sphinxext.stability.model import (
    Change,
    Id,
    Level,
    Policy,
    Release,
    ReleaseKind,
    Span,
    Window,
    Windows,
)
from sphinxext.stability.model import Start as Deprecated
from sphinxext.stability.releases import Calendar
from sphinxext.stability.timetable import name_span, name_window
from sphinxext.stability.windows import (
    Beginning,
    Bound,
    Measured,
    Promise,
    computed_end,
    earliest,
    latest,
    measure,
    promise,
    stretches,
)

Ask = Callable[..., Catalogue]

V = Version
TWO = Window(releases=2, days=180)
MONTH = Window(days=30)
PYTORCH = Promise(default=TWO, silent=TWO, restore=TWO)


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def calendar_of(*rows: tuple[str, str]) -> Calendar:
    """Make a calendar of versions with dates; an empty date is none."""
    return Calendar([Release(version=V(version), date=day(date)) for version, date in rows])


def change_of(**keys: Any) -> Change:  # noqa: ANN401
    """Make a removal; versions are texts, but for ``deprecated`` with a nightly."""
    versions = {"announced", "error", "effective", "restored"}
    if isinstance(keys.get("deprecated"), str):
        keys["deprecated"] = Deprecated(version=V(keys["deprecated"]))
    read = {k: V(v) if k in versions and v != "never" else v for k, v in keys.items()}
    return Change(id=Id("c"), type="removal", **read)


#: Releases every hundred days, and patch releases; 3.0 follows 2.4.
DATED = calendar_of(
    ("2.0", "2024-01-01"),
    ("2.0.1", "2024-02-01"),
    ("2.1", "2024-04-10"),
    ("2.2", "2024-07-19"),
    ("2.2.1", "2024-08-01"),
    ("2.3", "2024-10-27"),
    ("2.4", "2025-02-04"),
    ("3.0", "2025-05-15"),
)
UNDATED = calendar_of(*((f"2.{number}", "") for number in range(8)))
EMPTY = calendar_of()


# Measuring


def test_a_window_is_measured_in_releases_and_in_days() -> None:
    found = measure(DATED, Beginning(V("2.0")), V("2.2"), TWO)
    assert found == Measured(releases=2, days=200)


def test_a_warning_in_nightly_builds_counts_in_days_from_its_own_day() -> None:
    """The releases count from the release all the same."""
    start = Beginning(V("2.1"), day("2024-01-21"))
    assert measure(DATED, start, V("2.2"), TWO) == Measured(releases=1, days=180)


@pytest.mark.parametrize(
    ("of", "releases"),
    [("patch", 5), ("minor", 3), ("major", 1)],
)
def test_a_window_says_which_releases_count(of: ReleaseKind, releases: int) -> None:
    assert (
        measure(DATED, Beginning(V("2.0")), V("2.3"), Window(releases=1, of=of)).releases
        == releases
    )


@pytest.mark.parametrize(
    ("end", "at", "in_place"),
    [
        ("3.0", "major", True),
        ("2.3", "major", False),
        ("2.3", "minor", True),
        ("2.2.1", "minor", False),
        ("2.2.1", "patch", True),
        ("2.2.1", None, True),
    ],
)
def test_a_phase_may_come_in_some_releases_only(
    end: str, at: ReleaseKind | None, *, in_place: bool
) -> None:
    window = Window(releases=1, at=at)
    found = measure(DATED, Beginning(V("2.0")), V(end), window)
    assert found.in_place is in_place
    assert found.keeps(window) is in_place


@pytest.mark.parametrize(
    ("start", "end", "releases", "days"),
    [
        ("1.0", "2.2", None, None),  # older than the calendar
        ("2.4", "4.0", None, None),  # beyond the end, in another series
        ("2.4", "3.1", 2, None),  # beyond the end: a number, but no date
        ("2.4", "3.0", 1, 100),
    ],
)
def test_what_the_calendar_does_not_tell_is_not_known(
    start: str, end: str, releases: int | None, days: int | None
) -> None:
    assert measure(DATED, Beginning(V(start)), V(end), TWO)[:2] == (releases, days)


def test_nothing_is_known_of_an_empty_calendar() -> None:
    found = measure(EMPTY, Beginning(V("2.0")), V("2.2"), TWO)
    assert found == Measured(releases=None, days=None)
    assert found.keeps(TWO) is None


@pytest.mark.parametrize(
    ("releases", "days", "both", "either"),
    [
        (2, 180, True, True),
        (2, 179, False, True),
        (1, 180, False, True),
        (1, 179, False, False),
        (None, 180, None, True),
        (None, 179, False, None),
        (2, None, None, True),
        (1, None, False, None),
        (None, None, None, None),
    ],
)
def test_all_lengths_must_have_passed_or_any_of_them(
    releases: int | None, days: int | None, *, both: bool | None, either: bool | None
) -> None:
    """What is not known leaves the answer open only where it matters."""
    measured = Measured(releases, days)
    assert measured.keeps(Window(releases=2, days=180, combine="all")) is both
    assert measured.keeps(Window(releases=2, days=180, combine="any")) is either


@pytest.mark.parametrize("combine", ["all", "any"])
def test_a_length_that_is_not_given_is_not_asked_for(combine: Any) -> None:  # noqa: ANN401
    assert Measured(0, 30).keeps(Window(days=30, combine=combine)) is True
    assert Measured(2, None).keeps(Window(releases=2, combine=combine)) is True
    assert Measured(1, 999).keeps(Window(releases=2, combine=combine)) is False
    assert Measured(None, None).keeps(Window(combine=combine)) is True


# The earliest end


@pytest.mark.parametrize(
    ("start", "window", "end"),
    [
        ("2.0", Window(releases=1), "2.1"),
        ("2.0", Window(releases=2), "2.2"),
        ("2.0", Window(releases=2, days=180), "2.2"),
        ("2.0", Window(releases=2, days=200), "2.2"),
        ("2.0", Window(releases=2, days=201), "2.3"),
        ("2.0", Window(days=180), "2.2"),
        ("2.0", Window(releases=1, days=180), "2.2"),
        ("2.0", Window(releases=1, days=180, combine="any"), "2.1"),
        ("2.0", Window(releases=3, days=180, combine="any"), "2.2"),
        ("2.0", Window(releases=2, of="patch"), "2.1"),
        ("2.0", Window(releases=5, of="patch"), "2.3"),
        ("2.0.1", Window(releases=2), "2.3"),  # 2.1 is the first minor release that has it
        ("2.0.1", Window(releases=1, of="patch"), "2.1"),
        ("2.0", Window(releases=1, of="major"), "3.0"),
        ("2.1", Window(releases=1, of="major"), "4.0"),  # 3.0 is the first that warns
        ("2.1", Window(releases=2, at="major"), "3.0"),
        ("2.4", Window(releases=1, at="major"), "3.0"),
        ("2.4", Window(releases=2, at="major"), "4.0"),
        ("3.0", Window(releases=1, at="major"), "4.0"),
        ("2.1", Window(at="major"), "3.0"),
        ("2.0", Window(releases=1, of="patch", at="minor"), "2.1"),
        ("2.1", Window(releases=2, of="minor", at="patch"), "2.2.1"),
        ("2.4rc1", Window(releases=1), "3.0"),
        ("2.4.0.dev20250101", Window(releases=1), "3.0"),
    ],
)
def test_a_window_is_over_at_the_first_release_that_keeps_it(
    start: str, window: Window, end: str
) -> None:
    """It is of the kind that counts, or of that which the window allows."""
    bound = earliest(DATED, Beginning(V(start)), window)
    assert bound is not None
    assert bound.version == V(end)
    assert measure(DATED, Beginning(V(start)), V(end), window).keeps(window) is not False


@pytest.mark.parametrize("version", ["2.1.post1", "2.1+cu118", "2.1rc1", "2.1.0"])
def test_a_window_begins_with_the_release_that_a_build_belongs_to(version: str) -> None:
    """As it does where it is measured: by the base of its version."""
    plain = measure(DATED, Beginning(V("2.1")), V("2.3"), TWO)
    assert measure(DATED, Beginning(V(version)), V("2.3"), TWO) == plain
    assert earliest(DATED, Beginning(V(version)), TWO) == earliest(DATED, Beginning(V("2.1")), TWO)


@pytest.mark.parametrize(
    ("start", "window", "bound"),
    [
        ("2.0", TWO, Bound(V("2.2"), day("2024-07-19"))),
        ("2.4", TWO, Bound(V("3.1"), day("2025-08-23"), about=True)),
        ("3.0", TWO, Bound(V("3.2"), day("2025-12-01"), about=True)),
        ("3.0", Window(releases=2, days=300), Bound(V("3.3"), day("2026-03-11"), about=True)),
    ],
)
def test_beyond_the_calendar_the_end_is_a_guess(start: str, window: Window, bound: Bound) -> None:
    """At the distance that feature releases have; the calendar is that of a hundred days."""
    assert earliest(DATED, Beginning(V(start)), window) == bound


def test_a_nightly_shortens_the_wait_in_days_but_not_in_releases() -> None:
    window = Window(releases=1, days=180)
    assert earliest(DATED, Beginning(V("2.1")), window) == Bound(V("2.3"), day("2024-10-27"))
    nightly = Beginning(V("2.1"), day("2024-01-21"))
    assert earliest(DATED, nightly, window) == Bound(V("2.2"), day("2024-07-19"))
    early = Beginning(V("2.1"), day("2023-01-01"))
    assert earliest(DATED, early, window) == Bound(V("2.2"), day("2024-07-19"))


@pytest.mark.parametrize("window", [Window(releases=2, days=60, combine="any"), Window(days=60)])
def test_a_window_is_never_over_before_it_begins(window: Window) -> None:
    """Nightly builds warned long before the release: it still is the first that does."""
    start = Beginning(V("2.2"), day("2024-01-05"))
    bound = earliest(DATED, start, window)
    assert bound is not None
    assert bound.version is not None
    assert bound.version >= V("2.2")


@pytest.mark.parametrize(
    ("window", "end"),
    [
        (Window(releases=2), "2.4"),
        (TWO, "2.4"),  # by the releases; the days are not known
        (Window(releases=2, days=180, combine="any"), None),  # the days may be over earlier
        (Window(days=180), None),  # nothing else is asked for
    ],
)
def test_without_dates_only_releases_tell(window: Window, end: str | None) -> None:
    bound = earliest(UNDATED, Beginning(V("2.2")), window)
    assert bound == (Bound(V(end)) if end else None)


@pytest.mark.parametrize(
    ("calendar", "start"), [(EMPTY, "2.0"), (DATED, "1.0"), (DATED, "4.0"), (DATED, "4.0.1")]
)
def test_nobody_can_tell_what_the_calendar_does_not_hold(calendar: Calendar, start: str) -> None:
    """How many releases the last series will have before the next one, for example."""
    assert earliest(calendar, Beginning(V(start)), TWO) is None


def test_a_nightly_tells_the_day_even_without_a_calendar() -> None:
    start = Beginning(V("2.3"), day("2024-01-01"))
    assert earliest(EMPTY, start, Window(days=180)) == Bound(None, day("2024-06-29"))
    assert earliest(EMPTY, start, TWO) is None


def test_planned_releases_end_windows_too() -> None:
    calendar = calendar_of(("2.0", "2024-01-01"), ("2.1", "2024-04-10"), ("2.2", ""), ("3.0", ""))
    found = earliest(calendar, Beginning(V("2.1")), Window(releases=2))
    assert found == Bound(V("3.0"), day("2024-10-27"), about=True)


def test_a_guessed_release_does_not_end_a_window_after_the_next_one_is_out() -> None:
    """Whatever day is guessed for 2.4, it comes before 2.5, which is too early."""
    calendar = calendar_of(
        ("2.0", "2021-01-01"),
        ("2.1", "2022-01-01"),
        ("2.2", "2023-01-01"),
        ("2.3", "2024-01-01"),
        ("2.4", ""),
        ("2.5", "2024-03-01"),
    )
    bound = earliest(calendar, Beginning(V("2.3")), Window(days=90))
    assert bound is not None
    assert bound.version == V("2.6")


def test_a_late_patch_of_an_old_series_does_not_end_a_window_in_a_newer_one() -> None:
    """2.1.5 came after 3.0, which is too early for the days."""
    calendar = calendar_of(
        ("2.1", "2024-01-01"),
        ("2.1.5", "2024-09-01"),
        ("3.0", "2024-06-01"),
        ("3.1", "2024-12-01"),
    )
    window = Window(releases=2, days=200, of="patch")
    bound = earliest(calendar, Beginning(V("2.1")), window)
    assert bound is not None
    assert bound.version is not None
    assert measure(calendar, Beginning(V("2.1")), bound.version, window).keeps(window) is not False


@pytest.mark.parametrize(
    ("window", "end"),
    [(Window(at="major"), "3.0"), (Window(releases=1, of="major"), "4.0")],
)
def test_the_next_major_release_has_a_number_without_one_in_the_calendar(
    window: Window, end: str
) -> None:
    """Most calendars begin in the midst of a series; what is GA in Kubernetes stays in 1."""
    calendar = calendar_of(("2.1", "2024-01-01"), ("2.2", "2024-04-10"))
    bound = earliest(calendar, Beginning(V("2.1")), window)
    assert bound is not None
    assert bound.version == V(end)


def test_releases_of_one_day_do_not_end_a_window_in_days() -> None:
    """No rhythm tells when the days are over, but they are not over on that day."""
    calendar = calendar_of(("2.0", "2024-01-01"), ("2.1", "2024-01-01"))
    window = Window(releases=1, days=30)
    bound = earliest(calendar, Beginning(V("2.0")), window)
    assert bound is None or bound.version is None or bound.version > V("2.1")


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        (None, None, None),
        (Bound(V("2.1")), None, Bound(V("2.1"))),
        (None, Bound(V("2.1")), Bound(V("2.1"))),
        (Bound(V("2.1")), Bound(V("2.10")), Bound(V("2.10"))),
        (Bound(V("2.1")), Bound(None, day("2024-01-01")), Bound(V("2.1"))),
    ],
)
def test_of_two_bounds_the_later_one_holds(
    one: Bound | None, other: Bound | None, result: Bound | None
) -> None:
    assert latest(EMPTY, [one, other], None) == result
    assert latest(EMPTY, [other, one], None) == result


# What is promised


def level_of(window: Any) -> Level:  # noqa: ANN401
    return Level(id=Id("beta"), rank=1, window=window)


POLICY = Policy(windows=Windows(default=TWO, silent=TWO, restore=TWO, announcement=MONTH))
OWN = Window(releases=3, days=273)


@pytest.mark.parametrize(
    ("level", "promised"),
    [
        (None, Promise(TWO, TWO, TWO, MONTH)),
        (level_of(None), Promise(TWO, TWO, TWO, MONTH)),
        (level_of(OWN), Promise(OWN, TWO, TWO, MONTH)),
        (level_of("none"), Promise()),
    ],
)
def test_the_window_of_a_level_replaces_the_default(level: Level | None, promised: Promise) -> None:
    """With none at all, nothing is promised, not even an announcement."""
    assert promise(POLICY, level) == promised


def test_without_windows_nothing_is_promised() -> None:
    assert promise(Policy(), None) == Promise()


# The stretches of a change


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({}, []),
        ({"effective": "2.4"}, []),
        ({"deprecated": "2.0"}, [("default", "deprecated", "2.0", "effective", None)]),
        (
            {"deprecated": "2.0", "effective": "2.2"},
            [("default", "deprecated", "2.0", "effective", "2.2")],
        ),
        (
            {"deprecated": "2.0", "effective": "never"},
            [("default", "deprecated", "2.0", "effective", None)],
        ),
        (
            {"deprecated": "2.0", "error": "2.2", "effective": "2.4", "silent": True},
            [
                ("default", "deprecated", "2.0", "error", "2.2"),
                ("silent", "error", "2.2", "effective", "2.4"),
            ],
        ),
        (
            {"deprecated": "2.0", "effective": "2.4", "silent": True},
            [("default and silent", "deprecated", "2.0", "effective", "2.4")],
        ),
        (
            {"deprecated": "2.0", "error": "2.2", "effective": "2.3"},  # loud: no further window
            [("default", "deprecated", "2.0", "error", "2.2")],
        ),
        (
            {"deprecated": "2.0", "effective": "2.2", "restored": "2.4"},
            [
                ("default", "deprecated", "2.0", "effective", "2.2"),
                ("restore", "effective", "2.2", "restored", "2.4"),
            ],
        ),
        (
            {"effective": "2.2", "restored": "2.3"},
            [("restore", "effective", "2.2", "restored", "2.3")],
        ),
        (
            {"deprecated": "2.0", "restored": "2.3"},
            [("default", "deprecated", "2.0", "effective", None)],
        ),
    ],
)
def test_a_change_has_a_stretch_for_each_window(
    keys: dict[str, Any], found: list[tuple[str, str, str, str, str | None]]
) -> None:
    """The oldest comes first, and one without an end is still open."""
    given = [
        (s.name, s.first, str(s.start.version), s.last, str(s.end) if s.end else None)
        for s in stretches(change_of(**keys), PYTORCH)
    ]
    assert given == found


def test_a_silent_change_without_an_error_waits_for_both_windows() -> None:
    """Four releases and 360 days of nightly builds."""
    change = change_of(deprecated="2.0", effective="3.0", silent=True)
    (span,) = stretches(change, PYTORCH)
    assert (span.window.releases, span.window.days) == (4, 360)


def test_a_stretch_begins_on_the_day_of_the_nightly() -> None:
    start = Deprecated(version=V("2.1"), nightly=day("2024-02-01"))
    (span,) = stretches(change_of(deprecated=start), PYTORCH)
    assert span.start == Beginning(V("2.1"), day("2024-02-01"))


def test_a_start_that_nobody_knows_begins_no_stretch() -> None:
    assert list(stretches(change_of(deprecated=Deprecated(version=True)), PYTORCH)) == []


@pytest.mark.parametrize(
    ("keys", "first", "end"),
    [
        ({"announced": "2.0", "effective": "2.1"}, "announced", "2.1"),
        ({"announced": "2.0", "deprecated": "2.1", "effective": "2.2"}, "announced", "2.2"),
        ({"deprecated": "2.1", "effective": "2.2"}, "deprecated", "2.2"),
        ({"announced": "2.0", "error": "2.1", "effective": "2.2"}, "announced", "2.1"),
    ],
)
def test_users_are_told_a_month_ahead_of_the_break(
    keys: dict[str, Any], first: str, end: str
) -> None:
    """A deprecation tells them as well; an error breaks their code already."""
    (span,) = stretches(change_of(**keys), Promise(announcement=MONTH))
    assert (span.name, span.first, span.end) == ("announcement", first, V(end))


# Computed ends


@pytest.mark.parametrize(
    ("keys", "end"),
    [
        ({"deprecated": "2.0"}, "2.2"),
        ({"deprecated": "2.0", "announced": "2.0"}, "2.2"),
        ({"deprecated": "2.0", "silent": True}, "2.4"),
        ({"deprecated": "2.0", "error": "2.2", "silent": True}, "2.4"),
        ({"deprecated": "2.0", "error": "2.1", "silent": True}, "2.3"),
        ({"deprecated": "2.0", "error": "2.3", "silent": True}, "3.0"),
        ({"deprecated": "2.0", "error": "2.3"}, "2.3"),
        ({"deprecated": "2.0", "effective": "2.1"}, None),
        ({"deprecated": "2.0", "effective": "never"}, None),
        ({"announced": "2.0"}, None),
        ({"error": "2.0"}, None),
        ({"deprecated": "1.0"}, None),
        ({"deprecated": Deprecated(version=True)}, None),
    ],
)
def test_the_end_of_a_deprecated_change_is_computed(keys: dict[str, Any], end: str | None) -> None:
    """Unless the manifest gives one, or says that it never comes."""
    bound = computed_end(change_of(**keys), PYTORCH, DATED)
    assert (bound.version if bound else None) == (V(end) if end else None)


def test_nothing_is_computed_where_nothing_is_promised() -> None:
    assert computed_end(change_of(deprecated="2.0"), Promise(), DATED) is None
    assert computed_end(change_of(deprecated="2.0"), PYTORCH, EMPTY) is None


@pytest.mark.parametrize(
    ("announced", "end"),
    [(None, "2.1"), ("2.0", "2.1"), ("2.2", "2.3")],
)
def test_an_announcement_is_waited_for_as_well(announced: str | None, end: str) -> None:
    """Customers hear of it a month ahead, even if that is later than the first warning."""
    told = {"announced": announced} if announced else {}
    promised = Promise(default=Window(releases=1), announcement=MONTH)
    bound = computed_end(change_of(deprecated="2.0", **told), promised, DATED)
    assert bound is not None
    assert bound.version == V(end)


def test_an_announcement_moves_the_end_to_a_release_that_the_policy_allows() -> None:
    """Breaks come in major releases only, and half a year after users were told: not in 3.1."""
    promised = Promise(default=Window(releases=1, at="major"), announcement=Window(days=180))
    bound = computed_end(change_of(deprecated="2.4"), promised, DATED)
    assert bound is not None
    assert bound.version == V("4.0")


def test_the_guess_of_a_silent_change_is_marked_as_one() -> None:
    bound = computed_end(change_of(deprecated="2.4", silent=True), PYTORCH, DATED)
    assert bound == Bound(V("3.3"), day("2026-03-11"), about=True)


# The timetable of a manifest

HEAD = """format = 1
[policy.windows]
default = { releases = 2, days = 180 }
announcement = { days = 30 }
[[scheme.levels]]
id = "stable"
rank = 30
[[scheme.levels]]
id = "slow"
rank = 25
window = { releases = 4 }
[[scheme.levels]]
id = "beta"
rank = 20
window = "none"
[[features]]
id = "rock"
level = "stable"
objects = ["a.rock"]
[[features]]
id = "tar"
level = "slow"
objects = ["a.tar"]
[[features]]
id = "sand"
level = "beta"
objects = ["a.sand"]
history = [{ level = "stable", since = "2.0" }]
since = "2.2"
"""
RELEASES = "".join(
    f'[[releases]]\nversion = "{version}"\ndate = {date}\n'
    for version, date in (
        ("2.0", "2024-01-01"),
        ("2.1", "2024-04-10"),
        ("2.2", "2024-07-19"),
        ("2.3", "2024-10-27"),
        ("2.4", "2025-02-04"),
        ("2.5", "2025-05-15"),
    )
)


def ends_of(ask: Ask, text: str, version: str = "2.2") -> dict[str, str | None]:
    catalogue = ask(HEAD + RELEASES + text, version, "2024-07-19")
    ends = {c.id: catalogue.timetable.end(c) for c in catalogue.manifest.changes}
    return {name: str(end.version) if end else None for name, end in ends.items()}


def removal(name: str, objects: str, keys: str) -> str:
    return f'[[changes]]\nid = "{name}"\ntype = "removal"\nobjects = [{objects}]\n{keys}\n'


@pytest.mark.parametrize(
    ("objects", "deprecated", "end"),
    [
        ('"a.rock"', "2.0", "2.2"),
        ('"a.tar"', "2.0", "2.4"),
        ('"a.other"', "2.0", "2.2"),  # without a level the policy holds
        ('"a.sand"', "2.0", "2.2"),  # it was stable then
        ('"a.sand"', "2.2", None),  # a beta may break without notice
        ('"a.rock", "a.tar"', "2.0", "2.4"),
        ('"a.tar", "a.rock"', "2.0", "2.4"),
        ('"a.sand", "a.rock"', "2.2", "2.4"),
        ('"a.rock", "a.sand"', "2.2", "2.4"),
    ],
)
def test_the_strictest_level_of_what_a_change_is_about_holds(
    ask: Ask, objects: str, deprecated: str, end: str | None
) -> None:
    """The level is that of the time when the change began."""
    text = removal("c", objects, f'deprecated = "{deprecated}"')
    assert ends_of(ask, text) == {"c": end}


@pytest.mark.parametrize("features", ['"sand", "rock"', '"rock", "sand"'])
def test_an_announcement_is_promised_whatever_the_order_of_the_features(
    ask: Ask, features: str
) -> None:
    """AWS Neuron has no other window; a Beta beside something Stable takes nothing from it."""
    text = 'format = 1\nscheme.extends = "aws-neuron"\n'
    text += (
        '[[features]]\nid = "sand"\nlevel = "beta"\n[[features]]\nid = "rock"\nlevel = "stable"\n'
    )
    text += f'[[changes]]\nid = "c"\ntype = "removal"\nfeatures = [{features}]\nannounced = "2.0"\n'
    catalogue = ask(text)
    (change,) = catalogue.manifest.changes
    assert catalogue.timetable.promise(change).announcement == MONTH


@pytest.mark.parametrize(
    ("first", "end"),
    [
        ('deprecated = "2.0"\neffective = "2.2"', "2.3"),  # sooner than the own window
        ('deprecated = "2.0"\neffective = "2.4"', "2.4"),
        ('deprecated = "2.0"\neffective = "2.2"\nrestored = "2.5"', "2.5"),
        ('deprecated = "2.2"', "2.4"),  # computed as well
        ('announced = "2.0"', "2.3"),  # nobody knows when it will be done
        ('deprecated = "2.0"\neffective = "never"', None),  # nor does what comes after it
        ('effective = "2.7"', "2.7"),
        ('effective = "7.0"', "7.0"),
    ],
)
def test_a_change_waits_for_the_one_that_it_comes_after(
    ask: Ask, first: str, end: str | None
) -> None:
    text = removal("first", '"a.rock"', first)
    text += removal("c", '"a.rock"', 'deprecated = "2.1"\nafter = "first"')
    assert ends_of(ask, text)["c"] == end


def test_changes_wait_for_each_other_one_after_the_other(ask: Ask) -> None:
    text = removal("c", '"a.rock"', 'deprecated = "2.0"\nafter = "b"')
    text += removal("b", '"a.rock"', 'deprecated = "2.0"\nafter = "a"')
    text += removal("a", '"a.tar"', 'deprecated = "2.1"')
    assert ends_of(ask, text) == {"c": "2.5", "b": "2.5", "a": "2.5"}


def test_a_long_row_of_changes_can_be_waited_for(ask: Ask) -> None:
    text = "".join(
        removal(f"c{number}", '"a.rock"', f'deprecated = "2.0"\nafter = "c{number + 1}"')
        for number in range(1500)
    )
    text += removal("c1500", '"a.rock"', 'deprecated = "2.1"')
    catalogue = ask(HEAD + RELEASES + text, "2.2")
    bound = catalogue.timetable.end(catalogue.changes["c0"])
    assert bound is not None
    assert bound.version == V("2.3")


def test_a_component_has_a_calendar_of_its_own(ask: Ask) -> None:
    text = removal("c", '"a.rock"', 'deprecated = "0.1"\ncomponent = "nki"')
    for version, date in (("0.1", "2024-01-01"), ("0.2", "2024-02-01"), ("0.3", "2024-09-01")):
        text += f'[[releases]]\nversion = "{version}"\ndate = {date}\ncomponent = "nki"\n'
    assert ends_of(ask, text) == {"c": "0.3"}


@pytest.mark.parametrize(
    ("date", "level"),
    [
        ("date = 2024-07-18", "stable"),  # the project was at 2.1
        ("date = 2024-07-19", "beta"),  # it got that level in 2.2
        ("date = 2023-01-01", "beta"),  # before anything: as it is now
        ("", "beta"),
    ],
)
def test_a_change_of_a_component_is_about_the_levels_of_its_day(
    ask: Ask, date: str, level: str
) -> None:
    """Its versions are not those in which features have their levels."""
    text = removal("c", '"a.sand"', 'effective = "0.2"\ncomponent = "nki"')
    text += f'[[releases]]\nversion = "0.2"\n{date}\ncomponent = "nki"\n'
    catalogue = ask(HEAD + RELEASES + text, "2.5", "2025-05-15")
    found = catalogue.levels_of(catalogue.changes["c"])
    assert [one and one.id for one in found] == [level]


@pytest.mark.parametrize(
    ("version", "passed"), [("2.0", False), ("2.1", False), ("2.2", True), ("2.5", True)]
)
def test_a_bound_that_is_reached_says_so(ask: Ask, version: str, *, passed: bool) -> None:
    catalogue = ask(HEAD + RELEASES + removal("c", '"a.rock"', 'deprecated = "2.0"'), version)
    end = catalogue.end(catalogue.changes["c"])
    assert end == Bound(V("2.2"), day("2024-07-19"), passed=passed)


# What is past


@pytest.mark.parametrize(
    ("span", "version", "date", "outlasted"),
    [
        (Span(releases=2), "2.2", "2024-07-19", True),
        (Span(releases=2), "2.1", "2024-07-19", False),
        (Span(releases=2), "2.1.5", "2024-07-19", True),  # documents what comes after 2.1
        (Span(days=200), "2.0", "2024-07-19", True),
        (Span(days=200), "2.0", "2024-07-18", False),
        (Span(releases=2, days=200), "2.2", "2024-07-18", False),
        (Span(releases=2, days=200), "2.1", "2024-07-19", False),
        (Span(releases=2, days=200), "2.2", "2024-07-19", True),
        (Span(), "2.2", "2024-07-19", False),
        (None, "2.2", "2024-07-19", False),
    ],
)
def test_a_length_of_time_has_passed_when_all_of_it_has(
    ask: Ask, span: Span | None, version: str, date: str, *, outlasted: bool
) -> None:
    timetable = ask(HEAD + RELEASES).timetable
    moment = Moment(V(version), dt.date.fromisoformat(date))
    assert timetable.outlasted(span, V("2.0"), moment) is outlasted


@pytest.mark.parametrize("since", [None, V("1.0")])
def test_what_is_not_known_has_not_passed(ask: Ask, since: Version | None) -> None:
    timetable = ask(HEAD + RELEASES).timetable
    moment = Moment(V("2.5"), dt.date(2030, 1, 1))
    assert not timetable.outlasted(Span(releases=1), since, moment)
    assert not timetable.outlasted(Span(days=1), since, moment)
    assert not timetable.outlasted(Span(days=1), V("2.0"), moment, "nowhere")


def test_nothing_has_passed_without_a_calendar(ask: Ask) -> None:
    moment = Moment(V("2.5"), dt.date(2030, 1, 1))
    assert not ask(HEAD).timetable.outlasted(Span(releases=1), V("2.0"), moment)


@pytest.mark.parametrize(
    ("keys", "version", "shown"),
    [
        ('effective = "2.0"\ntombstone = true', "2.1", True),
        ('effective = "2.0"\ntombstone = true', "2.2", False),
        ('effective = "2.0"', "2.5", True),  # overdue, so never past
        ('effective = "2.0"\nrestored = "2.3"', "2.4", True),
        ('effective = "2.0"\nrestored = "2.3"', "2.5", False),
        ('deprecated = "2.0"\neffective = "never"', "2.5", True),
    ],
)
def test_notices_of_older_changes_are_kept_for_so_many_releases(
    ask: Ask, keys: str, version: str, *, shown: bool
) -> None:
    text = HEAD.replace(
        "[policy.windows]", "[policy]\nkeep-changes = { releases = 2 }\n[policy.windows]"
    )
    catalogue = ask(text + RELEASES + removal("c", '"a.rock"', keys), version)
    answer = catalogue.lookup("py", "function", "a.rock")
    assert [a.change.id for a in answer.changes if not a.is_past] == (["c"] if shown else [])


@pytest.mark.parametrize(
    ("length", "name"),
    [
        (TWO, "2 releases and 180 days"),
        (Window(releases=1, days=1, combine="any"), "1 release or 1 day"),
        (Span(days=14), "14 days"),
        (Window(at="major"), ""),
    ],
)
def test_lengths_of_time_have_names(length: Window | Span, name: str) -> None:
    assert name_span(length) == name


@pytest.mark.parametrize(
    ("window", "name"),
    [
        (TWO, "2 minor releases and 180 days"),
        (Window(releases=1, of="major", at="major"), "1 major release, in a major release only"),
        (Window(releases=3, of="patch"), "3 releases"),
        (Window(at="minor"), "in a minor release only"),
        (None, ""),
    ],
)
def test_windows_have_names_that_tell_which_releases_count(
    window: Window | None, name: str
) -> None:
    assert name_window(window) == name
