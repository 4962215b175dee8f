"""What must hold of phases and windows for any calendar, policy and change."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from packaging.version import Version

from sphinxext.stability import clock
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.clock import Moment
from sphinxext.stability.model import (
    Change,
    Feature,
    Id,
    Manifest,
    Policy,
    Release,
    Scheme,
    Window,
    Windows,
)
from sphinxext.stability.model import Level as LevelEntry
from sphinxext.stability.model import Start as Deprecated
from sphinxext.stability.policy import phase_at, phase_versions
from sphinxext.stability.releases import Calendar
from sphinxext.stability.targets import Target
from sphinxext.stability.windows import (
    Beginning,
    Promise,
    computed_end,
    earliest,
    measure,
    stretches,
)

V = Version
FIRST_DAY = dt.date(2020, 1, 1)
TODAY = dt.date(2023, 1, 1)


# Calendars: ascending versions over several series


@st.composite
def version_lists(draw: st.DrawFn) -> list[Version]:
    """Return the numbers of one to three series, with a few patch releases."""
    found = []
    for major in range(1, 1 + draw(st.integers(1, 3))):
        minors = range(draw(st.integers(0, 1)), draw(st.integers(1, 6)))
        for minor in minors:
            found.append(V(f"{major}.{minor}"))
            found += [V(f"{major}.{minor}.{n + 1}") for n in range(draw(st.integers(0, 2)))]
    return found


@st.composite
def releases(draw: st.DrawFn, *, dated: bool = False) -> tuple[Release, ...]:
    """Return releases whose dates grow with the versions; some are missing unless *dated*.

    The dates reach past ``TODAY``, so that some of the releases are planned.
    """
    found, day = [], FIRST_DAY
    for version in draw(version_lists()):
        day += dt.timedelta(days=draw(st.integers(0, 250)))
        missing = not dated and draw(st.integers(0, 4)) == 0
        found.append(Release(version=version, date=None if missing else day))
    return tuple(found)


@st.composite
def interleaved(draw: st.DrawFn) -> tuple[Release, ...]:
    """Return releases of which the patches of old series may come after newer series."""
    found = []
    for release in draw(releases(dated=True)):
        late = dt.timedelta(days=draw(st.integers(0, 600)) if release.version.micro else 0)
        found.append(msgspec.structs.replace(release, date=release.date and release.date + late))
    return tuple(found)


SOME = st.builds(
    lambda major, minor, micro: V(f"{major}.{minor}.{micro}" if micro else f"{major}.{minor}"),
    st.integers(1, 4),
    st.integers(0, 7),
    st.integers(0, 2),
)
DAYS = st.integers(0, 1500).map(lambda days: FIRST_DAY + dt.timedelta(days=days))
KIND = st.sampled_from(["patch", "minor", "major"])
WINDOWS = st.builds(
    Window,
    releases=st.integers(0, 5),
    days=st.sampled_from([0, 0, 30, 180, 365, 500]),
    combine=st.sampled_from(["all", "any"]),
    of=KIND,
    at=st.none() | KIND,
)


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    """Return the windows of a policy: the same releases count in all, announcements in days.

    Where it says in which releases a change may take effect, they are no lesser ones.
    """
    kinds = ["patch", "minor", "major"]
    of = draw(KIND)
    at = draw(st.none() | st.sampled_from(kinds[kinds.index(of) :]))
    combine = draw(st.sampled_from(["all", "any"]))
    lengths = st.none() | WINDOWS.map(
        lambda window: msgspec.structs.replace(window, of=of, at=at, combine=combine)
    )
    return Promise(
        default=draw(lengths),
        silent=draw(lengths),
        restore=draw(lengths),
        announcement=draw(st.none() | st.builds(Window, days=st.sampled_from([30, 180]))),
    )


@st.composite
def starts(draw: st.DrawFn, calendar: Calendar) -> Beginning:
    """Return where a window begins: mostly a release, sometimes with a nightly before it."""
    known = st.sampled_from(calendar.versions) if calendar else SOME
    version = draw(known | SOME)
    day = calendar.given_date(version)
    if day and draw(st.booleans()):
        return Beginning(version, day - dt.timedelta(days=draw(st.integers(0, 120))))
    return Beginning(version)


@st.composite
def changes(draw: st.DrawFn, calendar: Calendar, **given_keys: Any) -> Change:  # noqa: ANN401
    """Return a deprecated change without an ``effective``, its phases in their order."""
    start = draw(starts(calendar))
    known = st.sampled_from([v for v in calendar.versions if v > start.version] or [V("9.0")])
    keys = {
        "announced": draw(
            st.none()
            | st.sampled_from([v for v in calendar.versions if v <= start.version] or [V("1.0")])
        ),
        "deprecated": Deprecated(version=start.version, nightly=start.day),
        "error": draw(st.none() | known),
        "silent": draw(st.booleans()),
    }
    return Change(
        id=Id("c"), type="removal", objects=(Target.parse("lib.foo"),), **(keys | given_keys)
    )


# Phases


@given(st.data())
def test_phases_never_go_backwards_as_the_version_grows(data: st.DataObject) -> None:
    """Through all releases of a calendar, and whatever order the phases have."""
    calendar = Calendar(data.draw(releases()))
    phases = {
        key: data.draw(st.none() | SOME) for key in ("announced", "error", "effective", "restored")
    }
    change = Change(
        id=Id("c"),
        type="removal",
        deprecated=data.draw(st.none() | st.builds(Deprecated, version=SOME)),
        **phases,
    )
    found = [phase_at(change, Moment(version, TODAY)) for version in calendar.versions]
    assert found == sorted(found)


@given(st.data())
def test_a_phase_begins_with_the_release_that_has_its_version(data: st.DataObject) -> None:
    """One release before, it has not been reached; from there on it has."""
    calendar = Calendar(data.draw(releases()))
    assume(calendar)
    change = data.draw(changes(calendar))
    for phase, version in phase_versions(change).items():
        release = calendar.containing(version) if version else None
        for one in calendar.versions if version else ():
            reached = phase_at(change, Moment(one, TODAY)) >= phase
            assert reached or release is None or one < release


# Computed ends


def check_computed_end(calendar: Calendar, change: Change, promised: Promise) -> None:
    """See that every stretch that was open keeps its window when the change ends then."""
    bound = computed_end(change, promised, calendar)
    assume(bound is not None and bound.version is not None)
    assert bound is not None
    assert bound.version is not None
    open_before = [span.name for span in stretches(change, promised) if span.end is None]
    ended = msgspec.structs.replace(change, effective=bound.version)
    for span in stretches(ended, promised):
        if span.end is not None and span.name in open_before:
            measured = measure(calendar, span.start, span.end, span.window)
            assert measured.keeps(span.window) is not False, (bound, span, measured)


@given(st.data())
def test_a_computed_end_keeps_what_it_was_computed_from(data: st.DataObject) -> None:
    """The rule that checks the window never finds it too short, nor in the wrong release."""
    calendar = Calendar(data.draw(releases(dated=True)))
    assume(calendar)
    check_computed_end(calendar, data.draw(changes(calendar)), data.draw(promises()))


@given(st.data())
def test_a_computed_end_keeps_it_where_dates_are_missing(data: st.DataObject) -> None:
    """A date that is guessed for a release does not contradict one that is given."""
    calendar = Calendar(data.draw(releases()))
    assume(calendar)
    check_computed_end(calendar, data.draw(changes(calendar)), data.draw(promises()))


@given(st.data())
def test_a_computed_end_keeps_it_where_series_overlap(data: st.DataObject) -> None:
    """A patch of an old series may come after the next series, and be lower all the same."""
    calendar = Calendar(data.draw(interleaved()))
    assume(calendar)
    check_computed_end(calendar, data.draw(changes(calendar)), data.draw(promises()))


@given(st.data())
def test_the_earliest_end_keeps_its_window(data: st.DataObject) -> None:
    calendar = Calendar(data.draw(releases(dated=True)))
    start, window = data.draw(starts(calendar)), data.draw(WINDOWS)
    bound = earliest(calendar, start, window)
    if bound is not None and bound.version is not None:
        measured = measure(calendar, start, bound.version, window)
        assert measured.keeps(window) is not False


@given(st.data())
def test_no_release_before_the_earliest_end_keeps_the_window(data: st.DataObject) -> None:
    """Of the kind that counts, or that ``at`` asks for; else the bound would be no lowest one."""
    calendar = Calendar(data.draw(releases(dated=True)))
    start, window = data.draw(starts(calendar)), data.draw(WINDOWS)
    bound = earliest(calendar, start, window)
    if bound is None or bound.version is None:
        return
    for version in calendar.line(window.at or window.of).versions:
        if start.version <= version < bound.version:
            assert measure(calendar, start, version, window).keeps(window) is not True


@given(st.data())
def test_an_end_is_never_before_the_beginning(data: st.DataObject) -> None:
    calendar = Calendar(data.draw(releases()))
    start, window = data.draw(starts(calendar)), data.draw(WINDOWS)
    bound = earliest(calendar, start, window)
    if bound is not None and bound.version is not None:
        assert bound.version >= start.version


@pytest.mark.parametrize("dated", [True, False])
@given(data=st.data(), releases_more=st.integers(0, 3), days_more=st.integers(0, 300))
def test_a_longer_window_never_ends_earlier(
    data: st.DataObject, releases_more: int, days_more: int, *, dated: bool
) -> None:
    """Neither in a lower release nor on an earlier day.

    A length that was not asked for is none that is shorter: with ``any``, it is another way to
    keep the window.
    """
    calendar = Calendar(data.draw(releases(dated=dated)))
    start, window = data.draw(starts(calendar)), data.draw(WINDOWS)
    if window.combine == "any":
        releases_more = releases_more if window.releases else 0
        days_more = days_more if window.days else 0
    longer = msgspec.structs.replace(
        window, releases=window.releases + releases_more, days=window.days + days_more
    )
    short, long = earliest(calendar, start, window), earliest(calendar, start, longer)
    if short is None or long is None:
        return
    if short.version and long.version:
        assert short.version <= long.version
    if short.date and long.date and (short.version is None) == (long.version is None):
        assert short.date <= long.date


# The whole: a manifest at a moment


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    """Return a manifest with a calendar, windows, levels and a few changes."""
    found = draw(releases())
    calendar = Calendar(found)
    assume(calendar)
    several = draw(st.integers(1, 4))
    made = [
        msgspec.structs.replace(
            draw(changes(calendar)),
            id=Id(f"c{number}"),
            effective=draw(st.none() | SOME),
            after=f"c{number - 1}" if number and draw(st.booleans()) else "",
        )
        for number in range(several)
    ]
    windows = st.builds(
        Windows,
        default=WINDOWS,
        silent=st.none() | WINDOWS,
        announcement=st.none() | WINDOWS,
    )
    level = LevelEntry(id=Id("beta"), rank=1, window=draw(st.none() | WINDOWS | st.just("none")))
    feature = Feature(
        id=Id("f"),
        level="beta",
        since=draw(st.none() | SOME),
        objects=(Target.parse("lib.foo"),),
    )
    return Manifest(
        format=1,
        scheme=Scheme(levels=(level,)),
        policy=Policy(windows=draw(windows)),
        releases=found,
        features=(feature,),
        changes=tuple(made),
    )


def catalogue_of(manifest: Manifest, text: str) -> Catalogue:
    version, _ = clock.evaluation_version(manifest, text, TODAY)
    date = clock.evaluation_date(manifest, version, None, TODAY)
    return Catalogue(manifest, clock.moment(manifest, version, date))


@given(manifests(), SOME)
def test_a_computed_end_never_moves_a_phase(manifest: Manifest, version: Version) -> None:
    """Phases come from what the manifest says, with or without windows to compute ends from."""
    plain = msgspec.structs.replace(manifest, policy=Policy())
    with_ends = catalogue_of(manifest, str(version))
    ends = {change.id: with_ends.end(change) for change in manifest.changes}
    assert with_ends.phases == catalogue_of(plain, str(version)).phases
    for change in manifest.changes:
        assert with_ends.phases[change.id] == phase_at(change, with_ends.moment)
        end = ends[change.id]
        if end is not None and end.passed:
            assert with_ends.phases[change.id] == phase_at(change, with_ends.moment)


@given(manifests(), SOME)
def test_a_bound_is_passed_from_its_version_on(manifest: Manifest, version: Version) -> None:
    catalogue = catalogue_of(manifest, str(version))
    for change in manifest.changes:
        end = catalogue.end(change)
        if end is not None and end.version is not None:
            assert end.passed == (end.version <= catalogue.moment.version)


SUFFIX = st.sampled_from(["a0+git", ".dev20240101", "rc1", "b2", "+cu118", ".post1", ".post2.dev1"])


@given(manifests(), SOME, SUFFIX)
def test_a_build_before_a_release_is_evaluated_like_it(
    manifest: Manifest, version: Version, suffix: str
) -> None:
    """``2.7.0a0+git`` documents 2.7: the same phases, levels and ends."""
    plain, build = (catalogue_of(manifest, text) for text in (str(version), f"{version}{suffix}"))
    assert build.moment == plain.moment
    assert build.phases == plain.phases
    assert build.standings == plain.standings
    for change in manifest.changes:
        assert build.end(change) == plain.end(change)


@given(manifests(), st.randoms(use_true_random=False))
def test_the_order_of_releases_and_changes_does_not_matter(manifest: Manifest, random: Any) -> None:  # noqa: ANN401
    """Nor which of them an answer was asked for first."""
    listed, made = list(manifest.releases), list(manifest.changes)
    random.shuffle(listed)
    random.shuffle(made)
    shuffled = msgspec.structs.replace(manifest, releases=tuple(listed), changes=tuple(made))
    one, other = (catalogue_of(m, "2.3") for m in (manifest, shuffled))
    ends = {change.id: other.end(change) for change in made}
    assert ends == {change.id: one.end(change) for change in manifest.changes}
