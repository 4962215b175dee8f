"""The generated parts of the manual.

What is a table in the package is a table here, made from it: keys of the manifest, values of
``conf.py``, rules, presets. Where text has to be written by hand, the build warns of a key that
has none, or that is no more.
"""

# ruff: noqa: TID251  (an extension of Sphinx, which shows the tables of the glue as well)

from __future__ import annotations

import datetime as dt
import inspect
import itertools
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import msgspec
from docutils import nodes
from docutils.parsers.rst import directives
from packaging.version import Version
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from sphinxext.stability import (
    assets,
    clock,
    findings,
    model,
    notices,
    rules,
    schedule,
    timeline,
    windows,
)
from sphinxext.stability.answers import Answer, Applied
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.ext import config, plans
from sphinxext.stability.manifest import load
from sphinxext.stability.schedule import Event, Item
from sphinxext.stability.targets import Target
from sphinxext.stability.timetable import name_span, name_window
from sphinxext.stability.wording import Wording

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

logger = logging.getLogger(__name__)

#: How types of values are called.
_TYPES = {
    str: "text",
    int: "number",
    bool: "true or false",
    dt.date: "date",
    Version: "version",
    Target: "target",
    model.Id: "id",
    model.Url: "address",
    model.Document: "page",
    model.Substitute: "target or text",
    model.Span: "span",
    model.Window: "window",
    model.Start: "version or table",
    model.Alternative: "target, text or table",
}

#: The day on which examples are looked at; a release of the past is looked at on its own.
_TODAY = dt.date(2026, 1, 1)

#: Columns of outputs with fixed width are no wider, in characters.
_WIDEST = 60

Cell = Sequence[nodes.Node]


class Generated(SphinxDirective):
    """A directive whose page is read again when what it is made from changes."""

    def depends_on(self, *modules: ModuleType) -> None:
        """Have the page read again when one of these modules changes, or the directive."""
        for file in (__file__, *map(inspect.getfile, [type(self), *modules])):
            self.env.note_dependency(file)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> nodes.table:
        """Return a table whose columns are as wide as they need to be."""
        rows = list(rows)
        titles = [[nodes.Text(title)] for title in head]
        group = nodes.tgroup("", cols=len(head))
        for number in range(len(head)):
            texts = ["".join(n.astext() for n in row[number]) for row in (titles, *rows)]
            group += nodes.colspec(colwidth=min(max(map(len, texts)) + 3, _WIDEST))
        group += [nodes.thead("", _row(titles)), nodes.tbody("", *map(_row, rows))]
        return nodes.table("", group, classes=["colwidths-auto"])

    def parsed(self, text: str) -> list[nodes.Node]:
        """Parse reStructuredText."""
        return self.parse_text_to_nodes(text)

    def complain(self, message: str, *words: object) -> None:
        """Warn of text that is out of date."""
        logger.warning(message, *words, location=self.get_location())


def _row(cells: Iterable[Cell]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *_blocks(cell)) for cell in cells))


def _blocks(cell: Cell) -> list[nodes.Node]:
    inline = not cell or isinstance(cell[0], nodes.Text | nodes.Inline)
    return [nodes.paragraph("", "", *cell)] if inline else list(cell)


def _literals(words: Iterable[str]) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    for word in words:
        made += [nodes.Text(", ")] if made else []
        made.append(nodes.literal("", word))
    return made


def as_rst(text: str) -> str:
    """Return a plain text with `names` as reStructuredText."""
    return re.sub(r"(?<!`)`([^`]+)`(?!`)", r"``\1``", text)


class Keys(Generated):
    """``.. manifest-keys:: Feature``, with a field list: what each key means.

    The option ``kept`` lists the keys that have no effect yet.
    """

    has_content = True
    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"kept": lambda text: text.split()}

    def run(self) -> list[nodes.Node]:
        """Make a table of the keys in the order of the text, and a line on the kept ones."""
        self.depends_on(model)
        record = getattr(model, self.arguments[0])
        hints = get_type_hints(record, include_extras=False)
        fields = {f.encode_name: f for f in msgspec.structs.fields(record) if f.name != "where"}
        kept = self.options.get("kept", [])
        explained = {
            field[0].astext(): field[1].children
            for node in self.parse_content_to_nodes()
            for field in node.findall(nodes.field)
        }
        for key in fields.keys() - explained.keys() - set(kept):
            self.complain("key `%s` of %s is not explained", key, self.arguments[0])
        for key in (explained.keys() | set(kept)) - fields.keys():
            self.complain("%s has no key `%s`", self.arguments[0], key)
        rows = []
        for key, text in explained.items():
            if key in fields:
                value = _type(hints[fields[key].name])
                value += [nodes.Text(", required")] if fields[key].required else []
                rows.append([[nodes.literal("", key)], value, text])
        made: list[nodes.Node] = [self.table(["Key", "Value", "Meaning"], rows)] if rows else []
        if kept:
            text = nodes.Text("Read, checked and kept, but without an effect in this version: ")
            made.append(nodes.paragraph("", "", text, *_literals(kept), nodes.Text(".")))
        return made


def _type(hint: Any) -> list[nodes.Node]:  # noqa: ANN401
    """Say what a value looks like."""
    if hint in _TYPES:
        return [nodes.Text(_TYPES[hint])]
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        made: list[nodes.Node] = []
        for one in inner:
            if one is not type(None):
                made += [nodes.Text(" or ")] if made else []
                made += _type(one)
        return made
    if origin is Literal:
        return _literals("true" if word is True else str(word) for word in inner)
    if origin is tuple:
        items = _type(inner[0])[0].astext()
        return [nodes.Text("array of " + re.sub(r"\b(target|text|table|page)\b", r"\1s", items))]
    return [nodes.Text("table")]


class Words(Generated):
    """``.. manifest-words:: ChangeType``, with a field list: what each word means."""

    has_content = True
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a table of the words."""
        self.depends_on(model)
        words = get_args(getattr(model, self.arguments[0]))
        explained = {
            field[0].astext(): field[1].children
            for node in self.parse_content_to_nodes()
            for field in node.findall(nodes.field)
        }
        if explained.keys() != set(words):
            self.complain(
                "these words are explained or exist, not both: %s",
                ", ".join(sorted(explained.keys() ^ set(words))),
            )
        rows = [[[nodes.literal("", word)], text] for word, text in explained.items()]
        return [self.table(["Word", "Meaning"], rows)]


class _Header(NamedTuple):
    """The comment at the top of a preset."""

    title: str
    sources: tuple[tuple[str, str], ...]
    notes: str


def _header(file: Path) -> _Header:
    """Read title, addresses and notes; each is set off by an empty line."""
    lines = file.read_text(encoding="utf-8").splitlines()
    comment = itertools.takewhile(lambda line: line.startswith("#"), lines)
    title, sources, *notes = "\n".join(line[2:] for line in comment).split("\n\n")
    found, name = [], ""
    for line in sources.splitlines():
        said, address = re.fullmatch(r"(?:([\w ]+):)?\s*(https?://\S+).*", line).groups()
        name = said or name
        found.append((name, address))
    return _Header(" ".join(title.split()), tuple(found), "\n\n".join(notes).strip())


class Presets(Generated):
    """``.. presets::``: a table of all presets, then each of them."""

    def run(self) -> list[nodes.Node]:
        """Describe the files."""
        self.depends_on(model, windows)
        rows, text = [], ""
        for file in sorted(assets.PRESETS.glob("*.toml"), key=lambda file: file.stem):
            self.env.note_dependency(str(file))
            manifest, header = load([file]), _header(file)
            default = manifest.policy.windows.default
            by_level = any(level.window not in {None, "none"} for level in manifest.scheme.levels)
            least = name_window(default) if default else "by level" if by_level else "–"
            rows.append(
                [
                    self.parsed(f":preset:`{file.stem}`"),
                    self.parsed(as_rst(header.title)),
                    _literals(level.id for level in manifest.scheme.levels),
                    [nodes.Text(least)],
                ]
            )
            links = ", ".join(f"`{name} <{address}>`__" for name, address in header.sources)
            told = [as_rst(header.title), as_rst(header.notes), f".. preset-levels:: {file.stem}"]
            told.append("\n".join(f"* {key}: {value}" for key, value in _policy(manifest)))
            told.append(f":Source: {links}")
            body = textwrap.indent("\n\n".join(filter(None, told)), "   ")
            text += f".. preset:: {file.stem}\n\n{body}\n\n"
        head = ["Preset", "Of", "Levels", "Time to warn"]
        return [self.table(head, rows), *self.parsed(text)]


def _policy(manifest: model.Manifest) -> Iterator[tuple[str, str]]:
    """Give what a preset sets beside its levels: key and value."""
    if manifest.project.default_level:
        yield "Default level", f"``{manifest.project.default_level}``"
    policy = manifest.policy
    for field in msgspec.structs.fields(model.Windows):
        window = getattr(policy.windows, field.name)
        if window:
            yield f"Window ``{field.encode_name}``", name_window(window)
    for field in msgspec.structs.fields(model.Policy):
        value = getattr(policy, field.name)
        if field.name == "windows" or not value:
            continue
        is_span = isinstance(value, model.Span)
        shown = "true" if value is True else name_span(value) if is_span else value
        yield f"``{field.encode_name}``", shown if is_span else f"``{shown}``"


class PresetLevels(Generated):
    """``.. preset-levels:: pytorch``: the levels of a preset."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a table of the levels, without the columns that are empty."""
        columns: dict[str, list[Cell]] = {}
        for level in load([assets.PRESETS / f"{self.arguments[0]}.toml"]).scheme.levels:
            window = level.window
            shown = "none" if window == "none" else name_window(window) if window else ""
            age = name_span(level.max_age) if level.max_age else ""
            cells: dict[str, Cell] = {
                "Level": [nodes.literal("", level.id)],
                "Also": _literals(level.aliases),
                "Formerly": _literals(level.formerly),
                "Requires": _literals(level.requires),
                "Admonition": [nodes.Text(level.admonition.replace("none", ""))],
                "Window": [nodes.Text(shown)],
                "Max age": [nodes.Text(age)],
                "Summary": self.parsed(level.summary),
            }
            for title, cell in cells.items():
                columns.setdefault(title, []).append(cell)
        said = {
            title: cells
            for title, cells in columns.items()
            if any(node.astext() for cell in cells for node in cell)
        }
        return [self.table(list(said), zip(*said.values(), strict=True))]


class Options(Generated):
    """``.. options::``: the values of ``conf.py``."""

    def run(self) -> list[nodes.Node]:
        """Describe each of them."""
        self.depends_on(config)
        text = "".join(
            f".. confval:: {option.name}\n   :default: ``{_python(option.default)}``\n\n"
            f"   {as_rst(option.help)}\n\n"
            for option in config.OPTIONS
        )
        return self.parsed(text)


def _python(value: object) -> str:
    """Write a value as ``conf.py`` has it."""
    return repr(value).replace("'", '"')


class _Unlinked(Wording):
    """Wording of examples, whose objects are documented nowhere."""

    def change(self, template: str, applied: Applied) -> str:
        """Return the text that tells of a change."""
        return _unlinked(super().change(template, applied))

    def scheduled(self, event: Event, item: Item, now: str = "") -> str:
        """Return the text that tells of a change or plan in the calendar."""
        return _unlinked(super().scheduled(event, item, now))


def _unlinked(text: str) -> str:
    return re.sub(r":stability:(?:obj|feature):`([^`<]*?)(?: <[^`]*>)?`", r"``\1``", text)


class _State(NamedTuple):
    """As much of a build's state as a calendar and a timeline look at."""

    catalogue: Catalogue
    notices: notices.Notices


class _Example(Generated):
    """A directive that evaluates an example manifest."""

    def catalogue(self, version: str) -> Catalogue:
        """Read the manifest of the option ``file``, and evaluate it at a version."""
        name, path = self.env.relfn2path(self.options["file"])
        self.env.note_dependency(name)
        self.depends_on(clock, notices, plans, schedule, timeline, windows)
        manifest, at = load([Path(path)]), Version(version)
        date = clock.evaluation_date(manifest, at, None, _TODAY)
        return Catalogue(manifest, clock.moment(manifest, at, date))

    def findings(self, catalogue: Catalogue) -> list[str]:
        """Run the rules that need no documentation on an example."""
        survey = rules.Survey.of_manifest(catalogue)
        shown = {findings.Severity.WARNING, findings.Severity.ERROR}
        return [
            f"{found.message} [{found.rule}]"
            for found in rules.run(survey, {})
            if found.severity in shown
        ]


class Evaluated(_Example):
    """``.. evaluated:: ID``: what an entry of an example manifest shows at some versions."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        "file": directives.path,
        "versions": lambda text: text.split(),
    }

    def run(self) -> list[nodes.Node]:
        """Evaluate the manifest at each version."""
        rows = []
        for version in self.options["versions"]:
            catalogue = self.catalogue(version)
            if self.arguments[0] in catalogue.changes:
                rows.append([[nodes.Text(version)], *self.change(catalogue)])
            else:
                found = catalogue.standings[self.arguments[0]]
                shown = ", ".join(one.label for one in found) or "nothing: not classified"
                rows.append([[nodes.Text(version)], [nodes.Text(shown)]])
        change = len(rows[0]) > 2  # noqa: PLR2004
        head = ["Version", "Phase", "What stands there"] if change else ["Version", "Badge"]
        return [self.table(head, rows)]

    def change(self, catalogue: Catalogue) -> tuple[Cell, Cell]:
        """Return the phase of the change and its notice, at the first of its targets."""
        change = catalogue.changes[self.arguments[0]]
        phase, target = catalogue.phases[change.id], change.objects[0]
        about = target.parameter, target.value
        applied = (Applied(change, phase, *about, catalogue.end(change)),) if phase else ()
        text = ""
        for notice in notices.Notices(_Unlinked()).due(Answer(changes=applied)):
            head = f".. {notice.type}:: {notice.version}".rstrip()
            body = "".join(f"   {line}\n" for line in notice.text.splitlines())
            text += f"{head}\n\n{body}\n"
        return [nodes.Text(phase.name.lower())], self.parsed(text) or [nodes.Text("nothing")]


class ExampleCalendar(_Example):
    """``.. example-calendar:: 2.5``: the calendar of an example manifest at a version."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"file": directives.path}

    def run(self) -> list[nodes.Node]:
        """Make the calendar; an example should be without fault."""
        catalogue = self.catalogue(self.arguments[0])
        for found in self.findings(catalogue):
            self.complain("%s: %s", self.options["file"], found)
        state = _State(catalogue, notices.Notices(_Unlinked()))
        return self.draw(state)

    def draw(self, state: Any) -> list[nodes.Node]:  # noqa: ANN401  (not all of a state)
        """Return the nodes."""
        return plans.calendar_nodes(state, schedule.ScheduleOptions(), self)


class ExampleTimeline(ExampleCalendar):
    """``.. example-timeline:: 2.5``: the timeline of an example manifest at a version."""

    def draw(self, state: Any) -> list[nodes.Node]:  # noqa: ANN401
        """Return the nodes."""
        return plans.timeline_nodes(state, timeline.TimelineOptions(), self)


class ExampleFindings(_Example):
    """``.. example-findings:: 2.5``: what the rules find in an example manifest."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"file": directives.path}

    def run(self) -> list[nodes.Node]:
        """Show the messages as the reports have them."""
        found = self.findings(self.catalogue(self.arguments[0]))
        if not found:
            self.complain("%s: the rules find nothing", self.options["file"])
        text = "\n".join(textwrap.fill(message, 80) for message in found)
        return [nodes.literal_block(text, text, language="text")]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives of the manual."""
    app.add_object_type("preset", "preset", "pair: %s; preset")
    for name, directive in {
        "manifest-keys": Keys,
        "manifest-words": Words,
        "presets": Presets,
        "preset-levels": PresetLevels,
        "options": Options,
        "evaluated": Evaluated,
        "example-calendar": ExampleCalendar,
        "example-timeline": ExampleTimeline,
        "example-findings": ExampleFindings,
    }.items():
        app.add_directive(name, directive)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
