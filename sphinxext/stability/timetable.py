"""The changes of a manifest in time: what is promised for each, when it may end, what is past."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from packaging.version import Version

from sphinxext.stability.clock import Moment, newest
from sphinxext.stability.model import Change, Level, Manifest, Span, Window
from sphinxext.stability.releases import Calendar
from sphinxext.stability.windows import Bound, Promise, computed_end, latest, promise, strictest


class Timetable:
    """Answers for the changes of a manifest; *levels_of* tells the levels of what one is about."""

    def __init__(
        self, manifest: Manifest, levels_of: Callable[[Change], Iterable[Level | None]]
    ) -> None:
        self._manifest, self._levels_of = manifest, levels_of
        self._changes: dict[str, Change] = {change.id: change for change in manifest.changes}
        self._calendars: dict[str, Calendar] = {}
        self._promises: dict[str, list[Promise]] = {}
        self._ends: dict[str, Bound | None] = {}
        self._shared: dict[object, Bound | None] = {}

    def calendar(self, component: str = "") -> Calendar:
        """Return the calendar of a component; the empty name is the project itself."""
        if component not in self._calendars:
            releases = (r for r in self._manifest.releases if r.component == component)
            self._calendars[component] = Calendar(releases)
        return self._calendars[component]

    def begun(self, change: Change) -> Version | None:
        """Return the version of the project in which a change began, if anything tells.

        A component has versions of its own; the days of its releases are those of the calendar.
        """
        known = (change.announced, change.deprecated and change.deprecated.known)
        versions = [*known, change.error, change.effective]
        version = next((one for one in versions if isinstance(one, Version)), None)
        if version is None or not change.component:
            return version
        day = self.calendar(change.component).given_date(version)
        return newest(self._manifest.releases, "", day) if day else None

    def promises(self, change: Change) -> list[Promise]:
        """Return what is promised for a change: once for each level of what it is about."""
        if change.id not in self._promises:
            levels = dict.fromkeys(self._levels_of(change))
            promises = (promise(self._manifest.policy, level) for level in levels)
            self._promises[change.id] = list(dict.fromkeys(promises))
        return self._promises[change.id]

    def promise(self, change: Change) -> Promise:
        """Return the strictest windows of :meth:`promises`."""
        return strictest(self.promises(change))

    def end(self, change: Change) -> Bound | None:
        """Return the computed end of a change; see :func:`~.windows.computed_end`.

        A change that comes ``after`` another one waits for that as well.
        """
        chain: list[Change] = []
        waiting: Change | None = change
        while waiting is not None and waiting.id not in self._ends:
            self._ends[waiting.id] = None
            chain.append(waiting)
            waiting = self._changes.get(waiting.after)
        for waiting in reversed(chain):
            self._ends[waiting.id] = self._end(waiting)
        return self._ends[change.id]

    def _end(self, change: Change) -> Bound | None:
        """Compute the end of a change from that of the one before, which is known."""
        if change.effective is not None or not change.deprecated or not change.deprecated.known:
            return None
        bound, first = self._own_end(change), self._changes.get(change.after)
        if first is None:
            return bound
        if first.effective == "never":
            return None
        calendar = self.calendar(change.component)
        return latest(calendar, [bound, self._done(first, change)], self.promise(change).default)

    def _done(self, first: Change, change: Change) -> Bound | None:
        """Return when the change is done that another one waits for.

        A version of another component tells its date only.
        """
        done, version = self._ends[first.id], first.restored or first.effective
        if isinstance(version, Version):
            due = self.calendar(first.component).date(version)
            done = Bound(due.version, due.date, due.about) if due else Bound(version)
        if done is None or first.component == change.component:
            return done
        return done._replace(version=None) if done.date else None

    def _own_end(self, change: Change) -> Bound | None:
        """Compute what many changes share once: they have the same phases and promises."""
        promises = tuple(self.promises(change))
        phases = (change.announced, change.deprecated, change.error, change.silent)
        key = (*phases, promises, change.component)
        if key not in self._shared:
            calendar = self.calendar(change.component)
            ends = [computed_end(change, promised, calendar) for promised in promises]
            kind = strictest(promises).default
            self._shared[key] = latest(calendar, ends, kind) if any(ends) else None
        return self._shared[key]

    def outlasted(
        self, span: Span | None, since: Version | None, moment: Moment, component: str = ""
    ) -> bool:
        """Tell whether *span* has passed since a version; what is not known has not."""
        at = moment.version_of(component)
        if span is None or since is None or at is None:
            return False
        calendar = self.calendar(component)
        if span.releases:
            counted = self._manifest.policy.windows.default
            passed = calendar.count(since, at, counted.of if counted else "minor")
            if passed is None or passed < span.releases:
                return False
        if span.days:
            date = calendar.given_date(since)
            if date is None or (moment.date - date).days < span.days:
                return False
        return bool(span.releases or span.days)


def name_span(span: Span | Window | None, kind: str = "") -> str:
    """Name a length of time: ``2 releases and 180 days``; *kind* is that of the releases."""
    if span is None:
        return ""
    counted = [(span.releases, f"{kind} release".strip()), (span.days, "day")]
    parts = [f"{number} {unit}{'s' * (number != 1)}" for number, unit in counted if number]
    either = isinstance(span, Window) and span.combine == "any"
    return (" or " if either else " and ").join(parts)


def name_window(window: Window | None) -> str:
    """Name all that a window asks for: ``1 major release, in a major release only``."""
    if window is None:
        return ""
    length = name_span(window, "" if window.of == "patch" else window.of)
    place = f"in a {window.at} release only" if window.at else ""
    return ", ".join(filter(None, [length, place]))
