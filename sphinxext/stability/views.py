"""What an index shows, whatever it is written as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sphinxext.stability import tables
from sphinxext.stability.badges import Badge
from sphinxext.stability.rows import Row, Source
from sphinxext.stability.tables import Group, TableOptions

_HEADS = {
    "feature": "Feature",
    "level": "Level",
    "since": "Since",
    "before": "Before",
    "next": "Next",
    "links": "Links",
    "project": "Project",
    "kind": "Kind",
}
#: What rows without a kind are found under.
NO_KIND = "Other"


class View(NamedTuple):
    """What an index shows, whatever it is written as.

    ``counts`` has each level, the most stable first, then the states, with the number of its rows;
    ``kinds`` and ``projects`` are what readers may choose by.
    """

    groups: list[Group]
    group_by: str
    columns: tuple[str, ...]
    heads: tuple[str, ...]
    counts: list[tuple[Badge, int]]
    kinds: list[str]
    projects: list[str]
    total: int
    #: What is said where there are no groups.
    nothing: str

    @property
    def headed(self) -> bool:
        """Whether the groups have headings; a single project's name says nothing."""
        return len(self.groups) > 1 or self.group_by != "project"

    def about(self, row: Row) -> list[str]:
        """Return the project and kind of a row, where no heading or column tells them."""
        told = {self.group_by, *self.columns}
        project = row.project if len(self.projects) > 1 and "project" not in told else ""
        kind = row.kind if "kind" not in told else ""
        return [word for word in (project, kind) if word]


def view(sources: Sequence[Source], options: TableOptions) -> View:
    """Return what the index of *sources* shows."""
    groups = tables.index(sources, options)
    columns = options.columns or tables.DEFAULT_COLUMNS
    heads = _HEADS | ({"feature": "Object"} if options.show == "objects" else {})
    rows = [row for group in groups for row in group.rows]
    return View(
        groups,
        options.group_by,
        columns,
        tuple(heads[column] for column in columns),
        tables.count(groups),
        sorted({row.kind or NO_KIND for row in rows}, key=str.lower),
        list(dict.fromkeys(row.project for row in rows)),
        len({row.key for row in rows}),
        tables.nothing(options),
    )
