"""What the directives and roles of a document depended on when it was read.

A document notes what it shows: a kind, and an argument such as a feature's id. Each kind has a
function here that stands for the part of the manifest which reading put into the document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sphinxext.stability.ext.matrices import context_fault, project_fault
from sphinxext.stability.ext.plans import calendar_digest, timeline_digest
from sphinxext.stability.ext.state import State, canonical
from sphinxext.stability.inventory import SchemeItem
from sphinxext.stability.matrix import MatrixOptions
from sphinxext.stability.model import Scheme
from sphinxext.stability.schedule import ScheduleOptions
from sphinxext.stability.tables import TableOptions
from sphinxext.stability.timeline import TimelineOptions


def read_part(state: State, what: str, argument: str) -> bytes:
    """Return what something that a document shows depended on when it was read."""
    part = _PARTS.get(what)
    return part(state, argument) if part else b""


def is_level(state: State, word: str) -> bool:
    """Tell whether a word is a level; without a scheme any is."""
    return not state.catalogue.scheme.levels or state.catalogue.scheme.find(word) is not None


def _word(state: State, argument: str) -> bytes:
    return bytes([is_level(state, argument)])


def _levels(state: State, _: str) -> bytes:
    return canonical((state.catalogue.scheme, state.catalogue.manifest.policy))


def _described(state: State, argument: str) -> bytes:
    catalogue = state.catalogue
    if argument not in catalogue.features:
        return b""
    feature = catalogue.features[argument]
    labels = [standing.label for standing in catalogue.standings[argument]]
    planned = catalogue.scheme.find(feature.target.level) if feature.target else None
    labels += [planned.label] if planned else []
    kinds = [kind.label for kind in catalogue.scheme.kinds if kind.id == feature.kind]
    return canonical((feature, labels, kinds, str(catalogue.moment.version)))


def _table(state: State, argument: str) -> bytes:
    options = TableOptions.decode(argument)
    known = [state.catalogue.scheme.find(word) is not None for word in options.levels]
    return canonical((known, [name in state.projects for name in options.projects]))


def _matrix(state: State, argument: str) -> bytes:
    """Tell which of the words asked for mean something, in any project."""
    options = MatrixOptions.decode(argument)
    schemes: list[Scheme | SchemeItem] = [state.catalogue.scheme]
    schemes += [found.scheme for _, found in state.projects.values()]
    levels = {word.lower() for s in schemes for one in s.levels for word in (one.id, one.label)}
    kinds = {word.lower() for s in schemes for one in s.kinds for word in (one.id, one.label)}
    known = [word.lower() in levels for word in options.levels]
    known += [word.lower() in kinds for word in options.kinds]
    faults = project_fault(state, options.projects), context_fault(state, options)
    return canonical((known, faults))


def _calendar(state: State, argument: str) -> bytes:
    return calendar_digest(state, ScheduleOptions.decode(argument)).encode()


def _timeline(state: State, argument: str) -> bytes:
    return timeline_digest(state, TimelineOptions.decode(argument)).encode()


def _faulty(state: State, _: str) -> bytes:
    """Whatever was wrong, it is looked at again when any word changes."""
    catalogue = state.catalogue
    levels = [(level.id, level.aliases, level.formerly) for level in catalogue.scheme.levels]
    names = [state.manifest.project.name, *sorted(state.projects)]
    words = (levels, sorted(catalogue.features), sorted(catalogue.changes), names)
    return canonical((*words, catalogue.manifest.contexts))


_PARTS: Mapping[str, Callable[[State, str], bytes]] = {
    "word": _word,
    "levels": _levels,
    "describe": _described,
    "table": _table,
    "matrix": _matrix,
    "calendar": _calendar,
    "timeline": _timeline,
    "faulty": _faulty,
}
