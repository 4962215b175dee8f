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

from sphinxext.stability import assets, promises, schemes, views
from sphinxext.stability.badges import STATES, Badge
from sphinxext.stability.rows import Row, Source
from sphinxext.stability.tables import Group, TableOptions
from sphinxext.stability.views import NO_KIND, View

#: So many versions of projects are named at the head of a page.
_MOST_NAMED = 6


class _Line(NamedTuple):
    """A row, and what the script needs to know of it: places in the lists of the view.

    ``number`` is the same for a row that stands in several groups, and empty for the others.
    """

    row: Row
    levels: str
    kind: int
    project: int
    number: str


class _Lines:
    """Numbers the rows of a view."""

    def __init__(self, view: View) -> None:
        self._by_level = view.group_by == "level"
        counted = [badge for badge, _ in view.counts]
        self._levels = {promises.key(badge): number for number, badge in enumerate(counted)}
        self._words = {promises.key(badge): badge.words for badge in counted}
        self._kinds = {kind: number for number, kind in enumerate(view.kinds)}
        self._projects = {name: number for number, name in enumerate(view.projects)}
        times = Counter(row.key for group in view.groups for row in group.rows)
        repeated = [row for row, number in times.items() if number > 1]
        self._repeated = {row: str(number) for number, row in enumerate(repeated)}

    def of(self, group: Group) -> Iterator[_Line]:
        """Give the rows of a group; below a level they have that one, whatever else elsewhere."""
        for row in group.rows:
            keys = dict.fromkeys(map(promises.key, row.marks))
            if self._by_level:
                states = set(map(promises.key, STATES))
                keys = {k: None for k in keys if k in states or self._words[k] == group.title}
            yield _Line(
                row,
                " ".join(str(self._levels[key]) for key in keys),
                self._kinds[row.kind or NO_KIND],
                self._projects[row.project],
                self._repeated.get(row.key, ""),
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
    shown = views.view(sources, options)
    versions = {source.name: source.version for source in sources}
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
        "names": _names(view),
    }


def _names(view: View) -> Callable[[Badge], str]:
    """Tell by what names each level may be asked for, whichever project uses them: one a line."""
    found: dict[promises.Key, set[str]] = {}
    for badge in {badge for group in view.groups for row in group.rows for badge in row.marks}:
        found.setdefault(promises.key(badge), set()).update(promises.names(badge))
    return lambda badge: "\n".join(sorted(found[promises.key(badge)]))


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
