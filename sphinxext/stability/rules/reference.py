"""How the messages of the rules read, and a bad and a good example of each.

``reference.toml`` has a table for each rule, and one for what the examples share. It is data for
the manual, the command line and the tests: no build reads it.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

#: Files of a small project, name → text.
Files = Mapping[str, str]

#: The table of what the examples share; it cannot be the id of a rule.
SHARED = "*"


class Reference(msgspec.Struct, frozen=True):
    """What a reader is told of a rule beside its record.

    A message has placeholders in braces; one that ends in a question mark may be empty. The
    examples have the lines that matter: :func:`project` adds the others.
    """

    messages: tuple[str, ...] = ()
    bad: Files = {}
    good: Files = {}


def of(rule: str) -> Reference:
    """Return what is told of a rule; where nothing is, an empty record."""
    table = _tables().get(rule)
    if table is None:
        return Reference()
    messages = table["messages"] if "messages" in table else [table["message"]]
    return Reference(tuple(messages), table["bad"], table["bad"] | table["good"])


def project(example: Files) -> dict[str, str]:
    """Return all files of an example as a project that can be built.

    Its ``conf.py`` follows the shared one, a page without a title gets the shared one, and a
    table that its manifest has itself stands instead of the shared one.
    """
    files = {**_tables()[SHARED], **example}
    for name in example.keys() & _COMPLETE.keys():
        files[name] = _COMPLETE[name](_tables()[SHARED][name], example[name])
    return files


def _below(shared: str, own: str) -> str:
    return f"{shared}\n{own}"


def _titled(shared: str, own: str) -> str:
    title = shared.partition("\n\n")[0]
    return f"{title}\n\n{own}"


def _overridden(shared: str, own: str) -> str:
    tables = tomllib.loads(own).keys()
    kept = [block for block in shared.split("\n\n") if not tomllib.loads(block).keys() & tables]
    return "\n\n".join([*map(str.strip, kept), own])


_COMPLETE = {"conf.py": _below, "index.rst": _titled, "stability.toml": _overridden}


@functools.cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
