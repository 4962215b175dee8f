"""The commands of the command line, as the manual shows them: made from their records."""

# ruff: noqa: TID251  (an extension of Sphinx)

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import re
import shlex
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from docutils import nodes
from reference import Generated, as_rst

from sphinxext.stability import cli, rules, status
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
    """``.. command-output:: status stability.toml``: a command line, and what it prints.

    It is run in the folder of the manual; files that it names are those of examples.
    """

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Run it."""
        words = shlex.split(self.arguments[0])
        self.depends_on(cli, _module(words[0]), status)
        folder = Path(self.env.srcdir)
        for word in words:
            if (folder / word).is_file():
                self.env.note_dependency(folder / word)
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        said = io.StringIO()
        with (
            contextlib.chdir(folder),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(said),
        ):
            done = cli.main(words)
            out.flush()
        if done:
            self.complain("%s ended with status %s: %s", self.arguments[0], done, said.getvalue())
        printed = out.buffer.getvalue().decode()  # type: ignore[attr-defined]
        text = f"$ {cli.PROGRAM} {self.arguments[0]}\n{printed}"
        return [nodes.literal_block(text, text, language="console")]


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
