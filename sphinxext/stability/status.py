"""The status of features as text: Markdown, CSV and JSON, from the rows of the index.

What a title or label says may come from anybody's inventory: it is text here, never markup.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from sphinxext.stability import publishing, tombstones
from sphinxext.stability.badges import REMOVED
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.cleaning import clean
from sphinxext.stability.clock import Moment
from sphinxext.stability.inventory import Inventory
from sphinxext.stability.model import Manifest
from sphinxext.stability.rows import Row
from sphinxext.stability.tables import COLUMNS, Group, TableOptions, nothing

#: What begins a formula in a spreadsheet; wide forms of the signs do in some.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
#: What is markup in Markdown wherever it stands, and as the first word of a line.
_MARKUP = re.compile(r"[\\`*\[\]<>#|~$&]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.")
_BULLET = re.compile(r"(\d*)[+=.)-](?![^\s=-])")
#: Behind an ``@`` it keeps a name from calling people; it has no width.
_JOINER = "\u2060"
#: What may stand in an address and means nothing in Markdown, a spreadsheet or a terminal.
_SAFE = "/:?#@!$&'*+,;=%-._~"


def of_manifest(manifest: Manifest, moment: Moment) -> Inventory:
    """Return the inventory of a manifest alone: no page is known, and no documented object."""
    catalogue = Catalogue(manifest, moment)
    return tombstones.add(publishing.build(catalogue, {}, lambda _, __: "", {}), catalogue)


def as_markdown(groups: Sequence[Group], options: TableOptions) -> str:
    """Return a list for each group, or a table where there are columns."""
    group_by, columns = options.group_by, options.columns
    blocks = []
    for group in groups:
        if len(groups) > 1 or group_by != "project":
            blocks.append(f"## {_text(group.title)}\n")
        made = _table(group.rows, columns) if columns else map(_item, group.rows)
        blocks.append("".join(f"{line}\n" for line in made))
    return "\n".join(blocks) or f"{_text(nothing(options))}\n"


def as_csv(groups: Iterable[Group], columns: Sequence[str] = ()) -> str:
    """Return a line for each row, the columns of the index under their titles."""
    columns = columns or COLUMNS
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(str.capitalize, columns))
    for row in rows_of(groups):
        cells = _cells(row)
        writer.writerow(_not_a_formula(cells[column]) for column in columns)
    return text.getvalue()


def as_json(groups: Iterable[Group], versions: Mapping[str, str]) -> bytes:
    """Return an array of the rows; *versions* are those of the projects."""
    rows = [_record(row, versions.get(row.project, "")) for row in rows_of(groups)]
    return msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n"


def rows_of(groups: Iterable[Group]) -> list[Row]:
    """Return the rows of all groups, each once."""
    rows = (row for group in groups for row in group.rows)
    return list({row.key: row for row in rows}.values())


def _cells(row: Row) -> dict[str, str]:
    """Return the text of each column."""
    links = ", ".join(f"{text}: {_address(url)}" for text, url in row.links)
    return {
        "feature": clean(row.title),
        "level": _levels(row),
        "since": clean(row.since),
        "before": clean(row.before),
        "next": clean(row.planned),
        "links": links,
        "project": clean(row.project),
        "kind": clean(row.kind),
    }


def _levels(row: Row) -> str:
    return ", ".join(clean(badge.words) for badge in row.badges)


def _record(row: Row, version: str) -> dict[str, Any]:
    cells = _cells(row)
    return {
        "project": cells["project"],
        "version": clean(version),
        "id": clean(row.id),
        "object": row.is_object,
        "title": cells["feature"],
        "kind": cells["kind"],
        "levels": [clean(badge.words) for badge in row.badges],
        "since": cells["since"],
        "before": cells["before"],
        "next": cells["next"],
        "url": _address(_href(row)),
        "links": {text: _address(url) for text, url in row.links},
    }


def _not_a_formula(cell: str) -> str:
    """Have a spreadsheet take a cell for text."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _item(row: Row) -> str:
    """Return a line of a list: ``- Named Tensors: Prototype (was Experimental)``."""
    levels = _text(_levels(row)) or "Unclassified"
    if row.badges == (REMOVED,):
        levels += f" in {_text(row.since)}"
    before = f" (was {_text(row.before)})" if row.before else ""
    after = f"; {_text(row.planned)}" if row.planned else ""
    return f"- {_title(row)}: {levels}{before}{after}"


def _table(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    yield _line(map(str.capitalize, columns))
    yield _line("---" for _ in columns)
    for row in rows:
        cells = {column: _text(cell) or "–" for column, cell in _cells(row).items()}
        links = (_link(_text(text), url) for text, url in row.links)
        title = _title(row)
        if row.is_object:  # a bar ends a cell even within code
            title = title.replace("|", "\\|")
        cells |= {"feature": title, "links": ", ".join(links) or "–"}
        yield _line(cells[column] for column in columns)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _title(row: Row) -> str:
    text = _code(row.title) if row.is_object else _text(row.title)
    return _link(text or "–", _href(row))


def _href(row: Row) -> str:
    """Return the address of a row, where it is known in which folder the pages are."""
    return "" if row.local else row.href


def _link(text: str, url: str) -> str:
    return f"[{text}]({_address(url)})" if url else text


def _address(url: str) -> str:
    """Return an address with all escaped that could end it early."""
    return quote(url, safe=_SAFE)


def _text(text: str) -> str:
    """Write a text so that Markdown shows it as it is."""
    # Blanks are markup, too: four of them begin a block of code.
    text = _MARKUP.sub(lambda found: f"\\{found[0]}", " ".join(clean(text).split()))
    text = text.replace("@", f"@{_JOINER}")
    bullet = _BULLET.match(text)
    return text if bullet is None else f"{bullet[1]}\\{text[bullet.end(1) :]}"


def _code(name: str) -> str:
    """Write the name of an object as code."""
    name = clean(name)
    fence = "`" * (1 + max(map(len, re.findall("`+", name)), default=0))
    space = " " * name.startswith("`") or " " * name.endswith("`")
    return f"{fence}{space}{name}{space}{fence}"
