"""The legend of an index over different schemes, as nodes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docutils import nodes

from sphinxext.stability.badges import Badge
from sphinxext.stability.ext.tables import table
from sphinxext.stability.schemes import TITLE, Legend


def legend_nodes(legend: Legend, badge: Callable[[Badge], list[nodes.Node]]) -> list[nodes.Element]:
    """Return the legend; nothing when there is only one scheme."""
    if not legend.lines:
        return []
    head: list[Sequence[nodes.Node]] = [[nodes.Text("Project")]]
    head += [[nodes.Text(promise.capitalize())] for promise in legend.promises]
    rows = [
        [[nodes.Text(", ".join(line.projects))], *(_cell(cell, badge) for cell in line.cells)]
        for line in legend.lines
    ]
    return [
        nodes.rubric("", TITLE, classes=["stability-group"]),
        nodes.paragraph("", legend.explained),
        table(head, rows, "stability-legend"),
    ]


def _cell(
    badges: Sequence[Badge], badge: Callable[[Badge], list[nodes.Node]]
) -> Sequence[nodes.Node]:
    made: list[nodes.Node] = []
    for one in badges:
        made += [nodes.Text(" "), *badge(one)] if made else badge(one)
    return made or [nodes.Text("–")]
