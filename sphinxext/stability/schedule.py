"""The calendar of changes: by release, what takes effect, what is deprecated, what is planned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import msgspec
from packaging.version import Version

from sphinxext.stability.answers import Event, Item
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.model import ChangeType
from sphinxext.stability.options import Options
from sphinxext.stability.policy import Phase, phase_versions
from sphinxext.stability.releases import Due
from sphinxext.stability.versions import base, parse_version

#: Every type of change, as the manifest spells it.
TYPES: tuple[str, ...] = get_args(ChangeType)

_OF_PHASE = {
    Phase.ANNOUNCED: Event.ANNOUNCED,
    Phase.WARN: Event.DEPRECATED,
    Phase.ERROR: Event.ERROR,
    Phase.EFFECTIVE: Event.EFFECTIVE,
    Phase.RESTORED: Event.RESTORED,
}


class ScheduleOptions(Options, frozen=True, array_like=True):
    """What a calendar shows; empty means everything."""

    types: tuple[str, ...] = ()
    first: str = ""
    last: str = ""


class Slot(msgspec.Struct):
    """A release of the calendar page; without one, what has no release yet."""

    component: str = ""
    due: Due | None = None
    is_out: bool = False
    #: Whether the calendar has it; else its number and date are guessed.
    is_known: bool = False
    events: dict[Event, list[Item]] = {}

    def add(self, event: Event, item: Item) -> None:
        """Enter what happens to something."""
        self.events.setdefault(event, []).append(item)


def slots(catalogue: Catalogue, options: ScheduleOptions) -> list[Slot]:
    """Return the releases in which something happens: those to come, nearest first.

    Then follows what has no release, then the past, the newest first.
    """
    found: dict[tuple[str, Version | None], Slot] = {}
    for version, component, event, item in _happenings(catalogue, options):
        key = component, version and base(version)
        if key not in found:
            found[key] = _slot(catalogue, component, key[1])
        found[key].add(event, item)
    wanted = [slot for slot in found.values() if _in_range(slot, options)]
    for slot in wanted:
        slot.events = {event: slot.events[event] for event in Event if event in slot.events}
    ahead = [slot for slot in wanted if slot.due and not slot.is_out]
    past = [slot for slot in wanted if slot.due and slot.is_out]
    ahead.sort(key=_version)
    past.sort(key=_version, reverse=True)
    undated = [slot for slot in wanted if slot.due is None]
    # Of the project first, then of each component.
    return [
        slot for part in (ahead, undated, past) for slot in sorted(part, key=lambda s: s.component)
    ]


def _version(slot: Slot) -> Version:
    return slot.due.version if slot.due else Version("0")


def _happenings(
    catalogue: Catalogue, options: ScheduleOptions
) -> Iterator[tuple[Version | None, str, Event, Item]]:
    """Give what happens: the version, the component that it is one of, what, and to what."""
    for change in catalogue.manifest.changes:
        if options.types and change.type not in options.types:
            continue
        end, phase = catalogue.end(change), catalogue.phases[change.id]
        dated = [
            (version, _OF_PHASE[reached])
            for reached, version in phase_versions(change).items()
            if version
        ]
        for version, event in dated:
            yield version, change.component, event, Item(change, end, phase)
        if end and end.version:
            yield end.version, change.component, Event.BOUND, Item(change, end, phase)
        if not dated:
            event = Event.UNDATED if change.deprecated else Event.PLANNED
            yield None, change.component, event, Item(change, None, phase)
    if options.types:
        return
    for feature in catalogue.manifest.features:
        plan = feature.target
        if plan and not catalogue.moment.reached(feature.ended):
            yield plan.version, "", Event.TARGET, Item(feature)


def _slot(catalogue: Catalogue, component: str, version: Version | None) -> Slot:
    if version is None:
        return Slot(component)
    calendar = catalogue.timetable.calendar(component)
    due = calendar.date(version)
    if due is None or due.version != version:  # a number that no release is known to have
        due = Due(version)
    is_out = catalogue.moment.reached(version, component)
    today = catalogue.moment.today
    if due.about and due.date and today and due.date < today and not is_out:  # a wrong guess
        due = Due(version)
    return Slot(component, due, is_out, is_known=version in calendar)


def _in_range(slot: Slot, options: ScheduleOptions) -> bool:
    """Tell whether a slot is asked for; the range is one of the project's versions."""
    if slot.component:
        return True
    first, last = parse_version(options.first), parse_version(options.last)
    if slot.due is None:
        return last is None
    after = first is None or slot.due.version >= first
    return after and (last is None or slot.due.version <= last)
