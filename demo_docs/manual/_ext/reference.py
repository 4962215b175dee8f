"""The generated parts of the manual.

What is a table in the package is a table here, made from it: keys of the manifest, values of
``conf.py``, rules, presets. Where text has to be written by hand, the build warns of a key that
has none, or that is no more.
"""

# ruff: noqa: TID251  (an extension of Sphinx, which shows the tables of the glue as well)

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
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

from sphinxext.stability import assets, model, notices, rules
from sphinxext.stability.answers import Answer, Applied
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.clock import Moment
from sphinxext.stability.ext import config
from sphinxext.stability.manifest import load
from sphinxext.stability.targets import Target
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
    model.Span: "span",
    model.Window: "window",
    model.Start: "version or table",
    model.Alternative: "target, text or table",
}

#: Columns of outputs with fixed width are no wider, in characters.
_WIDEST = 60

Cell = Sequence[nodes.Node]


class _Reference(SphinxDirective):
    """A directive whose page is read again when what it is made from changes."""

    def depends_on(self, *modules: ModuleType) -> None:
        for file in (__file__, *(inspect.getfile(module) for module in modules)):
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
        return self.parse_text_to_nodes(text)

    def complain(self, message: str, *words: object) -> None:
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


def _code(text: str) -> str:
    """Return a plain text with `names` as reStructuredText."""
    return re.sub(r"(?<!`)`([^`]+)`(?!`)", r"``\1``", text)


class Keys(_Reference):
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
        return [nodes.Text("array of " + re.sub(r"\b(target|text|table)\b", r"\1s", items))]
    return [nodes.Text("table")]


class Words(_Reference):
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


class Preset(_Reference):
    """``.. preset:: pytorch``: the levels of a preset."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a table of the levels."""
        file = assets.PRESETS / f"{self.arguments[0]}.toml"
        self.depends_on()
        self.env.note_dependency(str(file))
        manifest = load([file])
        rows = [
            [
                [nodes.literal("", level.id)],
                _literals(level.aliases) or [nodes.Text("–")],
                _literals(level.formerly) or [nodes.Text("–")],
                [nodes.Text(level.admonition)],
                self.parsed(level.summary),
            ]
            for level in manifest.scheme.levels
        ]
        head = ["Level", "Also", "Formerly", "Admonition", "Summary"]
        return [self.table(head, rows)]


class Options(_Reference):
    """``.. options::``: the values of ``conf.py``."""

    def run(self) -> list[nodes.Node]:
        """Describe each of them."""
        self.depends_on(config)
        text = "".join(
            f".. confval:: {option.name}\n   :default: ``{_python(option.default)}``\n\n"
            f"   {_code(option.help)}\n\n"
            for option in config.OPTIONS
        )
        return self.parsed(text)


def _python(value: object) -> str:
    """Write a value as ``conf.py`` has it."""
    return repr(value).replace("'", '"')


class Rules(_Reference):
    """``.. rules::``: a table of all rules, then each with its reason and source."""

    def run(self) -> list[nodes.Node]:
        """Describe the rules of the registry."""
        self.depends_on(rules, *_modules(rule.find for rule in rules.REGISTRY.values()))
        table = [
            [
                self.parsed(f":rule:`{rule.id}`"),
                [nodes.Text(rule.severity)],
                self.parsed(_code(rule.summary)),
            ]
            for rule in rules.REGISTRY.values()
        ]
        text = "".join(
            f".. rule:: {rule.id}\n\n   {_code(rule.summary)} {_code(rule.why)}\n\n"
            f"   :Severity: {rule.severity}\n   :Source: {_code(rule.source)}\n\n"
            for rule in rules.REGISTRY.values()
        )
        return [self.table(["Rule", "Severity", "Finds"], table), *self.parsed(text)]


def _modules(functions: Iterable[object]) -> Iterator[ModuleType]:
    for function in functions:
        module = inspect.getmodule(function)
        if module is not None:
            yield module


class Evaluated(_Reference):
    """``.. evaluated:: ID``: what an entry of an example manifest shows at some versions."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        "file": directives.path,
        "versions": lambda text: text.split(),
    }

    def run(self) -> list[nodes.Node]:
        """Evaluate the manifest at each version."""
        name, path = self.env.relfn2path(self.options["file"])
        self.env.note_dependency(name)
        self.depends_on(notices)
        manifest = load([Path(path)])
        rows = []
        for version in self.options["versions"]:
            moment = Moment(Version(version), dt.date(2025, 1, 1))
            catalogue = Catalogue(manifest, moment)
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
        """Return the phase of the change and its notice."""
        change = catalogue.changes[self.arguments[0]]
        phase = catalogue.phases[change.id]
        applied = (Applied(change, phase),) if phase else ()
        text = ""
        for notice in notices.Notices(Wording()).due(Answer(changes=applied)):
            body = re.sub(r":stability:obj:`([^`]*)`", r"``\1``", notice.text)
            head = f".. {notice.type}:: {notice.version}".rstrip()
            text += head + "\n\n" + "".join(f"   {line}\n" for line in body.splitlines()) + "\n"
        return [nodes.Text(phase.name.lower())], self.parsed(text) or [nodes.Text("nothing")]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives of the manual."""
    app.add_object_type("rule", "rule", "pair: %s; rule")
    for name, directive in {
        "manifest-keys": Keys,
        "manifest-words": Words,
        "preset": Preset,
        "options": Options,
        "rules": Rules,
        "evaluated": Evaluated,
    }.items():
        app.add_directive(name, directive)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
