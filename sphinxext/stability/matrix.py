"""Features × contexts: the level of each feature for each training, framework and so on."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sphinxext.stability.badges import STATES, Badge, in_context
from sphinxext.stability.inventory import FeatureItem, SchemeItem, StageItem
from sphinxext.stability.options import Options
from sphinxext.stability.rows import Source, badge_of, badges_of

#: No table with more contexts than that could be read; another project's file may have any number.
MOST = 500
#: More declared values that no feature names are one row or column.
_APART = 3

#: A context: key → value.
Context = Mapping[str, str]


class MatrixOptions(Options, frozen=True, array_like=True):
    """What a matrix shows: empty means everything.

    ``rows`` and ``columns`` are keys of contexts.
    """

    projects: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


class Cell(NamedTuple):
    """A feature in a context: its levels, each with the version since when; or not offered.

    Without either it is not classified.
    """

    levels: tuple[tuple[Badge, str], ...] = ()
    is_offered: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether the project says nothing."""
        return self.is_offered and not self.levels


class Line(NamedTuple):
    """A feature, or what it is for one value of each key of the rows; "" stands for any value."""

    id: str
    title: str
    href: str
    states: tuple[Badge, ...]
    values: tuple[str, ...]
    cells: tuple[Cell, ...]


class Matrix(NamedTuple):
    """The matrix of one project; ``columns`` has the values of the column keys."""

    project: str
    local: bool
    row_keys: tuple[str, ...] = ()
    columns: tuple[tuple[str, ...], ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def is_too_large(self) -> bool:
        """Whether there are more contexts than a table can show."""
        return not self.columns


def matrices(sources: Sequence[Source], options: MatrixOptions) -> list[Matrix]:
    """Return the matrix of each project that has something to show in one.

    Without kinds, those features are shown whose levels differ by context.
    """
    found = []
    for source in sources:
        if options.projects and source.name not in options.projects:
            continue
        items = [item for item in source.inventory.features if _wanted(source, item, options)]
        if items:
            found.append(_matrix(source, items, options))
    return found


def keys_of(scheme: SchemeItem, items: Iterable[FeatureItem]) -> dict[str, list[str]]:
    """Return the keys of contexts that features speak of, with their values.

    The declared ones come first, in their order. Those that no feature names are alike; if there
    are many, they stand together.
    """
    named: dict[str, dict[str, None]] = {}
    for item in items:
        for when in _contexts(item):
            for key, value in when.items():
                named.setdefault(key, {})[value] = None
    ordered = [key for key in scheme.contexts if key in named]
    found = {}
    for key in dict.fromkeys([*ordered, *named]):
        declared = scheme.contexts.get(key, ())
        alike = {value for value in declared if value not in named[key]}
        together = []
        if len(alike) > _APART:
            declared = tuple(value for value in declared if value not in alike)
            together = [f"{len(alike)} others"]
        found[key] = list(dict.fromkeys([*declared, *named[key], *together]))
    return found


def _contexts(item: FeatureItem) -> list[Context]:
    """Return the contexts that a feature speaks of."""
    named = (*(stage.when for stage in item.levels), *item.not_offered)
    return [when for when in named if when]


def _wanted(source: Source, item: FeatureItem, options: MatrixOptions) -> bool:
    levels, kinds = _lower(options.levels), _lower(options.kinds)
    if levels:
        words = [word for s in item.levels for word in (s.level, badge_of(source, s).label)]
        if not levels & _lower(words):
            return False
    if kinds:
        return bool(kinds & _lower([item.kind, source.kinds.get(item.kind, "")]))
    return bool(_contexts(item))


def _lower(words: Iterable[str]) -> set[str]:
    return {word.lower() for word in words}


def _matrix(source: Source, items: list[FeatureItem], options: MatrixOptions) -> Matrix:
    values = keys_of(source.inventory.scheme, items)
    if math.prod(map(len, values.values())) > MOST:
        return Matrix(source.name, source.local)
    rows, columns = _axes(values, options)
    across = [
        dict(zip(columns, chosen, strict=True))
        for chosen in itertools.product(*(values[key] for key in columns))
    ]
    lines = []
    for item in sorted(items, key=lambda item: (item.title.lower(), item.id)):
        lines += _lines(source, item, {key: values[key] for key in rows}, across)
    # A framework on a platform that it is not for is no column: nothing is said of it.
    telling = {item.id for item in items if _contexts(item)}
    told = [line.cells for line in lines if not telling or line.id in telling]
    kept = [any(not cells[at].is_empty for cells in told) for at in range(len(across))]
    kept = kept if any(kept) else [True] * len(across)
    lines = [line._replace(cells=tuple(itertools.compress(line.cells, kept))) for line in lines]
    across = list(itertools.compress(across, kept))
    shown = tuple(tuple(context.values()) for context in across)
    return Matrix(source.name, source.local, tuple(rows), shown, tuple(lines))


def _axes(values: Iterable[str], options: MatrixOptions) -> tuple[list[str], list[str]]:
    """Return the keys of rows and columns; each key is in one of them.

    What is named in neither goes to the columns, or to the rows when only the columns are named.
    """
    rows = [key for key in options.rows if key in values]
    columns = [key for key in options.columns if key in values]
    rest = [key for key in values if key not in {*rows, *columns}]
    return (rest, columns) if columns and not options.rows else (rows, columns + rest)


def _lines(
    source: Source, item: FeatureItem, keys: Mapping[str, list[str]], across: Sequence[Context]
) -> list[Line]:
    """Return the lines of a feature, without those that say nothing; one at least."""
    spoken = {key for when in _contexts(item) for key in when}
    choices = [keys[key] if key in spoken else [""] for key in keys]
    states = tuple(badge for badge in badges_of(source, item) if badge in STATES)
    lines = []
    for values in itertools.product(*choices):
        given = {key: value for key, value in zip(keys, values, strict=True) if value}
        cells = tuple(_cell(source, item, {**given, **context}) for context in across)
        line = Line(item.id, item.title, source.link(item.url), states, values, cells)
        lines.append(line)
    telling = [line for line in lines if not all(cell.is_empty for cell in line.cells)]
    return telling or lines[:1]


def _cell(source: Source, item: FeatureItem, context: Context) -> Cell:
    """Return what holds in a context: what was said for the most of its keys.

    What is said for as many keys, though others, stands side by side; not offered is not offered.
    """
    said: list[tuple[Context, StageItem | None]] = [(stage.when, stage) for stage in item.levels]
    said += [(when, None) for when in item.not_offered]
    fitting = [one for one in said if one[0].items() <= context.items()]
    most = max((len(when) for when, _ in fitting), default=0)
    stages = [stage for when, stage in fitting if len(when) == most]
    if None in stages:
        return Cell(is_offered=False)
    shown = []
    for stage in filter(None, stages):
        badge = source.badges.get(stage.level) or Badge(stage.level, "grey")
        if len(stages) > 1:
            badge = badge._replace(context=in_context(stage.when))
        shown.append((badge, stage.since))
    return Cell(tuple(shown))
