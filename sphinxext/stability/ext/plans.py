"""The calendar and the timeline, made while a document is read: their texts are translatable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxext.stability import schedule, timeline
from sphinxext.stability.ext.insert import parse
from sphinxext.stability.ext.nodes import stability_timeline
from sphinxext.stability.ext.tables import table
from sphinxext.stability.model import Feature
from sphinxext.stability.schedule import Event, Item, ScheduleOptions, Slot
from sphinxext.stability.timeline import Chart, Lane, TimelineOptions
from sphinxext.stability.wording import day

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinxext.stability.ext.state import State


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
        now = ", ".join(one.label for one in state.catalogue.standings[item.entry.id])
    return state.notices.wording.scheduled(event, item, now)


def calendar_digest(state: State, options: ScheduleOptions) -> str:
    """Stand for all that a calendar shows."""
    shown = [
        (_heading(slot), [(event.value, [text for _, text in items]) for event, items in events])
        for slot, events in calendar_texts(state, options)
    ]
    return repr(shown)


def calendar_nodes(
    state: State, options: ScheduleOptions, env: BuildEnvironment, host: nodes.document
) -> list[nodes.Node]:
    """Return a heading for each release, and below it a list for each thing that happens."""
    made: list[nodes.Node] = []
    for slot, events in calendar_texts(state, options):
        made.append(nodes.rubric("", _heading(slot), classes=["stability-release"]))
        listed = nodes.definition_list(classes=["stability-calendar"])
        for event, items in events:
            entries = nodes.bullet_list()
            for item, text in items:
                content = parse(text, item.entry.where, env, host)
                entries += nodes.list_item("", *content)
            definition = nodes.definition("", entries)
            listed += nodes.definition_list_item("", nodes.term("", event.value), definition)
        made.append(listed)
    return made or [nodes.paragraph("", "Nothing is planned, and nothing has changed.")]


def _heading(slot: Slot) -> str:
    if slot.due is None:
        return f"{slot.component}: no release yet" if slot.component else "No release yet"
    name = f"{slot.component} {slot.due.version}".strip()
    when = day(slot.due)
    when = when.removeprefix("on ") if slot.is_out else f"for {when}".replace("for on", "for")
    state = "" if slot.is_out else "planned" if slot.is_known else "expected"
    said = " ".join(filter(None, [state, when]))
    return f"Version {name} ({said})" if said else f"Version {name}"


def timeline_nodes(state: State, options: TimelineOptions) -> list[nodes.Node]:
    """Return the chart with its table: HTML draws the one and folds the other."""
    drawn = timeline.chart(state.catalogue, options)
    if not drawn.lanes:
        return [nodes.paragraph("", "The manifest has no releases to draw a timeline over.")]
    head: list[list[nodes.Node]] = [[nodes.Text(t)] for t in ("What", "State", "From", "To")]
    rows = [row for lane in drawn.lanes for row in _rows(lane)]
    holder = stability_timeline("", table(head, rows, "stability-timeline"))
    holder["svg"] = timeline.svg(drawn, _described(drawn))
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
        title: nodes.Node = nodes.Text(lane.title) if lane.is_feature else _literal(lane.title)
        end = str(bar.end or "–")
        if index == len(lane.bars) - 1 and lane.after:
            end += f" ({lane.after})"
        texts = [bar.label, str(bar.start or "–"), end]
        yield [[title], *_cells(texts)]


def _cells(texts: list[str]) -> Iterator[list[nodes.Node]]:
    for text in texts:
        yield [nodes.Text(text)]


def _literal(text: str) -> nodes.literal:
    return nodes.literal("", text)
