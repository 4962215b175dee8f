"""Where changes and features stand at a moment. Pure functions over records."""

from __future__ import annotations

import enum
from collections.abc import Mapping

import msgspec
from packaging.version import Version

from sphinxext.stability.clock import Moment
from sphinxext.stability.model import Change, Feature, Level, Scheme, Stage


class Phase(enum.IntEnum):
    """Where a change stands; a later phase is greater."""

    PLANNED = 0
    ANNOUNCED = 1
    WARN = 2
    ERROR = 3
    EFFECTIVE = 4
    RESTORED = 5

    @property
    def word(self) -> str:
        """The key of the manifest, as a word for messages."""
        return _WORDS[self]


_WORDS = {
    Phase.PLANNED: "planned",
    Phase.ANNOUNCED: "announced",
    Phase.WARN: "deprecated",
    Phase.ERROR: "an error",
    Phase.EFFECTIVE: "effective",
    Phase.RESTORED: "restored",
}


def phase_versions(change: Change) -> dict[Phase, Version | None]:
    """Return the version of each phase, in their order; None where it has none."""
    return {
        Phase.ANNOUNCED: change.announced,
        Phase.WARN: change.deprecated.known if change.deprecated else None,
        Phase.ERROR: change.error,
        Phase.EFFECTIVE: change.effective if isinstance(change.effective, Version) else None,
        Phase.RESTORED: change.restored,
    }


def phase_at(change: Change, moment: Moment) -> Phase:
    """Return the furthest phase whose version is out.

    Phases never go back as the version grows, whatever their order in the manifest.
    """
    versions = phase_versions(change)
    reached = [p for p, version in versions.items() if moment.reached(version, change.component)]
    start_unknown = change.deprecated is not None and change.deprecated.known is None
    return max([*reached, Phase.WARN if start_unknown else Phase.PLANNED])


class Standing(msgspec.Struct, frozen=True, gc=False):
    """A level as it holds somewhere: since when, and in which context.

    A former name of a level has no ``level``: it is shown as written and never ranked.
    """

    label: str
    level: Level | None = None
    since: Version | None = None
    when: Mapping[str, str] = {}

    @property
    def key(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """What makes two of them the same level in the same context, whenever it began."""
        return self.id, tuple(sorted(self.when.items()))

    @property
    def id(self) -> str:
        """The id of the level, or the former name."""
        return self.level.id if self.level else self.label


def standing(scheme: Scheme, word: str, since: Version | None = None) -> Standing:
    """Return the standing that a level word names."""
    level = scheme.find(word)
    if level is None and not scheme.levels:  # markup alone: any word is a level
        return Standing(word[:1].upper() + word[1:], None, since)
    return Standing(level.label if level else word, level, since)


def standings_at(feature: Feature, scheme: Scheme, moment: Moment) -> tuple[Standing, ...]:
    """Return the levels of *feature* at a moment: the one without context first.

    Before the first version it is known for, a feature has none; nor after it has ended.
    """
    if moment.reached(feature.ended):
        return ()
    found = []
    if feature.level:
        found += [standing(scheme, s.level, s.since) for s in stages_at(feature, moment)[-1:]]
    for item in feature.contexts:
        if _out(item.since, moment):
            level = scheme.find(item.level)
            label = level.label if level else item.level
            found.append(Standing(label, level, item.since, item.when))
    return tuple(found)


def stages_at(feature: Feature, moment: Moment) -> list[Stage]:
    """Return the levels that *feature* has had by a moment, the present one last."""
    now = [Stage(level=feature.level, since=feature.since)] if feature.level else []
    return [stage for stage in (*feature.history, *now) if _out(stage.since, moment)]


def _out(since: Version | None, moment: Moment) -> bool:
    """Tell whether a stage has begun; one without a version always has."""
    return since is None or moment.reached(since)
