"""The release calendar: which releases there are, how they count, and when the next may come.

Releases beyond the calendar's end are guessed from its rhythm: the next numbers, at the usual
distance. Such a date is called *about*.
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from packaging.version import Version

from sphinxext.stability.model import Release, ReleaseKind
from sphinxext.stability.versions import base

#: The rhythm is that of so many last distances between releases.
_RECENT = 8
_ONE_DAY = dt.timedelta(days=1)


class Due(NamedTuple):
    """A release and its date; ``about`` tells that the date is guessed from the rhythm."""

    version: Version
    date: dt.date | None = None
    about: bool = False


def is_kind(version: Version, kind: ReleaseKind) -> bool:
    """Tell whether a release is of a kind: a minor release is one whose micro number is 0."""
    if kind == "patch":
        return True
    return not any(version.release[1 if kind == "major" else 2 :])


def following(version: Version, kind: ReleaseKind, steps: int = 1) -> Version:
    """Return the number that so many releases of a kind after *version* have."""
    major, minor, micro = version.major, version.minor, version.micro
    epoch = f"{version.epoch}!" if version.epoch else ""
    if kind == "major":
        return Version(f"{epoch}{major + steps}.0")
    if kind == "minor":
        return Version(f"{epoch}{major}.{minor + steps}")
    return Version(f"{epoch}{major}.{minor}.{micro + steps}")


def distance(first: Version, last: Version, kind: ReleaseKind) -> int | None:
    """Count the releases of a kind from *first* to *last* by their numbers.

    None where the numbers do not tell: nobody knows how many minor releases a series has.
    """
    if first.epoch != last.epoch:
        return None
    if kind == "major":
        return last.major - first.major
    if first.major != last.major:
        return None
    if kind == "minor":
        return last.minor - first.minor
    return last.micro - first.micro if first.minor == last.minor else None


class Calendar:
    """The releases of a project, or of one of its components, in the order of their versions.

    Pre-releases and post-releases are no releases here. Without any release, nothing can be
    counted.
    """

    def __init__(self, releases: Iterable[Release]) -> None:
        found = {
            base(release.version): release.date
            for release in releases
            if not (release.version.is_prerelease or release.version.is_postrelease)
        }
        self.versions: Sequence[Version] = sorted(found)
        self._given = found
        self._lines: dict[ReleaseKind, Line] = {}

    def __bool__(self) -> bool:
        return bool(self.versions)

    def __contains__(self, version: Version) -> bool:
        return version in self._given or base(version) in self._given

    def containing(self, version: Version) -> Version | None:
        """Return the first release that has what came in *version*, or None beyond the end."""
        index = bisect.bisect_left(self.versions, base(version))
        return self.versions[index] if index < len(self.versions) else None

    def covers(self, version: Version) -> bool:
        """Tell whether *version* is not older than the calendar."""
        return bool(self.versions) and self.versions[0] <= base(version)

    def given_date(self, version: Version) -> dt.date | None:
        """Return the date, past or planned, of the first release that has *version*."""
        release = self.containing(version)
        return self._given[release] if release and self.covers(version) else None

    def date(self, version: Version) -> Due | None:
        """Return the first release that has *version*, with its date or a guess.

        Beyond the end it is the feature release of that number, as far as numbers tell.
        """
        if not self.covers(version):
            return None
        release = self.containing(version)
        if release is not None:
            return self._dues[release]
        index = self.line("minor").first_not_before(base(version))
        return None if index is None else self.line("minor").due(index)

    @cached_property
    def _dues(self) -> dict[Version, Due]:
        """The releases with their dates; a feature release without one gets a guess.

        It is no earlier than the dates before, and no later than those that follow.
        """
        found: dict[Version, Due] = {}
        rhythm = _rhythm(date for v, date in self._given.items() if is_kind(v, "minor"))
        before: dt.date | None = None
        latest = dt.date.min
        for index, version in enumerate(self.versions):
            due = Due(version, self._given[version])
            if is_kind(version, "minor"):
                if due.date is None and before and rhythm:
                    later = (self._given[other] for other in self.versions[index:])
                    guess = min([max(before + rhythm, latest), *filter(None, later)])
                    due = Due(version, guess, about=True)
                before = due.date
            latest = max(latest, due.date or latest)
            found[version] = due
        return found

    def line(self, kind: ReleaseKind) -> Line:
        """Return the releases of one kind."""
        if kind not in self._lines:
            dues = [self._dues[version] for version in self.versions if is_kind(version, kind)]
            given = (self._given[due.version] for due in dues)
            self._lines[kind] = Line(kind, dues, _rhythm(given), self._last(kind, dues))
        return self._lines[kind]

    def _last(self, kind: ReleaseKind, dues: list[Due]) -> Due | None:
        """Return what further releases of a kind follow.

        It is the last one, unless the calendar goes on in a later series: after 3.4 no 3.0 comes.
        """
        if not self.versions:
            return None
        newest = self._dues[self.versions[-1]]
        begun = following(newest.version, kind, 0)
        return dues[-1] if dues and dues[-1].version >= begun else Due(begun, newest.date)

    def count(self, first: Version, last: Version, kind: ReleaseKind) -> int | None:
        """Count the releases of a kind from *first* on that came before *last*.

        None where that is not known: older than the calendar, or beyond its end in another
        series.
        """
        return self.line(kind).count(base(first), base(last)) if self.covers(first) else None


def _rhythm(given: Iterable[dt.date | None]) -> dt.timedelta | None:
    """Return the usual distance between releases of late."""
    dates = sorted({date for date in given if date})
    gaps = sorted([later - earlier for earlier, later in itertools.pairwise(dates)][-_RECENT:])
    # The lower median: `statistics` takes longer to import than all of this to run.
    return max(gaps[(len(gaps) - 1) // 2], _ONE_DAY) if gaps else None


class Line:
    """The releases of one kind, and those that may follow them."""

    def __init__(
        self,
        kind: ReleaseKind,
        dues: list[Due],
        rhythm: dt.timedelta | None,
        last: Due | None,
    ) -> None:
        self.kind, self.dues, self.rhythm = kind, dues, rhythm
        self.versions = [due.version for due in dues]
        #: What further releases follow, by their numbers and dates.
        self._last = last

    @cached_property
    def _latest(self) -> list[dt.date]:
        """For each release the latest date so far, so that they can be searched."""
        latest = dt.date.min
        return [latest := max(latest, due.date or latest) for due in self.dues]

    def due(self, index: int) -> Due | None:
        """Return a release by its number in the line, which may be beyond the end."""
        if self._last is None:
            return None
        if index < len(self.dues):
            return self.dues[index]
        steps, last = index - len(self.dues) + 1, self._last
        date = last.date + steps * self.rhythm if last.date and self.rhythm else None
        return Due(following(last.version, self.kind, steps), date, about=date is not None)

    def first_not_before(self, version: Version) -> int | None:
        """Return the number of the first release that is not below *version*.

        None where it is beyond the end in another series.
        """
        index = bisect.bisect_left(self.versions, version)
        if index < len(self.versions) or self._last is None:
            return index if self.versions else None
        steps = distance(self._last.version, version, self.kind)
        if steps is None:
            return None
        exact = following(self._last.version, self.kind, steps) >= version
        return max(index - 1 + steps + (not exact), index)

    def first_on(self, date: dt.date, after: int = 0) -> int | None:
        """Return the number of the first release that is not before *date*, from a number on."""
        index = max(bisect.bisect_left(self._latest, date), after)
        # A patch of an old series may be younger than releases with higher numbers.
        while index < len(self.dues) and (self.dues[index].date or date) < date:
            index += 1
        if index < len(self.dues):
            return index
        last = self._last.date if self._last else None
        if last is None or self.rhythm is None:
            return None
        return max(len(self.dues) - 1 + math.ceil((date - last) / self.rhythm), index)

    def count(self, first: Version, last: Version) -> int | None:
        """Count the releases from *first* on that are below *last*."""
        start, end = self.first_not_before(first), self.first_not_before(last)
        return None if start is None or end is None else max(end - start, 0)
