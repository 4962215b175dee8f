"""The version and the date that a manifest is evaluated at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from sphinxext.stability import clock
from sphinxext.stability.model import Manifest, Release

TODAY = dt.date(2025, 6, 1)
RELEASES = """format = 1
[[releases]]
version = "2.5"
date = 2024-10-17
[[releases]]
version = "2.6"
date = 2025-01-29
[[releases]]
version = "2.7rc1"
date = 2025-05-20
[[releases]]
version = "2.8"
date = 2026-01-01
[[releases]]
version = "2.9"
[[releases]]
version = "0.4"
date = 2025-01-01
component = "nki"
[[releases]]
version = "0.5"
date = 2025-03-01
component = "nki"
[[releases]]
version = "9.9"
date = 2027-01-01
component = "later"
"""
SET_ONE = "Set `stability_version` or `release` in conf.py"


@pytest.fixture
def calendar(read: Callable[..., Manifest]) -> Manifest:
    return read(RELEASES)


@pytest.mark.parametrize(
    ("text", "version"),
    [("2.7.0a0+git", "2.7.0"), ("2.7", "2.7"), ("v2.7", "2.7"), ("2.7.1.post2", "2.7.1")],
)
def test_a_version_is_evaluated_by_its_base(calendar: Manifest, text: str, version: str) -> None:
    assert clock.evaluation_version(calendar, text, TODAY) == (Version(version), "")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("main", "`main` is not a version that PEP 440 allows"),
        ("", "there is no version"),
    ],
)
def test_what_is_no_version_is_the_newest_release_that_is_out(
    calendar: Manifest, text: str, complaint: str
) -> None:
    assert clock.evaluation_version(calendar, text, TODAY) == (
        Version("2.7"),
        f"{complaint}; the manifest is evaluated at 2.7. {SET_ONE}",
    )
    assert clock.evaluation_version(calendar, text, dt.date(2024, 12, 1))[0] == Version("2.5")


def test_without_a_calendar_it_is_the_newest_version_that_the_manifest_knows(
    read: Callable[..., Manifest],
) -> None:
    text = 'format = 1\nscheme.extends = "pytorch"\n[[features]]\nid = "a"\nlevel = "beta"\n'
    manifest = read(text + 'since = "1.9"\n[[changes]]\nid = "c"\ntype = "removal"\n')
    assert clock.evaluation_version(manifest, "main", TODAY)[0] == Version("1.9")
    assert clock.evaluation_version(Manifest(format=1), "main", TODAY)[0] == Version("0")


@pytest.mark.parametrize(
    ("version", "date"),
    [
        ("2.6", dt.date(2025, 1, 29)),
        ("2.6.1", dt.date(2025, 1, 29)),  # not in the calendar: the newest release not above it
        ("2.5.9", dt.date(2024, 10, 17)),
        ("2.7", dt.date(2025, 5, 20)),
        ("2.8", TODAY),  # in the future
        ("2.9", TODAY),  # without a date
        ("3.0", TODAY),
        ("1.0", TODAY),  # before the calendar
    ],
)
def test_an_old_version_is_evaluated_at_the_date_of_its_release(
    calendar: Manifest, version: str, date: dt.date
) -> None:
    assert clock.evaluation_date(calendar, Version(version), None, TODAY) == date


def test_source_date_epoch_stands_for_today(calendar: Manifest) -> None:
    epoch = dt.date(2025, 2, 2)
    assert clock.evaluation_date(calendar, Version("9.9"), epoch, TODAY) == epoch
    assert clock.evaluation_date(calendar, Version("2.6"), epoch, TODAY) == dt.date(2025, 1, 29)


@pytest.mark.parametrize(
    ("date", "nki"),
    [(dt.date(2025, 2, 1), "0.4"), (dt.date(2025, 3, 1), "0.5"), (TODAY, "0.5")],
)
def test_a_component_is_evaluated_at_its_own_newest_release(
    calendar: Manifest, date: dt.date, nki: str
) -> None:
    moment = clock.moment(calendar, Version("2.6"), date)
    assert moment.version_of("nki") == Version(nki)
    assert moment.version_of("") == Version("2.6")
    assert moment.reached(Version("0.4"), "nki")
    assert not moment.reached(Version("0.6"), "nki")


@pytest.mark.parametrize("component", ["later", "nowhere"])
def test_nothing_is_reached_in_a_component_without_a_release(
    calendar: Manifest, component: str
) -> None:
    """The version of the project says nothing of a part that has versions of its own."""
    moment = clock.moment(calendar, Version("2.6"), TODAY)
    assert not moment.reached(Version("0.1"), component)


def test_no_version_is_never_reached() -> None:
    assert not clock.Moment(Version("2.6"), TODAY).reached(None)


@pytest.mark.parametrize("version", ["2.6", "2.6.0", "2.6rc1", "2.6.dev3", "2.5.9"])
def test_the_builds_before_a_release_are_on_the_way_to_it(version: str) -> None:
    assert clock.Moment(Version("2.6"), TODAY).reached(Version(version))


VERSIONS = st.builds(lambda a, b: Version(f"{a}.{b}"), st.integers(0, 3), st.integers(0, 9))


@given(st.lists(VERSIONS), VERSIONS)
def test_the_release_of_a_version_is_the_newest_not_above_it(
    versions: list[Version], version: Version
) -> None:
    found = clock.release_of([Release(version=one) for one in versions], version)
    below = [one for one in versions if one <= version]
    assert (found.version if found else None) == max(below, default=None)
