"""The commands of the command line, as the manual shows them: made from their records."""

# ruff: noqa: TID251  (an extension of Sphinx)

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinxext.stability import cli
from sphinxext.stability.cli.command import Argument
from sphinxext.stability.rules import REGISTRY

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class _Made(SphinxDirective):
    """A directive whose page is read again when a command changes."""

    def made(self, text: str) -> list[nodes.Node]:
        for file in (__file__, *Path(inspect.getfile(cli)).parent.glob("*.py")):
            self.env.note_dependency(str(file))
        return self.parse_text_to_nodes(text)


class Commands(_Made):
    """``.. commands::``: what each command does, in a line."""

    def run(self) -> list[nodes.Node]:
        """List them."""
        rows = (f"* - :ref:`{name} <command-{name}>`\n  - {_summary(name)}" for name in cli.NAMES)
        table = "\n".join(rows).replace("\n", "\n   ")
        return self.made(f".. list-table::\n   :widths: auto\n\n   {table}\n")


class Command(_Made):
    """``.. command:: check``: what a command does, its examples and its arguments."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Describe it."""
        command = cli.load(self.arguments[0])
        text = f".. program:: {cli.PROGRAM} {command.name}\n\n{_code(command.description)}\n\n"
        text += ".. code-block:: sh\n\n"
        for example in command.examples:
            text += f"   # {example.does}\n   {example.line}\n"
        for argument in command.arguments:
            text += f"\n.. option:: {_signature(argument)}\n\n   {_sentence(argument.help)}\n"
        return self.made(text)


class RulesOfCheck(_Made):
    """``.. rules-of-check::``: the rules that need no build."""

    def run(self) -> list[nodes.Node]:
        """List them."""
        names = sorted(rule.id for rule in REGISTRY.values() if not rule.needs_build)
        return self.made(", ".join(f":rule:`{name}`" for name in names) + ".")


def _summary(name: str) -> str:
    return _sentence(cli.load(name).summary)


def _signature(argument: Argument) -> str:
    """Write the names of an argument with its value, as the std domain reads them."""
    value = argument.settings.get("metavar") or "|".join(argument.settings.get("choices", ()))
    if not argument.names[0].startswith("-"):
        return str(value)
    return ", ".join(f"{name} {value}".rstrip() for name in argument.names)


def _sentence(text: str) -> str:
    return f"{_code(text[:1].upper() + text[1:])}."


def _code(text: str) -> str:
    """Return a plain text with `names` and the names of files as reStructuredText."""
    text = re.sub(r"(?<!`)`([^`]+)`(?!`)", r"``\1``", text)
    return re.sub(r"(?<![\w`./])([\w-]+\.(?:toml|json|py))(?![\w`])", r"``\1``", text)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("commands", Commands)
    app.add_directive("command", Command)
    app.add_directive("rules-of-check", RulesOfCheck)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
