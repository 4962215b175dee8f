"""The page of the rules, made from their records and from what is told of each.

A family of rules is a module of ``sphinxext.stability.rules``: a section, which the first line of
its docstring introduces.
"""

# ruff: noqa: TID251  (an extension of Sphinx)

from __future__ import annotations

import difflib
import functools
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from docutils import nodes
from reference import Generated, as_rst
from sphinx import addnodes
from sphinx.directives.code import container_wrapper

from sphinxext.stability.rules import REGISTRY, Rule, reference

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_LANGUAGES = {".toml": "toml", ".py": "python", ".rst": "rst", ".json": "json"}


class Overview(Generated):
    """``.. rules-overview::``: a table of all rules."""

    def run(self) -> list[nodes.Node]:
        """Make the table."""
        self.depends_on(*_families())
        rows = [
            [
                self.parsed(f":rule:`{rule.id}`"),
                [nodes.Text(rule.severity)],
                self.parsed(as_rst(rule.summary)),
            ]
            for rule in REGISTRY.values()
        ]
        return [self.table(["Rule", "Severity", "Finds"], rows)]


class _Examples(Generated):
    """A directive that shows files of examples."""

    def depends_on(self, *modules: ModuleType) -> None:
        """Add the file that has the examples."""
        super().depends_on(*modules, reference)
        self.env.note_dependency(Path(inspect.getfile(reference)).with_suffix(".toml"))

    def file(self, name: str, text: str, *, caption: str, marked: list[int]) -> nodes.Node:
        """Return a file as a code block, with some of its lines marked."""
        text = text.strip("\n")
        block = nodes.literal_block(text, text, language=_LANGUAGES[Path(name).suffix])
        block["highlight_args"] = {"hl_lines": marked} if marked else {}
        return container_wrapper(self, block, caption)


class Shared(_Examples):
    """``.. rules-project::``: the project that the examples share."""

    def run(self) -> list[nodes.Node]:
        """Show its files."""
        self.depends_on()
        files = reference.project({})
        return [self.file(name, files[name], caption=name, marked=[]) for name in files]


class Rules(_Examples):
    """``.. rules::``: a section for each family, and in it each rule with all that is known."""

    def run(self) -> list[nodes.Node]:
        """Describe the rules of the registry."""
        families = _families()
        self.depends_on(*families)
        return [self.family(module, rules) for module, rules in families.items()]

    def family(self, module: ModuleType, rules: list[Rule]) -> nodes.section:
        """Make the section of a family."""
        name = module.__name__.rpartition(".")[2]
        title, summary = name.capitalize(), (inspect.getdoc(module) or "").partition("\n\n")[0]
        section = nodes.section("", nodes.title("", title), ids=[f"rules-on-{name}"], names=[title])
        section += self.parsed(as_rst(summary))
        for rule in rules:
            section += self.rule(rule)
        return section

    def rule(self, rule: Rule) -> list[nodes.Node]:
        """Describe a rule."""
        text = f".. rule:: {rule.id}\n\n   {as_rst(rule.summary)} {as_rst(rule.why)}\n"
        made, told = self.parsed(text), reference.of(rule.id)
        content = next(node for node in made if isinstance(node, addnodes.desc))[-1]
        messages = [nodes.list_item("", _message(text)) for text in told.messages]
        content += nodes.field_list(
            "",
            _field("Severity", nodes.paragraph("", str(rule.severity))),
            _field("Source", *self.parsed(as_rst(rule.source))),
            _field("Messages", nodes.bullet_list("", *messages))
            if len(messages) > 1
            else _field("Message", *messages[0].children),
        )
        content += self.examples(told)
        return made

    def examples(self, told: reference.Reference) -> Iterator[nodes.Node]:
        """Give the files of the bad example, then those of the good one that differ."""
        for word, files, others in (("Bad", told.bad, told.good), ("Good", told.good, told.bad)):
            for name, text in files.items():
                other = others.get(name, "")
                if word == "Bad" or text != other:
                    caption = f"{word}: ``{name}``"
                    yield self.file(name, text, caption=caption, marked=_differing(text, other))


def _families() -> dict[ModuleType, list[Rule]]:
    """Return the rules by the module that has what they find."""
    families: dict[ModuleType, list[Rule]] = {}
    for rule in REGISTRY.values():
        find = rule.find.func if isinstance(rule.find, functools.partial) else rule.find
        module = inspect.getmodule(find)
        assert module, "what finds is a function of a module"  # noqa: S101
        families.setdefault(module, []).append(rule)
    return families


def _field(name: str, *body: nodes.Node) -> nodes.field:
    return nodes.field("", nodes.field_name("", name), nodes.field_body("", *body))


def _message(template: str) -> nodes.paragraph:
    """Return a message with its placeholders in italics, in brackets what may be missing."""
    literal = nodes.literal(classes=["samp"])
    for number, text in enumerate(re.split(r"\{([^{}]+)\}", template)):
        optional = text.endswith("?") and number % 2
        shown = f"[{text[:-1]}]" if optional else text
        literal += nodes.emphasis("", shown) if number % 2 else nodes.Text(shown)
    return nodes.paragraph("", "", literal)


def _differing(text: str, other: str) -> list[int]:
    """Return the numbers of the lines that the other text does not have; of a new file none."""
    if not other:
        return []
    matcher = difflib.SequenceMatcher(None, other.splitlines(), text.splitlines(), autojunk=False)
    changed = (range(b, e) for tag, _, _, b, e in matcher.get_opcodes() if tag != "equal")
    return [number + 1 for lines in changed for number in lines]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives of the page."""
    app.add_object_type("rule", "rule", "pair: %s; rule")
    app.add_directive("rules", Rules)
    app.add_directive("rules-overview", Overview)
    app.add_directive("rules-project", Shared)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
