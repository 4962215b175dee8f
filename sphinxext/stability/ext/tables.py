"""Tables as nodes: what every builder can write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from docutils import nodes

from sphinxext.stability.badges import Badge
from sphinxext.stability.ext.nodes import stability_badge, stability_role
from sphinxext.stability.rows import Row
from sphinxext.stability.tables import Reclassified
from sphinxext.stability.views import View

Cell = Sequence[nodes.Node]

#: Columns of fixed-width outputs are no wider, in characters.
_WIDEST = 44


def table(head: Sequence[Cell], rows: Iterable[Sequence[Cell]], name: str) -> nodes.table:
    """Return a table; *name* is its class."""
    rows = list(rows)
    group = nodes.tgroup(cols=len(head))
    made = nodes.table("", group, classes=[name])
    for number in range(len(head)):
        widths = [width(row[number]) for row in (head, *rows)]
        group += nodes.colspec(colwidth=min(max(widths), _WIDEST))
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *(_row(row) for row in rows))
    return made


def width(cell: Cell) -> int:
    """Return how many characters a cell has in outputs of fixed width."""
    width = 2
    for node in cell:
        width += len(node.astext())
        width += sum(len(badge["label"]) + 2 for badge in node.findall(stability_badge))
        width += sum(len(role["word"]) + 2 for role in node.findall(stability_role))
    return width


def _row(cells: Sequence[Cell]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


class Tables:
    """Makes the index and the history; *badge* and *href* know the page they are for."""

    def __init__(
        self,
        badge: Callable[[Badge], list[nodes.Node]],
        href: Callable[[str, bool], str],
    ) -> None:
        self._badge, self._href = badge, href

    def index(self, view: View) -> list[nodes.Node]:
        """Return the counts by level and a table for each group."""
        if not view.groups:
            return [nodes.paragraph("", view.nothing)]
        made: list[nodes.Node] = [self._counts(view)]
        for group in view.groups:
            if view.headed:
                number = f" ({len(group.rows)})"
                made.append(nodes.rubric("", group.title + number, classes=["stability-group"]))
            head = [[nodes.Text(title)] for title in view.heads]
            rows = [[self._cell(view, row, name) for name in view.columns] for row in group.rows]
            made.append(table(head, rows, "stability-index"))
        return made

    def history(self, releases: Sequence[tuple[str, list[Reclassified]]]) -> list[nodes.Node]:
        """Return the reclassifications by release."""
        if not releases:
            return [nodes.paragraph("", "Nothing has been reclassified.")]
        projects = {change.project for _, changes in releases for change in changes}
        made: list[nodes.Node] = []
        for version, changes in releases:
            made.append(nodes.rubric("", f"Version {version}", classes=["stability-group"]))
            items = []
            for change in changes:
                title = self._link(change.title, change.href, local=change.local)
                name = f"{change.project}: " if len(projects) > 1 else ""
                text = nodes.paragraph("", "", *([nodes.Text(name)] if name else []), *title)
                text += [nodes.Text(": "), *self._badge(change.badge)]
                text += nodes.Text(f" (was {change.was})" if change.was else "")
                items.append(nodes.list_item("", text))
            made.append(nodes.bullet_list("", *items, classes=["stability-history"]))
        return made

    def _counts(self, view: View) -> nodes.paragraph:
        text = nodes.paragraph(classes=["stability-counts"])
        for badge, number in view.counts:
            text += [*self._badge(badge), nodes.Text(f" {number}  ")]
        return text

    def _cell(self, view: View, row: Row, column: str) -> list[nodes.Node]:
        if column == "feature":
            return self._title(view, row)
        if column == "level":
            badges = [[*self._badge(badge), nodes.Text(" ")] for badge in row.badges]
            return [node for made in badges for node in made] or [nodes.Text("–")]
        if column == "links":
            links = [nodes.reference("", text, refuri=url) for text, url in row.links]
            return _separated(links)
        values = {"since": row.since, "before": row.before, "next": row.planned}
        values |= {"project": row.project, "kind": row.kind}
        return [nodes.Text(values[column] or "–")]

    def _title(self, view: View, row: Row) -> list[nodes.Node]:
        made = self._link(row.title, row.href, local=row.local, literal=row.is_object)
        details = [*view.about(row), *([row.covers + row.more] if row.covers else [])]
        if details:
            detail = nodes.inline("", classes=["stability-detail"])
            detail += nodes.Text(" · ".join(details))
            made += [nodes.Text(" "), detail]
        return made

    def _link(
        self, text: str, href: str, *, local: bool, literal: bool = False
    ) -> list[nodes.Node]:
        inner = nodes.literal("", text) if literal else nodes.inline("", text)
        uri = self._href(href, local)
        if not uri:
            return [inner]
        return [nodes.reference("", "", inner, refuri=uri, internal=local)]


def _separated(links: Sequence[nodes.Node]) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    for link in links:
        made += [nodes.Text(" · "), link] if made else [link]
    return made or [nodes.Text("–")]
