"""The classification index in HTML: part of a page of Sphinx's, or a page of its own.

One template makes both. The controls lie in an inert ``<template>`` that the script takes out, so
that without it nothing is there that does nothing, and every row can be read.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import jinja2
from markupsafe import Markup, escape

from sphinxext.stability import assets, promises, schemes, tables
from sphinxext.stability.badges import STATES, Badge
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
_NO_KIND = "Other"
#: So many versions of projects are named at the head of a page.
_MOST_NAMED = 6


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
        sorted({row.kind or _NO_KIND for row in rows}, key=str.lower),
        list(dict.fromkeys(row.project for row in rows)),
        len({_identity(row) for row in rows}),
    )


class _Line(NamedTuple):
    """A row, and what the script needs to know of it: places in the lists of the view.

    ``number`` is the same for a row that stands in several groups, and empty for the others.
    """

    row: Row
    levels: str
    kind: int
    project: int
    number: str


def _identity(row: Row) -> tuple[str, bool, str]:
    return row.project, row.is_object, row.id


class _Lines:
    """Numbers the rows of a view."""

    def __init__(self, view: View) -> None:
        self._by_level = view.group_by == "level"
        counted = [badge for badge, _ in view.counts]
        self._levels = {promises.key(badge): number for number, badge in enumerate(counted)}
        self._words = {promises.key(badge): badge.words for badge in counted}
        self._kinds = {kind: number for number, kind in enumerate(view.kinds)}
        self._projects = {name: number for number, name in enumerate(view.projects)}
        times = Counter(_identity(row) for group in view.groups for row in group.rows)
        repeated = [row for row, number in times.items() if number > 1]
        self._repeated = {row: str(number) for number, row in enumerate(repeated)}

    def of(self, group: Group) -> Iterator[_Line]:
        """Give the rows of a group; below a level they have that one, whatever else elsewhere."""
        for row in group.rows:
            keys = dict.fromkeys(map(promises.key, row.badges))
            if self._by_level:
                states = set(map(promises.key, STATES))
                keys = {k: None for k in keys if k in states or self._words[k] == group.title}
            yield _Line(
                row,
                " ".join(str(self._levels[key]) for key in keys),
                self._kinds[row.kind or _NO_KIND],
                self._projects[row.project],
                self._repeated.get(_identity(row), ""),
            )


def html(
    view: View,
    href: Callable[[str, bool], str],
    level_uri: Callable[[Badge], str],
    number: int = 1,
) -> str:
    """Return the index as a part of a page.

    *href* gives the address of a row's link, which is this project's or not, as the page needs
    it, *level_uri* that of a level's definition; both may give none. *number* tells the indexes
    of one page apart.
    """
    template = _environment().get_template("index.html.jinja")
    return template.render(_values(view, href, level_uri, number))


def whole(sources: Sequence[Source], options: TableOptions, title: str) -> str:
    """Return the index of *sources* as one HTML file that needs no other.

    Rows lead to where their source has its ``base``; those of a source without one to nowhere.
    """
    shown = view(sources, options)
    versions = {source.name: source.inventory.version for source in sources}
    named = [f"{name} {versions[name]}".strip() for name in shown.projects]
    if len(named) > _MOST_NAMED:
        named[_MOST_NAMED - 1 :] = [f"{len(named) - _MOST_NAMED + 1} more projects"]
    template = _environment().get_template("page.html.jinja")
    return template.render(
        _values(shown, lambda href, local: "" if local else href, lambda badge: badge.href, 1),
        title=title,
        projects=named,
        legend=schemes.legend(sources, shown.projects),
        compared=schemes.TITLE,
        style=(assets.STATIC / "stability.css").read_text(encoding="utf-8"),
        script=(assets.STATIC / "stability.js").read_text(encoding="utf-8"),
    )


def _values(
    view: View,
    href: Callable[[str, bool], str],
    level_uri: Callable[[Badge], str],
    number: int,
) -> dict[str, object]:
    """Return what the template of the index shows."""
    return {
        "view": view,
        "lines": _Lines(view).of,
        "href": href,
        "level_uri": functools.cache(level_uri),
        "number": number,
        "covered": _covered,
    }


def _covered(row: Row) -> tuple[str, str]:
    """Divide what a feature covers into the name and the words after it: `` and 3 more``."""
    found = re.fullmatch(r"(.*?)( and \d+ more)?", row.covers, re.DOTALL)
    return (found[1], found[2] or "") if found else (row.covers, "")


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(assets.templates_dir()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["breaks"] = _breaks
    return environment


def _breaks(name: str) -> Markup:
    """Let a long name be broken where its parts end."""
    safe = str(escape(name))  # a plain string, or what is put in is escaped as well
    return Markup(re.sub(r"(?<=\w)([._])(?=\w)", r"\1<wbr>", safe))  # noqa: S704
