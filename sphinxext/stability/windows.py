"""Windows laid over the calendar: how long one was kept, and when it ends at the earliest.

A release counts when it has the earlier phase but not yet the later one: a warning that first
comes in 2.3 stands for two releases when the change takes effect in 2.5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec
from packaging.version import Version

from sphinxext.stability.model import Change, Level, Policy, Window
from sphinxext.stability.releases import Calendar, Due, Line, is_kind
from sphinxext.stability.versions import base


class Bound(NamedTuple):
    """The earliest release, or date, that the policy allows: a lower bound, never a promise.

    ``about`` tells that the date is guessed, ``passed`` that the bound is reached already. Without
    a release only the date is known.
    """

    version: Version | None
    date: dt.date | None = None
    about: bool = False
    passed: bool = False


class Beginning(NamedTuple):
    """Where a window begins: a version, and the day if it is not that of its release."""

    version: Version
    day: dt.date | None = None


class Measured(NamedTuple):
    """How long a window was; None is not known."""

    releases: int | None
    days: int | None
    #: Whether the later phase comes in a release of the kind that it may come in.
    in_place: bool = True

    def keeps(self, window: Window) -> bool | None:
        """Tell whether it is as long as *window*; None when nobody knows."""
        if not self.in_place:
            return False
        known = []
        if window.releases:
            known.append(None if self.releases is None else self.releases >= window.releases)
        if window.days:
            known.append(None if self.days is None else self.days >= window.days)
        if not known:
            return True
        decisive = window.combine == "any"  # one such answer decides
        if decisive in known:
            return decisive
        return None if None in known else not decisive


def measure(calendar: Calendar, start: Beginning, end: Version, window: Window) -> Measured:
    """Measure the time from *start* to *end* in the releases that *window* counts, and in days."""
    first = start.day or calendar.given_date(start.version)
    last = calendar.given_date(end)
    return Measured(
        releases=calendar.count(start.version, end, window.of),
        # Dates in another order than the versions tell nothing.
        days=(last - first).days if first and last and first <= last else None,
        in_place=window.at is None or is_kind(end, window.at),
    )


def earliest(calendar: Calendar, start: Beginning, window: Window) -> Bound | None:
    """Return the first release that keeps *window*, or None when nobody can tell.

    It is a release of the kind that counts, or that ``at`` asks for.
    """
    days_over = _days_over(calendar, start, window)
    line, begin = calendar.line(window.at or window.of), base(start.version)
    first = line.first_not_before(begin) if calendar.covers(begin) else None
    if first is None:
        return Bound(None, days_over) if days_over and not window.releases else None
    by_releases = _after_releases(calendar, begin, window) if window.releases else first
    if by_releases is None:
        return None
    if not window.days:
        return _bound(line.due(by_releases))
    return _with_days(line, window, days_over, (first, by_releases))


def _with_days(
    line: Line, window: Window, days_over: dt.date | None, numbers: tuple[int, int]
) -> Bound | None:
    """Return the release in which the days are over as well, or either of both.

    *numbers* are those of the first release of all, and of the first by releases.
    """
    either = window.combine == "any" and window.releases > 0
    first, by_releases = numbers
    by_days = line.first_on(days_over, first if either else by_releases) if days_over else None
    if by_days is not None:
        return _bound(line.due(min(by_releases, by_days) if either else by_days))
    due = line.due(by_releases)
    if either or due is None:
        return None  # the days might be over earlier
    too_early = days_over and due.date and due.date < days_over
    if days_over and (too_early or not window.releases):
        return Bound(None, days_over)  # some release after that day
    return _bound(due) if window.releases else None


def _after_releases(calendar: Calendar, begin: Version, window: Window) -> int | None:
    """Return the number of the release before which enough others had the earlier phase."""
    counts, line = calendar.line(window.of), calendar.line(window.at or window.of)
    first = counts.first_not_before(begin)
    last = counts.due(first + window.releases - 1) if first is not None else None
    after = line.first_not_before(last.version) if last else None
    due = line.due(after) if after is not None else None
    if after is None or due is None or last is None:
        return None
    return after + (due.version == last.version)


def _days_over(calendar: Calendar, start: Beginning, window: Window) -> dt.date | None:
    """Return the day on which a window's days are over."""
    if not window.days:
        return None
    due = calendar.date(start.version)
    first = start.day or (due.date if due else None)
    return first + dt.timedelta(days=window.days) if first else None


def _bound(due: Due | None) -> Bound | None:
    return Bound(due.version, due.date, due.about) if due else None


def latest(
    calendar: Calendar, bounds: Iterable[Bound | None], window: Window | None
) -> Bound | None:
    """Return the first release that is not before any of several bounds.

    It is of the kind that *window* lets a change take effect in. A release with a higher number
    is not always younger, so versions and dates are both looked at.
    """
    found = [bound for bound in bounds if bound]
    dates = [bound.date for bound in found if bound.date]
    version = max((bound.version for bound in found if bound.version), default=None)
    if len(found) == 1 and (version is None or window is None or window.at is None):
        return found[0]
    if version is None:
        return Bound(None, max(dates)) if dates else None
    line = calendar.line((window.at or window.of) if window else "minor")
    index = line.first_not_before(version)
    if index is None:
        return Bound(version)
    by_date = line.first_on(max(dates), index) if dates else None
    due = line.due(index if by_date is None else by_date)
    if due and dates and due.date and due.date < max(dates):
        return Bound(None, max(dates))  # some release after that day
    return _bound(due)


class Promise(msgspec.Struct, frozen=True):
    """The windows that hold for a change of things of some level; None demands nothing."""

    default: Window | None = None
    silent: Window | None = None
    restore: Window | None = None
    announcement: Window | None = None


def strictest(promises: Iterable[Promise]) -> Promise:
    """Return the promise that keeps all of several: for each window the strictest."""
    found = list(promises)

    def most(name: str) -> Window | None:
        windows = [window for one in found if (window := getattr(one, name))]
        return max(windows, key=_strictness, default=None)

    return Promise(most("default"), most("silent"), most("restore"), most("announcement"))


def _strictness(window: Window) -> tuple[bool, int, int]:
    return "major" in {window.at, window.of}, window.releases, window.days


def promise(policy: Policy, level: Level | None) -> Promise:
    """Return what is promised for things of *level*; of no level, what the policy says.

    A level's own window replaces the default one; ``none`` needs no notice at all.
    """
    windows = policy.windows
    own = level.window if level else None
    if own == "none":
        return Promise()
    given = (own or windows.default, windows.silent, windows.restore, windows.announcement)
    return Promise(*(window if window and _asks(window) else None for window in given))


def _asks(window: Window) -> bool:
    return bool(window.releases or window.days or window.at)


class Stretch(NamedTuple):
    """A stretch of a change that a window demands: from one phase to another."""

    window: Window
    name: str
    first: str
    start: Beginning
    last: str
    end: Version | None


def stretches(change: Change, promised: Promise) -> Iterator[Stretch]:
    """Give the stretches of a change, oldest first; one without an end is still open.

    The error that a silent change raises first is itself a break: the default window ends there,
    and the silent one follows. Without one, it has both windows to wait.
    """
    effective = change.effective if isinstance(change.effective, Version) else None
    deprecated = change.deprecated
    if deprecated and deprecated.known and promised.default:
        start = Beginning(deprecated.known, deprecated.nightly)
        window, name = promised.default, "default"
        if change.silent and not change.error and promised.silent:
            window, name = _both(window, promised.silent), "default and silent"
        last = ("error", change.error) if change.error else ("effective", effective)
        yield Stretch(window, name, "deprecated", start, *last)
    if change.silent and change.error and promised.silent:
        start = Beginning(change.error)
        yield Stretch(promised.silent, "silent", "error", start, "effective", effective)
    first = change.announced or (deprecated.known if deprecated else None)
    if first and promised.announcement:
        name = "announced" if change.announced else "deprecated"
        last = ("error", change.error) if change.error else ("effective", effective)
        yield Stretch(promised.announcement, "announcement", name, Beginning(first), *last)
    if effective and change.restored and promised.restore:
        start = Beginning(effective)
        yield Stretch(promised.restore, "restore", "effective", start, "restored", change.restored)


def _both(one: Window, other: Window) -> Window:
    """Return the window that is over when one and then the other are."""
    return msgspec.structs.replace(
        one,
        releases=one.releases + other.releases,
        days=one.days + other.days,
        at=other.at or one.at,
    )


def computed_end(change: Change, promised: Promise, calendar: Calendar) -> Bound | None:
    """Return when a deprecated change without an ``effective`` may take effect at the earliest.

    None when it has one, never does, is not deprecated, or when the calendar cannot tell.
    """
    start = change.deprecated
    if change.effective is not None or start is None or start.known is None:
        return None
    begin = Beginning(start.known, start.nightly)
    default, silent = promised.default, promised.silent if change.silent else None
    whole = _both(default, silent) if default and silent else default or silent
    if change.error:
        raised = Beginning(change.error)
        bound = earliest(calendar, raised, silent) if silent else _at(calendar, change.error)
        if bound and default:
            bound = latest(calendar, [bound, earliest(calendar, begin, default)], default)
    elif default and whole:
        bound = earliest(calendar, begin, whole)
    else:
        return _announced(change, promised, calendar)
    if bound is None:
        return None
    return latest(calendar, [bound, _announced(change, promised, calendar)], whole)


def _announced(change: Change, promised: Promise, calendar: Calendar) -> Bound | None:
    """Return when the announcement of a change is old enough."""
    told = change.announced or (change.deprecated.known if change.deprecated else None)
    if told is None or promised.announcement is None:
        return None
    return earliest(calendar, Beginning(told), promised.announcement)


def _at(calendar: Calendar, version: Version) -> Bound:
    due = calendar.date(version)
    return Bound(due.version, due.date, due.about) if due else Bound(version)
