"""What a command is. The parser and the manual are made from these records."""

from __future__ import annotations

import argparse
import enum
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec


class Status(enum.IntEnum):
    """The exit status."""

    CLEAN = 0
    FINDINGS = 1
    FAILED = 2
    #: As shells have it for a process that ``Ctrl-C`` ends.
    INTERRUPTED = 130


class Failure(Exception):  # noqa: N818  (it is the user's, not the program's)
    """Wrong usage, or input that cannot be read; the message has a line for each fault."""


class Example(NamedTuple):
    """A command line, and what it does."""

    line: str
    does: str


class Argument(msgspec.Struct, frozen=True):
    """An argument, by its names and what :mod:`argparse` wants to know of it."""

    names: tuple[str, ...]
    help: str
    settings: Mapping[str, Any] = {}


class Command(msgspec.Struct, frozen=True):
    """A command; its description is text whose lines are broken as they should be shown."""

    name: str
    summary: str
    description: str
    arguments: tuple[Argument, ...]
    examples: tuple[Example, ...]
    run: Callable[[argparse.Namespace], int]


def one_of(words: Iterable[str], default: str) -> dict[str, Any]:
    """Return the settings of an option that is one of some words."""
    return {"choices": tuple(words), "default": default}


def read(path: Path) -> bytes:
    """Return what is in a file.

    :raises Failure: when it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Failure(f"{path}: cannot be read: {error.strerror}") from None


def note(text: str) -> None:
    """Say something that is no result; who reads the results need not see it."""
    if sys.stderr is not None:  # closed by the shell; print would take the standard output then
        print(text, file=sys.stderr)  # noqa: T201
