"""The windows of the policy: kept, shortened since the last release, or never begun."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from packaging.version import Version

from sphinxext.stability.findings import Severity
from sphinxext.stability.inventory import ChangeItem, ObjectItem, levels_of
from sphinxext.stability.model import Change, Window
from sphinxext.stability.policy import Phase
from sphinxext.stability.rules.rule import Found, Rule, Survey
from sphinxext.stability.targets import Target
from sphinxext.stability.timetable import name_span
from sphinxext.stability.versions import base, parse_version
from sphinxext.stability.windows import Measured, Stretch, earliest, measure, stretches

#: From here on the first number of a version is taken for a year.
_FIRST_YEAR = 2000
#: What happens at the later end of a window.
_HAPPENS = {"effective": "takes effect", "error": "raises an error", "restored": "is restored"}


def _too_short(survey: Survey) -> Iterator[Found]:
    """Measure the windows; where the calendar is empty, say once that nothing can be counted."""
    yield from _short_windows(survey, lambda stretch: stretch.name != "restore")
    yield from _uncounted(survey)


def _reused_early(survey: Survey) -> Iterator[Found]:
    """Measure the wait for what comes back, and compare the ids with those of the last release."""
    yield from _short_windows(survey, lambda stretch: stretch.name == "restore")
    if survey.previous is None:
        return
    published = {item.id: item for item in survey.previous.inventory.changes}
    for change in survey.catalogue.manifest.changes:
        before = published.get(change.id)
        if before and before.type != change.type and not _shares_target(before, change):
            named = [*before.covers, *before.features, *before.documents]
            what = ", ".join(f"`{name}`" for name in named) or "something else"
            yield Found(
                f"`{change.id}` was the id of another change in version "
                f"{survey.previous.inventory.version}, of type {before.type} for {what}: ids are "
                "permanent, choose a new one",
                entry=change.where,
            )


def _shares_target(before: ChangeItem, change: Change) -> bool:
    now = {*map(str, change.objects), *change.features, *change.documents}
    return bool(now & {*before.covers, *before.features, *before.documents})


def _short_windows(survey: Survey, wanted: Callable[[Stretch], bool]) -> Iterator[Found]:
    """Measure the windows that are over or planned; an open one is no concern."""
    timetable, unpromised = survey.catalogue.timetable, survey.unpromised
    for change in survey.catalogue.manifest.changes:
        for stretch in _stretches(survey, change) if change.id not in unpromised else ():
            if stretch.end is None or not wanted(stretch):
                continue
            calendar = timetable.calendar(change.component)
            if base(stretch.end) < base(stretch.start.version):
                continue  # out of order, which is another rule's concern
            measured = measure(calendar, stretch.start, stretch.end, stretch.window)
            if measured.keeps(stretch.window) is False:
                yield _short(survey, change, stretch, measured)


def _stretches(survey: Survey, change: Change) -> list[Stretch]:
    """Return the stretches that the levels of what a change is about demand, each once."""
    promises = survey.catalogue.timetable.promises(change)
    return list(
        dict.fromkeys(stretch for promised in promises for stretch in stretches(change, promised))
    )


def _uncounted(survey: Survey) -> Iterator[Found]:
    timetable = survey.catalogue.timetable
    uncounted = [
        change
        for change in survey.catalogue.manifest.changes
        if not timetable.calendar(change.component)
        if any(
            stretch.end
            and measure(timetable.calendar(), stretch.start, stretch.end, stretch.window).keeps(
                stretch.window
            )
            is None
            for stretch in _stretches(survey, change)
        )
    ]
    if uncounted:
        names = list(dict.fromkeys(f"`{change.id}`" for change in uncounted))
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        yield Found(
            f"the windows of {names[0]}{more} cannot be checked, for the calendar is empty: add "
            "`[[releases]]` with the versions and dates of the releases",
            entry=uncounted[0].where,
            also=tuple(names[1:]),
        )


def _short(survey: Survey, change: Change, stretch: Stretch, measured: Measured) -> Found:
    """Say how long a window is, and how long it should be."""
    calendar = survey.catalogue.timetable.calendar(change.component)
    what = f"`{change.id}` {_HAPPENS[stretch.last]} in {stretch.end}"
    if not measured.in_place:
        said = f"{what}, but the policy allows that in a {stretch.window.at} release only"
    else:
        said = (
            f"{what}, {_lasted(stretch.window, measured)} after it was {_began(stretch)}, but the "
            f"policy promises {name_span(stretch.window)}"
        )
    if survey.catalogue.moment.reached(stretch.end, change.component):
        return Found(f"{said}: give a waiver with the reason", entry=change.where)
    bound = earliest(calendar, stretch.start, stretch.window)
    version = f"{bound.version} or later" if bound and bound.version else "a later version"
    return Found(f"{said}: set `{stretch.last}` to {version}", entry=change.where)


def _began(stretch: Stretch) -> str:
    words = {"error": "first an error", "effective": "effective"}
    return f"{words.get(stretch.first, stretch.first)} in {stretch.start.version}"


def _lasted(window: Window, measured: Measured) -> str:
    """Name what was measured of what the window asks for."""
    releases = measured.releases if window.releases else None
    days = measured.days if window.days else None
    parts = [
        f"{number} {unit}{'s' * (number != 1)}"
        for number, unit in ((releases, "release"), (days, "day"))
        if number is not None
    ]
    return " and ".join(parts)


def _shortened(survey: Survey) -> Iterator[Found]:
    """Compare the ends with those that the last release published."""
    if survey.previous is None:
        return
    published = {item.id: item for item in survey.previous.inventory.changes}
    for change in survey.catalogue.manifest.changes:
        item = published.get(change.id)
        if item is None or item.phase in {"effective", "restored"}:
            continue
        bound = item.computed_end.version if item.computed_end else ""
        version = survey.previous.inventory.version
        for does, now, said in (
            ("takes effect", change.effective, item.effective or bound),
            ("raises an error", change.error, item.error),
        ):
            promised = parse_version(said)
            if promised and isinstance(now, Version) and now < promised:
                yield Found(
                    f"`{change.id}` {does} in {now}, but version {version} promised {promised} at "
                    "the earliest: keep to it, or give a waiver with the reason",
                    entry=change.where,
                )


def _no_plan(survey: Survey) -> Iterator[Found]:
    catalogue = survey.catalogue
    for change in catalogue.manifest.changes:
        warns = catalogue.phases[change.id] in {Phase.WARN, Phase.ERROR}
        if not warns or not change.takes_away or change.effective is not None:
            continue
        if catalogue.timetable.promise(change).default is None or change.id in survey.unpromised:
            continue
        bound = catalogue.end(change)
        earliest_end = (bound.version or bound.date) if bound else None
        known = f" (the policy allows {earliest_end} at the earliest)" if earliest_end else ""
        yield Found(
            f"`{change.id}` is deprecated without an end{known}: set `effective`, or "
            '`effective = "never"` if it stays',
            entry=change.where,
        )


def _removed_early(survey: Survey) -> Iterator[Found]:
    """Look for what the last release documented with a promise, and this one does not.

    Members of something that is gone are not told of one by one.
    """
    if survey.previous is None:
        return
    inventory = survey.previous.inventory
    levels, present = levels_of(inventory), survey.described
    gone = []
    for item in inventory.objects:
        level = levels.get(item.level)
        promised = level is not None and level.backward_compatible is not False
        if item.removed or not promised or item.name in present:
            continue
        if not survey.is_known(Target(item.name, item.domain)):
            gone.append(item)
    names = {item.name for item in gone}
    by_cause: dict[str, list[tuple[ObjectItem, Change | None]]] = {}
    for item in gone:
        parent = item.name.rpartition("::" if "::" in item.name else ".")[0]
        if parent not in names and not _is_excused(survey, item):
            later = _later_removal(survey, item)
            by_cause.setdefault(later.id if later else item.name, []).append((item, later))
    for found in by_cause.values():
        item, later = found[0]
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        verb = "are" if more else "is"
        why, fix = "no change removed it", "add a removal that is in effect"
        if later:
            ends = f"removes it in {later.effective} only" if later.effective else "has no end yet"
            never = later.effective == "never"
            why = f"`{later.id}` {'never removes it' if never else ends}"
            fix = f"change `effective` of `{later.id}`"
        yield Found(
            f"`{item.name}`{more}, {levels[item.level].label} in version {inventory.version}, "
            f"{verb} no longer documented, but {why}: document it, or {fix}",
            entry=later.where if later else survey.previous.where,
            also=tuple(f"`{other.name}`" for other, _ in found[1:]),
        )


def _is_excused(survey: Survey, item: ObjectItem) -> bool:
    """Tell whether a change in effect, or the end of its feature, took an object away."""
    catalogue = survey.catalogue
    feature = catalogue.features.get(item.feature)
    if feature and (catalogue.moment.reached(feature.ended) or feature.moved_to):
        return True
    answer = catalogue.lookup(item.domain, item.type, item.name)
    return any(
        applied.change.takes_away and not applied.parameter and applied.phase >= Phase.EFFECTIVE
        for applied in answer.changes
    )


def _later_removal(survey: Survey, item: ObjectItem) -> Change | None:
    answer = survey.catalogue.lookup(item.domain, item.type, item.name)
    return next((applied.change for applied in answer.changes if applied.ends_object), None)


def _in_patch(survey: Survey) -> Iterator[Found]:
    for change in survey.catalogue.manifest.changes:
        window = survey.catalogue.timetable.promise(change).default
        start = change.deprecated.known if change.deprecated else None
        # 2025.1.1 is no patch: its numbers are those of the calendar.
        is_patch = start is not None and start.micro > 0 and start.major < _FIRST_YEAR
        if start and is_patch and window and window.of != "patch":
            yield Found(
                f"`{change.id}` is deprecated in {start}, a patch release, where users expect no "
                f"new warnings: deprecate it in {start.major}.{start.minor + 1}, or give a waiver",
                entry=change.where,
            )


RULES = (
    Rule(
        "window-too-short",
        "A change comes sooner after its warning than the policy promises.",
        "Users who read the policy rely on the time that it gives them.",
        "oasdiff, api-sunset-date-too-small; PyTorch's Python Frontend BC/FC policy",
        Severity.WARNING,
        _too_short,
        needs_build=False,
    ),
    Rule(
        "window-shortened",
        "A change comes sooner than the last release said, or than the bound that it computed.",
        "Users have planned with the date that was published.",
        "oasdiff, api-sunset-date-changed-too-small",
        Severity.WARNING,
        _shortened,
        needs_build=False,
        needs_previous=True,
    ),
    Rule(
        "no-removal-plan",
        "Something is deprecated, and nothing says when it ends.",
        "Readers cannot tell whether they have a month or years.",
        "oasdiff, api-deprecated-sunset-missing; OpenTelemetry's feature gates",
        Severity.INFO,
        _no_plan,
        needs_build=False,
    ),
    Rule(
        "removed-early",
        "Something that the last release promised to keep is no longer documented.",
        "It broke without a warning, or its documentation was lost.",
        "oasdiff, api-removed-without-deprecation; Kubernetes' feature list",
        Severity.ERROR,
        _removed_early,
        needs_previous=True,
    ),
    Rule(
        "name-reused-early",
        "A removed name is back before its wait is over, or an id stands for something else.",
        "Old code gets the new meaning without an error in between.",
        "PyTorch's Python Frontend BC/FC policy; Node.js's deprecation codes",
        Severity.WARNING,
        _reused_early,
        needs_build=False,
    ),
    Rule(
        "deprecated-in-patch",
        "A deprecation begins in a patch release.",
        "Who takes a bug fix expects no new warnings.",
        "NEP 23",
        Severity.INFO,
        _in_patch,
        needs_build=False,
    ),
)
