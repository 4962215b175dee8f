"""The timeline: levels of features and windows of changes over the releases, as bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from packaging.version import Version

from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.model import Change, Feature
from sphinxext.stability.options import Options
from sphinxext.stability.policy import standing
from sphinxext.stability.releases import Calendar, Due
from sphinxext.stability.versions import base, parse_version

SHOW = ("features", "changes", "both")


class TimelineOptions(Options, frozen=True, array_like=True):
    """What a timeline shows; empty means everything."""

    show: str = "both"
    features: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    first: str = ""
    last: str = ""


class Bar(NamedTuple):
    """A stretch of a lane: from one release to another, or open where there is none.

    ``former`` tells that the label is a former name of a level, or that the stretch is planned.
    """

    label: str
    color: str
    start: Version | None
    end: Version | None
    former: bool = False


class Lane(NamedTuple):
    """A feature, or a change, with its bars; ``entry`` is its id."""

    title: str
    entry: str
    bars: tuple[Bar, ...]
    is_feature: bool
    #: What is written after the last bar: ``removed``.
    after: str = ""


class Chart(NamedTuple):
    """The releases across, the lanes down, and the release that the documentation is in."""

    releases: tuple[Due, ...]
    lanes: tuple[Lane, ...]
    at: Version | None


def chart(catalogue: Catalogue, options: TimelineOptions) -> Chart:
    """Lay the levels and changes of a manifest over its feature releases."""
    first, last = parse_version(options.first), parse_version(options.last)
    lanes = list(_lanes(catalogue, options))
    releases = tuple(
        due
        for due in _releases(catalogue.timetable.calendar(), lanes)
        if (first is None or due.version >= first) and (last is None or due.version <= last)
    )
    shown = tuple(cut for lane in lanes if (cut := _cut(lane, releases)).bars)
    at = max((d.version for d in releases if d.version <= catalogue.moment.version), default=None)
    return Chart(releases, shown, at)


def _releases(calendar: Calendar, lanes: Sequence[Lane]) -> Iterator[Due]:
    """Give the feature releases, and those expected after them that a bar begins or ends in."""
    line = calendar.line("minor")
    named = {v for lane in lanes for bar in lane.bars for v in (bar.start, bar.end) if v}
    ahead = [line.first_not_before(base(version)) for version in named]
    last = max((number for number in ahead if number is not None), default=-1)
    known = len(line.versions)
    for number in range(max(known, min(last + 1, known + _MOST_EXPECTED))):
        due = line.due(number)
        if due:
            yield due


def _lanes(catalogue: Catalogue, options: TimelineOptions) -> Iterator[Lane]:
    changes = catalogue.manifest.changes
    # Who names some of one kind wants these alone.
    only_features = options.features and not options.changes
    only_changes = options.changes and not options.features
    if options.show != "changes" and not only_changes:
        for feature in catalogue.manifest.features:
            if options.features and feature.id not in options.features:
                continue
            if not (options.features or feature.history or feature.since):
                continue
            named = catalogue.changes_of.get(feature.id, ())
            ending = [c for c in named if c.ends and c.deprecated and c.deprecated.known]
            yield _feature_lane(catalogue, feature, ending[0] if ending else None)
    if options.show != "features" and not only_features:
        for change in changes:
            if options.changes and change.id not in options.changes:
                continue
            dated = change.deprecated and change.deprecated.known and not change.component
            if dated and (change.objects or change.documents):
                yield _change_lane(catalogue, change)


def _feature_lane(catalogue: Catalogue, feature: Feature, ending: Change | None) -> Lane:
    """Return the levels one after the other, then the deprecation that ends the feature."""
    scheme = catalogue.scheme
    stages = [(stage.level, stage.since) for stage in feature.history]
    stages += [(feature.level, feature.since)] if feature.level else []
    end = (ending.deprecated.known if ending and ending.deprecated else None) or feature.ended
    bars = []
    for index, (word, since) in enumerate(stages):
        later = [version for _, version in stages[index + 1 :] if version]
        shown, former = standing(scheme, word), scheme.former(word)
        level = shown.level or former
        color = level.color if level else "grey"
        bars.append(Bar(shown.label, color, since, later[0] if later else end, former is not None))
    windows = tuple(_windows(catalogue, ending)) if ending else ()
    after = _after(catalogue, ending) if ending else "dropped" if feature.ended else ""
    return Lane(feature.title, feature.id, (*bars, *windows), is_feature=True, after=after)


def _change_lane(catalogue: Catalogue, change: Change) -> Lane:
    targets = [*map(str, change.objects), *change.documents]
    more = f" +{len(targets) - 1}" if len(targets) > 1 else ""
    bars = tuple(_windows(catalogue, change))
    return Lane(
        targets[0] + more, change.id, bars, is_feature=False, after=_after(catalogue, change)
    )


def _windows(catalogue: Catalogue, change: Change) -> Iterator[Bar]:
    """Give the windows of a change: the warning, the error, and the wait for what comes back."""
    start = change.deprecated.known if change.deprecated else None
    effective = change.effective if isinstance(change.effective, Version) else None
    bound = catalogue.end(change)
    computed = bound.version if bound else None
    if start:
        yield Bar("Deprecated", "red", start, change.error or effective or computed)
    if change.error:
        yield Bar("Error", "red", change.error, effective or computed)
    if computed and not effective:
        yield Bar("May end (computed)", "grey", computed, None, former=True)
    if effective and change.restored:
        yield Bar("Removed", "grey", effective, change.restored)
        yield Bar("Restored", "green", change.restored, None)


def _after(catalogue: Catalogue, change: Change) -> str:
    if not isinstance(change.effective, Version) or change.restored:
        return ""
    words = {"removal": "removed", "rename": "renamed", "parameter-removal": "removed"}
    word = words.get(change.type, "in effect")
    reached = catalogue.moment.reached(change.effective, change.component)
    return word if reached else f"{word}, planned"


def _cut(lane: Lane, releases: Sequence[Due]) -> Lane:
    """Leave of a lane what lies within the releases."""
    if not releases:
        return lane._replace(bars=(), after="")
    first, last = releases[0].version, releases[-1].version
    bars = tuple(
        bar
        for bar in lane.bars
        if (bar.end is None or bar.end > first) and (bar.start is None or base(bar.start) <= last)
    )
    ends_here = bars and bars[-1] == lane.bars[-1] and bars[-1].end and bars[-1].end <= last
    return lane._replace(bars=bars, after=lane.after if ends_here else "")


#: So many releases beyond the end of the calendar are drawn.
_MOST_EXPECTED = 12
