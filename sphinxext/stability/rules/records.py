"""The records of the manifest among themselves: order, completeness, contradictions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from packaging.version import Version

from sphinxext.stability.findings import Severity
from sphinxext.stability.model import Change, Feature, Release
from sphinxext.stability.policy import Phase, phase_versions
from sphinxext.stability.releases import is_kind
from sphinxext.stability.rules.rule import Found, Rule, Survey
from sphinxext.stability.versions import base


def _disorder(survey: Survey) -> Iterator[Found]:
    manifest = survey.catalogue.manifest
    for feature in manifest.features:
        yield from _feature_disorder(feature)
    for change in manifest.changes:
        yield from _change_disorder(change, survey)
    for component in dict.fromkeys(release.component for release in manifest.releases):
        releases = [r for r in manifest.releases if r.component == component]
        yield from _calendar_disorder(sorted(releases, key=lambda r: r.version), survey)


def _feature_disorder(feature: Feature) -> Iterator[Found]:
    stages = [(stage.level, stage.since) for stage in feature.history]
    if feature.level:
        stages.append((feature.level, feature.since))
    known = [(level, since) for level, since in stages if since]
    # It may end in the version in which it got its last level.
    ends = [("its end", feature.ended)] if feature.ended else []
    for (level, since), (later_level, later) in itertools.pairwise([*known, *ends]):
        if later < since or (later == since and (later_level, later) not in ends):
            yield Found(
                f"the levels of `{feature.id}` are out of order: {later_level} in {later} stands "
                f"after {level} in {since}; correct the versions, or write the oldest first",
                entry=feature.where,
            )


def _change_disorder(change: Change, survey: Survey) -> Iterator[Found]:
    known = [(phase.word, version) for phase, version in phase_versions(change).items() if version]
    for (word, version), (later_word, later) in itertools.pairwise(known):
        if later < version:
            yield Found(
                f"the phases of `{change.id}` are out of order: {later_word} in {later}, before "
                f"{word} in {version}; correct one of them",
                entry=change.where,
            )
    first = survey.catalogue.changes.get(change.after)
    if first and first.component != change.component:
        first = None  # versions of two things tell nothing of each other
    done = (first.restored or first.effective) if first else None
    begun = [item for item in known if item[0] != Phase.ANNOUNCED.word]
    if first and begun and isinstance(done, Version) and begun[0][1] < done:
        word, version = begun[0]
        yield Found(
            f"`{change.id}` comes after `{first.id}`, which is done in {done}, but is {word} in "
            f"{version} already: move it, or take `after` out",
            entry=change.where,
        )


def _calendar_disorder(releases: list[Release], survey: Survey) -> Iterator[Found]:
    """Compare each release with the one before it in its series, and planned ones with today."""
    moment = survey.catalogue.moment
    before: dict[tuple[int, ...], Release] = {}
    seen: set[Version] = set()
    for release in releases:
        if release.version in seen:
            yield Found(f"release {release.version} is listed twice: keep one", entry=release.where)
            continue
        seen.add(release.version)
        if release.version.is_prerelease or release.version.is_postrelease or not release.date:
            continue
        earlier = _earlier(before, release.version)
        if earlier and earlier.date and release.date <= earlier.date:
            patch = not is_kind(release.version, "minor")
            if release.date < earlier.date or not patch:
                yield Found(
                    f"release {release.version} of {release.date} does not come after "
                    f"{earlier.version} of {earlier.date}: correct one of the dates",
                    entry=release.where,
                )
        for series in _series(release.version):
            before[series] = release
    out = [r.version for r in releases if r.date and r.date <= moment.date]
    at = moment.version_of(releases[0].component) if releases else None
    for release in releases:
        passed = [v for v in [*out, *([at] if at else [])] if _passes(v, release.version)]
        if release.date is None and passed:
            yield Found(
                f"release {release.version} has no date, but {max(passed)} is out: give it one, "
                "or take it out",
                entry=release.where,
            )


def _series(version: Version) -> Iterator[tuple[int, ...]]:
    """Give the series that a release is the latest of: of all, of its major, of its minor."""
    epoch, (major, minor) = version.epoch, (version.major, version.minor)
    if is_kind(version, "major"):
        yield (epoch,)
    if is_kind(version, "minor"):
        yield epoch, major
    yield epoch, major, minor


def _earlier(before: Mapping[tuple[int, ...], Release], version: Version) -> Release | None:
    """Return the release that must be older than *version*: several series may live at once.

    It is the one before in its own series; for the first of a series, the first of the last one.
    """
    epoch, major, minor = version.epoch, version.major, version.minor
    if is_kind(version, "major"):
        return before.get((epoch,))
    if is_kind(version, "minor"):
        return before.get((epoch, major))
    return before.get((epoch, major, minor))


def _passes(later: Version, planned: Version) -> bool:
    """Tell whether a release that is out comes after a planned one.

    A patch of an old series may well be planned after the next one is out.
    """
    same_series = later.release[:2] == planned.release[:2]
    return base(later) > base(planned) and (same_series or is_kind(planned, "minor"))


def _bad_version(survey: Survey) -> Iterator[Found]:
    """Look every version up in its calendar; many entries may name the same one."""
    manifest, timetable = survey.catalogue.manifest, survey.catalogue.timetable
    found: dict[tuple[str, Version], list[Feature | Change]] = {}
    entries: list[Feature | Change] = [*manifest.features, *manifest.changes]
    for entry in entries:
        component = entry.component if isinstance(entry, Change) else ""
        calendar = timetable.calendar(component)
        for version in _versions(entry) if calendar else ():
            if version not in calendar:
                named = found.setdefault((component, base(version)), [])
                if entry not in named[-1:]:  # it may name one version several times
                    named.append(entry)
    for (component, version), named in found.items():
        names = [f"`{entry.id}`" for entry in named]
        more = f" and {len(names) - 1} more name" if len(names) > 1 else " names"
        of = f" of {component}" if component else ""
        yield Found(
            f"{names[0]}{more} version {version}, which is not in the calendar{of}: correct it, or "
            f'add `[[releases]]` with `version = "{version}"`, without a date if it is planned',
            entry=named[0].where,
            also=tuple(names[1:]),
        )


def _versions(entry: Feature | Change) -> Iterator[Version]:
    if isinstance(entry, Change):
        yield from filter(None, phase_versions(entry).values())
        return
    begun = [stage.since for stage in entry.history] + [item.since for item in entry.contexts]
    planned = entry.target.version if entry.target else None
    yield from filter(None, [*begun, entry.since, planned, entry.ended])


def _missing_field(survey: Survey) -> Iterator[Found]:
    for feature in survey.catalogue.manifest.features:
        lacking = {
            field: standing.level.label
            for standing in survey.catalogue.standings[feature.id]
            if standing.level
            for field in standing.level.requires
            if not getattr(feature, field.replace("-", "_"))
        }
        for field, label in lacking.items():
            yield Found(
                f"`{feature.id}` is {label}, whose features must have `{field}`: add it",
                entry=feature.where,
            )


def _early(survey: Survey) -> Iterator[tuple[Feature, str, int]]:
    """Give the features with a level that promises no compatibility: its label and rank.

    Of several, in as many contexts, the lowest one.
    """
    for feature in survey.catalogue.manifest.features:
        levels = [s.level for s in survey.catalogue.standings[feature.id] if s.level]
        early = [level for level in levels if level.backward_compatible is False]
        if early:
            lowest = min(early, key=lambda level: level.rank)
            yield feature, lowest.label, lowest.rank


def _no_tracking(survey: Survey) -> Iterator[Found]:
    for feature, label, _ in _early(survey):
        if not feature.tracking:
            yield Found(
                f"`{feature.id}` is {label}, and nobody can follow where it goes: add a "
                "`tracking` link",
                entry=feature.where,
            )


def _no_docs(survey: Survey) -> Iterator[Found]:
    lowest = min((level.rank for level in survey.catalogue.scheme.levels), default=0)
    for feature, label, rank in _early(survey):
        if rank == lowest and not feature.docs and not feature.documents:
            yield Found(
                f"`{feature.id}` is {label} without a pointer to draft documentation: add `docs`, "
                "or the `documents` that tell of it",
                entry=feature.where,
            )


def _no_upgrader(survey: Survey) -> Iterator[Found]:
    if not survey.catalogue.manifest.policy.serialized_needs_upgrader:
        return
    for change in survey.catalogue.manifest.changes:
        if change.serialized and not change.upgrader:
            yield Found(
                f"`{change.id}` breaks serialized programs without an `upgrader`: name what "
                "brings old ones up to date",
                entry=change.where,
            )


def _skipped(survey: Survey) -> Iterator[Found]:
    for change in survey.catalogue.manifest.changes:
        promised = survey.catalogue.timetable.promise(change)
        if not isinstance(change.effective, Version) or change.id in survey.unpromised:
            continue
        told = change.announced or change.deprecated or change.error
        if not promised.default and promised.announcement and not told:
            yield Found(
                f"`{change.id}` takes effect in {change.effective}, but was announced in no "
                "release: add `announced`",
                entry=change.where,
            )
        elif promised.default and change.deprecated is None and change.type != "dependency":
            so_far = f"announced in {change.announced}" if change.announced else "never deprecated"
            yield Found(
                f"`{change.id}` takes effect in {change.effective}, but was {so_far} and warns in "
                "no release: add `deprecated`",
                entry=change.where,
            )
        elif promised.silent and promised.default and change.silent and not change.error:
            yield Found(
                f"`{change.id}` is silent, but takes effect in {change.effective} without raising "
                "an error first: add `error`",
                entry=change.where,
            )


RULES = (
    Rule(
        "history-disorder",
        "Levels, phases or releases are not in the order of their versions or dates.",
        "Nothing that is computed from them can be trusted.",
        "Kubernetes' gate files and Node.js's changelog lint refuse it",
        Severity.WARNING,
        _disorder,
        needs_build=False,
    ),
    Rule(
        "missing-field",
        "A feature lacks what its level requires.",
        "A level that needs a tracking link is not reached without one.",
        "rustc, E0542 to E0547",
        Severity.WARNING,
        _missing_field,
        needs_build=False,
    ),
    Rule(
        "bad-version",
        "A version is valid but not in the calendar.",
        "It may be misspelt, and its windows cannot be counted.",
        "Node.js's documentation lint; Rust's tidy",
        Severity.WARNING,
        _bad_version,
        needs_build=False,
    ),
    Rule(
        "no-tracking-link",
        "A feature without a promise of compatibility has no tracking link.",
        "Readers cannot find out when it becomes stable.",
        "rustc's `issue` of an unstable feature",
        Severity.INFO,
        _no_tracking,
        needs_build=False,
    ),
    Rule(
        "no-docs-link",
        "A feature of the lowest level points to no draft documentation.",
        "Nobody can try it.",
        "PyTorch's feature classification: a prototype comes with a pointer to draft docs",
        Severity.INFO,
        _no_docs,
        needs_build=False,
    ),
    Rule(
        "no-upgrader",
        "A change breaks serialized programs and names no upgrader.",
        "Programs that were saved once can no longer be run.",
        "PyTorch's Python Frontend BC/FC policy, legacy TorchScript",
        Severity.WARNING,
        _no_upgrader,
        needs_build=False,
    ),
    Rule(
        "phase-skipped",
        "A change takes effect without the phase that should come before.",
        "Users are not warned, or get other results without an error.",
        "PyTorch's Python Frontend BC/FC policy; Node.js's deprecation cycle",
        Severity.WARNING,
        _skipped,
        needs_build=False,
    ),
)
