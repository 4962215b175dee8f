"""The calendar and the timeline, made while a document is read: their texts are translatable."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging
from sphinx.util.nodes import make_id

from sphinxext.stability import schedule, timeline
from sphinxext.stability.answers import Event, Item
from sphinxext.stability.badges import of_standing
from sphinxext.stability.drawing import svg
from sphinxext.stability.ext.insert import parse
from sphinxext.stability.ext.nodes import stability_timeline
from sphinxext.stability.ext.tables import table
from sphinxext.stability.model import Feature
from sphinxext.stability.schedule import ScheduleOptions, Slot
from sphinxext.stability.timeline import Chart, Lane, TimelineOptions
from sphinxext.stability.wording import day

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective

    from sphinxext.stability.ext.state import State


logger = logging.getLogger(__name__)


@functools.lru_cache(maxsize=4)  # it is asked for by the digest and by the directive
def calendar_texts(
    state: State, options: ScheduleOptions
) -> list[tuple[Slot, list[tuple[Event, list[tuple[Item, str]]]]]]:
    """Return the releases, what happens in each, and the reStructuredText of every item."""
    return [
        (
            slot,
            [
                (event, [(item, _text(state, event, item)) for item in items])
                for event, items in slot.events.items()
            ],
        )
        for slot in schedule.slots(state.catalogue, options)
    ]


def _text(state: State, event: Event, item: Item) -> str:
    now = ""
    if isinstance(item.entry, Feature):
        now = ", ".join(of_standing(one).words for one in state.catalogue.standings[item.entry.id])
    return state.notices.wording.scheduled(event, item, now)


def calendar_digest(state: State, options: ScheduleOptions) -> str:
    """Stand for all that a calendar shows."""
    shown = [
        (_heading(slot), [(event.value, [text for _, text in items]) for event, items in events])
        for slot, events in calendar_texts(state, options)
    ]
    return repr(shown)


def calendar_nodes(
    state: State, options: ScheduleOptions, directive: SphinxDirective
) -> list[nodes.Node]:
    """Return a heading for each release, and below it a list for each thing that happens."""
    env, host = directive.env, directive.state.document
    made: list[nodes.Node] = []
    for slot, events in calendar_texts(state, options):
        heading = nodes.rubric("", _heading(slot), classes=["stability-release"])
        name = f"{slot.component} {slot.due.version if slot.due else 'planned'}".strip()
        heading["ids"].append(make_id(env, host, "stability-release", name))
        host.note_explicit_target(heading)
        directive.set_source_info(heading)  # without it nothing is extracted for translation
        made.append(heading)
        listed = nodes.definition_list(classes=["stability-calendar"])
        for event, items in events:
            entries = nodes.bullet_list()
            for item, text in items:
                content = parse(text, item.entry.where, env, host)
                entries += nodes.list_item("", *content)
            definition, term = nodes.definition("", entries), nodes.term("", event.value)
            directive.set_source_info(term)
            listed += nodes.definition_list_item("", term, definition)
        made.append(listed)
    if options != ScheduleOptions():
        return made or [nodes.paragraph("", "Nothing of this kind has changed or is planned.")]
    return made or [nodes.paragraph("", "Nothing is planned, and nothing has changed.")]


def _heading(slot: Slot) -> str:
    if slot.due is None:
        return f"{slot.component}: without a release" if slot.component else "Without a release"
    name = f"{slot.component or 'Version'} {slot.due.version}"
    when = day(slot.due).removeprefix("on ")
    if slot.is_known and slot.due.date and not slot.is_out:
        when = f"for {when}"
    state = "" if slot.is_out else "planned" if slot.is_known else "expected"
    said = " ".join(filter(None, [state, when]))
    return f"{name} ({said})" if said else name


def timeline_nodes(
    state: State, options: TimelineOptions, directive: SphinxDirective
) -> list[nodes.Node]:
    """Return the chart with its table: HTML draws the one and folds the other."""
    drawn = timeline.chart(state.catalogue, options)
    for name in sorted({*options.changes} - {lane.entry for lane in drawn.lanes}):
        logger.warning(
            "`%s` cannot be drawn: it has no known `deprecated` within these releases; take it out "
            "of `:changes:`",
            name,
            type="stability",
            subtype="markup",
            location=directive.get_location(),
        )
    if not drawn.lanes:
        what = "Nothing has happened in these releases."
        if not state.catalogue.timetable.calendar():
            what = "The manifest has no releases to draw a timeline over."
        return [nodes.paragraph("", what)]
    head: list[list[nodes.Node]] = [[nodes.Text(t)] for t in ("What", "State", "From", "To")]
    rows = [row for lane in drawn.lanes for row in _rows(lane)]
    holder = stability_timeline("", table(head, rows, "stability-timeline"))
    holder["svg"] = svg(drawn, _described(drawn))
    return [holder]


def timeline_digest(state: State, options: TimelineOptions) -> str:
    """Stand for all that a timeline shows."""
    return repr(timeline.chart(state.catalogue, options))


def _described(drawn: Chart) -> str:
    first, last = drawn.releases[0].version, drawn.releases[-1].version
    count = "1 line" if len(drawn.lanes) == 1 else f"{len(drawn.lanes)} lines"
    return f"Levels and changes over the releases {first} to {last}: {count}; a table follows"


def _rows(lane: Lane) -> Iterator[list[list[nodes.Node]]]:
    for index, bar in enumerate(lane.bars):
        title: nodes.Node = nodes.Text(lane.title)
        if not lane.is_feature:
            title = nodes.literal("", lane.title)
        end = str(bar.end or "–")
        if index == len(lane.bars) - 1 and lane.after:
            end += f" ({lane.after})"
        texts = [bar.label, str(bar.start or "–"), end]
        yield [[title], *_cells(texts)]


def _cells(texts: list[str]) -> Iterator[list[nodes.Node]]:
    for text in texts:
        yield [nodes.Text(text)]
