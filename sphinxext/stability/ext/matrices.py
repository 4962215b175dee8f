"""``stability-matrix``: the directive, and its tables as nodes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from sphinxext.stability.badges import Badge
from sphinxext.stability.ext import domain as domains
from sphinxext.stability.ext import given
from sphinxext.stability.ext.directives import TableDirective
from sphinxext.stability.ext.nodes import stability_header, stability_matrix
from sphinxext.stability.ext.tables import width
from sphinxext.stability.manifest.faults import unknown
from sphinxext.stability.matrix import Cell, Line, Matrix, MatrixOptions, keys_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec
    from sphinx.writers.html5 import HTML5Translator

    from sphinxext.stability.ext.state import State

#: The formats whose tables may have cells of several rows or columns.
SPANNING = frozenset({"html", "latex", "text"})
#: Columns of fixed-width outputs are no wider, in characters.
_WIDEST = 30


class MatrixDirective(TableDirective):
    """``.. stability-matrix:: KIND`` leaves a place for features × contexts."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = given.Spec(
        dict.fromkeys(("projects", "levels", "kinds", "rows", "columns"), given.words)
    )

    def make(self) -> list[nodes.Node]:
        """Check the options; the table itself needs all documents."""
        state = self.state_of_build
        named = given.words(" ".join(self.arguments))
        kinds = self.options["kinds"] = (*named, *self.options.get("kinds", ()))
        options = MatrixOptions(
            self.options.get("projects", ()),
            self.options.get("levels", ()),
            kinds,
            self.options.get("rows", ()),
            self.options.get("columns", ()),
        )
        fault = project_fault(state, options.projects) or context_fault(state, options)
        fault = fault or self._level_fault(state) or self._kind_fault(state)
        domains.of(self.env).show(self.env.docname, "matrix", options.encode())
        if fault:
            return self.complain(fault)
        node = stability_matrix(options=options.encode())
        self.set_source_info(node)
        return [node]


def project_fault(state: State, names: Iterable[str]) -> str:
    """Say which of the projects asked for there is not."""
    known = [state.manifest.project.name, *(source.name for source in state.settings.projects)]
    return next((unknown(name, "a project", known) for name in names if name not in known), "")


def context_fault(state: State, options: MatrixOptions) -> str:
    """Say which of the keys asked for no project has, or which is asked for twice."""
    known = known_keys(state)
    words = [*options.rows, *options.columns]
    for word in words:
        if word not in known:
            return unknown(word, "a key of a context", known)
        if words.count(word) > 1:
            return f"`{word}` is named twice: it makes either rows or columns"
    return ""


def known_keys(state: State) -> list[str]:
    """Return the keys of contexts that any project has."""
    own = [item.when for feature in state.manifest.features for item in feature.contexts]
    own += [when for feature in state.manifest.features for when in feature.not_offered]
    keys = [*state.manifest.contexts, *(key for when in own for key in when)]
    for _, inventory in state.projects.values():
        keys += [*inventory.scheme.contexts, *keys_of(inventory.scheme, inventory.features)]
    return list(dict.fromkeys(keys))


class Matrices:
    """Makes the tables; *badge* and *href* know the page they are for."""

    def __init__(
        self,
        badge: Callable[[Badge], list[nodes.Node]],
        href: Callable[[str, bool], str],
        *,
        spans: bool,
    ) -> None:
        self._badge, self._href, self._spans = badge, href, spans

    def tables(self, found: Sequence[Matrix], options: MatrixOptions) -> list[nodes.Node]:
        """Return a table for each project, and what the dashes in them mean."""
        if not found:
            asked = ", ".join([*options.kinds, *options.levels, *options.projects])
            said = f"No feature fits: {asked}." if asked else "Nothing is classified by context."
            return [nodes.paragraph("", said)]
        made: list[nodes.Node] = []
        for matrix in found:
            if len(found) > 1:
                made.append(nodes.rubric("", matrix.project, classes=["stability-group"]))
            made += [_too_large(matrix)] if matrix.is_too_large else [self._table(matrix)]
        cells = (cell for matrix in found for line in matrix.lines for cell in line.cells)
        if any(cell.is_empty for cell in cells):
            note = nodes.paragraph("", "–: not classified.", classes=["stability-note"])
            made.append(note)
        return made

    def _table(self, matrix: Matrix) -> nodes.table:
        body = [row for line in _features(matrix) for row in self._rows(matrix, line)]
        labels = [*_corner(matrix), *map(self._label, matrix.columns)]
        group = nodes.tgroup(cols=len(labels))
        for number, label in enumerate(labels, -len(labels)):
            # A row below a cell of several rows lacks its first cell: count from the last.
            cells = [row[number] for row in body if -number <= len(row)]
            widths = [len(label) + 2, *(width([cell]) for cell in cells)]
            group += nodes.colspec(colwidth=min(max(widths), _WIDEST))
        group += nodes.thead("", *self._head(matrix))
        group += nodes.tbody("", *body)
        return nodes.table("", group, classes=["stability-matrix"])

    def _head(self, matrix: Matrix) -> Iterator[nodes.row]:
        """Give the rows of the head: one for each key, or one for all."""
        depth = len(matrix.columns[0]) if self._spans else 0
        below = {"morerows": depth - 1} if depth > 1 else {}
        first = [_header(title, "col", **below) for title in _corner(matrix)]
        if not depth:
            labels = map(self._label, matrix.columns)
            yield nodes.row("", *first, *(_header(label, "col") for label in labels))
        for number in range(depth):
            # Values that follow each other below the same ones stand below one header.
            cells = []
            for values, run in itertools.groupby(v[: number + 1] for v in matrix.columns):
                more = len(list(run)) - 1
                cells.append(_header(values[-1], "col", **({"morecols": more} if more else {})))
            yield nodes.row("", *first, *cells)
            first = []

    def _label(self, values: tuple[str, ...]) -> str:
        """Return what stands right above a column."""
        return ", ".join(values[-1:] if self._spans else values) or "Level"

    def _rows(self, matrix: Matrix, lines: Sequence[Line]) -> Iterator[nodes.row]:
        """Give the rows of a feature, below one header where cells can span rows."""
        more = len(lines) - 1
        for number, line in enumerate(lines):
            cells: list[nodes.Node] = []
            if not number or not self._spans:
                made = self._title(line, local=matrix.local)
                spans = {"morerows": more} if more and self._spans else {}
                cells.append(_header(made, "row", **spans))
            cells += [_header(value or "any", "row") for value in line.values]
            cells += [nodes.entry("", nodes.paragraph("", "", *self._cell(c))) for c in line.cells]
            yield nodes.row("", *cells)

    def _title(self, line: Line, *, local: bool) -> list[nodes.Node]:
        inner = nodes.inline("", line.title)
        uri = self._href(line.href, local)
        made: list[nodes.Node] = [inner]
        if uri:
            made = [nodes.reference("", "", inner, refuri=uri, internal=local)]
        for state in line.states:
            made += [nodes.Text(" "), *self._badge(state)]
        return made

    def _cell(self, cell: Cell) -> list[nodes.Node]:
        if not cell.is_offered:
            return [nodes.inline("", "Not offered", classes=["stability-absent"])]
        made: list[nodes.Node] = []
        for badge, since in cell.levels:
            made += [nodes.Text(" "), *self._badge(badge)] if made else self._badge(badge)
            if since:
                detail = nodes.inline("", f"since {since}", classes=["stability-detail"])
                made += [nodes.Text(" "), detail]
        return made or [nodes.Text("–")]


def _features(matrix: Matrix) -> Iterator[list[Line]]:
    """Give the lines of each feature."""
    for _, lines in itertools.groupby(matrix.lines, lambda line: line.id):
        yield list(lines)


def _header(content: str | list[nodes.Node], scope: str, **spans: int) -> stability_header:
    inner = [nodes.Text(content)] if isinstance(content, str) else content
    return stability_header("", nodes.paragraph("", "", *inner), scope=scope, **spans)


def _corner(matrix: Matrix) -> list[str]:
    """Return the titles above the columns that head rows."""
    return ["Feature", *(key[:1].upper() + key[1:] for key in matrix.row_keys)]


def _too_large(matrix: Matrix) -> nodes.paragraph:
    return nodes.paragraph("", f"{matrix.project} has more contexts than a table can show.")


def _visit_header(self: HTML5Translator, node: stability_header) -> None:
    """Write a header cell that tells what it heads.

    Not left to docutils, which counts columns wrongly below a cell of several rows.
    """
    column: Any = node.parent
    column.column += 1 + node.get("morecols", 0)
    kind = "head" if isinstance(node.parent.parent, nodes.thead) else "stub"
    spans = {"rowspan": "morerows", "colspan": "morecols"}
    attributes = {name: node[more] + 1 for name, more in spans.items() if more in node}
    self.body.append(self.starttag(node, "th", "", CLASS=kind, scope=node["scope"], **attributes))


def _depart_header(self: HTML5Translator, _node: stability_header) -> None:
    self.body.append("</th>\n")


def register(app: Sphinx) -> None:
    """Make the directive and the header cells known to Sphinx."""
    app.add_directive("stability-matrix", MatrixDirective)
    app.add_node(stability_header, html=(_visit_header, _depart_header))
