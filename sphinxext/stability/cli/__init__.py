"""The command line, ``sphinx-stability``: a module for each command, and no Sphinx.

A command is a record with its arguments, from which the parser and the manual are made, and a
function that returns the exit status. What is wrong with the input it raises as
:class:`~sphinxext.stability.cli.command.Failure`.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Collection, Sequence
from typing import Any

from sphinxext.stability import __version__
from sphinxext.stability.cli import output
from sphinxext.stability.cli.command import Command, Failure, Status, note
from sphinxext.stability.manifest.faults import unknown

__all__ = ["NAMES", "PROGRAM", "load", "main"]

PROGRAM = "sphinx-stability"

#: The commands in the order of a project's life, each of them a module here.
NAMES = ("init", "check", "status", "rule", "baseline", "inventory", "schema")

_STATUS = "Exit status: 0 clean, 1 findings, 2 wrong usage or input that cannot be read."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status."""
    try:
        try:
            return _run(sys.argv[1:] if arguments is None else arguments)
        finally:
            output.flush()
    except Failure as failure:
        note(str(failure))
        return Status.FAILED
    except OSError as error:  # a name that no file can have, or a folder that is locked
        note(f"{error.filename}: {error.strerror}")
        return Status.FAILED
    except KeyboardInterrupt:
        note("interrupted")
        return Status.INTERRUPTED


class _Parser(argparse.ArgumentParser):
    """A parser that leaves lines as they are, and takes no option for what is short for it."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        options["formatter_class"] = argparse.RawDescriptionHelpFormatter
        super().__init__(**options, allow_abbrev=False)


def _run(arguments: Sequence[str]) -> int:
    name = arguments[0] if arguments else ""
    # What the others need takes time to import.
    commands = {known: load(known) for known in ([name] if name in NAMES else NAMES)}
    parser = _parser(commands.values())
    if name not in NAMES and name and not name.startswith("-"):
        parser.error(unknown(name, "a command", NAMES))
    chosen = parser.parse_args(arguments)
    return commands[chosen.command].run(chosen)


def load(name: str) -> Command:
    """Return the command of that name."""
    command: Command = importlib.import_module(f"{__name__}.{name}").COMMAND
    return command


def _parser(commands: Collection[Command]) -> argparse.ArgumentParser:
    """Make the parser of some commands."""
    examples = "\n".join(f"  {command.examples[0].line}" for command in commands)
    parser = _Parser(
        prog=PROGRAM,
        description="Stability levels and deprecation policy: manifests without a build.",
        epilog=f"Examples:\n{examples}\n\n{_STATUS}",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in commands:
        examples = "\n\n".join(f"  {one.line}\n      {one.does}" for one in command.examples)
        own = subparsers.add_parser(
            command.name,
            help=command.summary,
            description=command.description,
            epilog=f"Examples:\n{examples}\n\n{_STATUS}",
        )
        for argument in command.arguments:
            own.add_argument(*argument.names, help=argument.help, **argument.settings)
    return parser
