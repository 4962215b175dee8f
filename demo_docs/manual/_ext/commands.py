"""The commands of the command line, as the manual shows them: made from their records."""

# ruff: noqa: TID251  (an extension of Sphinx)

from __future__ import annotations

import importlib
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from docutils import nodes
from reference import Generated, as_rst

from sphinxext.stability import cli, rules
from sphinxext.stability.cli import output
from sphinxext.stability.cli.command import Argument

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class Commands(Generated):
    """``.. commands::``: what each command does, in a line."""

    def run(self) -> list[nodes.Node]:
        """List them."""
        self.depends_on(cli, *map(_module, cli.NAMES))
        rows = [
            [
                self.parsed(f":ref:`{name} <command-{name}>`"),
                self.parsed(_sentence(cli.load(name).summary)),
            ]
            for name in cli.NAMES
        ]
        return [self.table(["Command", "What it does"], rows)]


class Command(Generated):
    """``.. command:: check``: what a command does, its examples and its arguments."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Describe it."""
        command = cli.load(self.arguments[0])
        self.depends_on(cli, output, _module(command.name))
        text = f".. program:: {cli.PROGRAM} {command.name}\n\n{_code(command.description)}\n\n"
        text += ".. code-block:: sh\n\n"
        for example in command.examples:
            text += f"   # {example.does}\n   {example.line}\n"
        for argument in command.arguments:
            text += f"\n.. option:: {_signature(argument)}\n\n   {_sentence(argument.help)}\n"
        return self.parsed(text)


class Output(Generated):
    """``.. command-output:: inventory examples/inventory.json``: what a command writes."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Run it in the folder of the page, and show its output."""
        line = self.arguments[0]
        name, *files = line.split()
        self.depends_on(cli, output, _module(name))
        folder = Path(self.env.doc2path(self.env.docname)).parent
        for file in files:
            self.env.note_dependency(str(folder / file))
        done = subprocess.run(
            [sys.executable, "-m", "sphinxext.stability", name, *files],
            cwd=folder,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
            text=True,
            encoding="utf-8",
        )
        shown = f"$ {cli.PROGRAM} {line}\n{done.stdout}"
        return [nodes.literal_block(shown, shown, language="console")]


class RulesOfCheck(Generated):
    """``.. rules-of-check::``: the rules that need no build."""

    def run(self) -> list[nodes.Node]:
        """List them."""
        self.depends_on(
            rules, *(module for _, module in inspect.getmembers(rules, inspect.ismodule))
        )
        names = sorted(rule.id for rule in rules.REGISTRY.values() if not rule.needs_build)
        return self.parsed(", ".join(f":rule:`{name}`" for name in names) + ".")


def _module(name: str) -> ModuleType:
    """Return the module of a command."""
    return importlib.import_module(f"{cli.__name__}.{name}")


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
    return re.sub(r"(?<![\w`./])([\w-]+\.(?:toml|json|py))(?![\w`])", r"``\1``", as_rst(text))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("commands", Commands)
    app.add_directive("command", Command)
    app.add_directive("command-output", Output)
    app.add_directive("rules-of-check", RulesOfCheck)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
