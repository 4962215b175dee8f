"""Names that the source of a document mentions: in roles, in code, in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

#: A role of reStructuredText or MyST, with its target: ``:func:`title <name>` ``.
_ROLE = re.compile(r"(?::(?:[\w+.-]+:)?[\w+.-]+:|\{(?:[\w+.-]+:)?[\w+.-]+\})`(?P<body>[^`]+)`")
_TARGET = re.compile(r"<(?P<name>[^<>]+)>$")
#: A name with a module or class before it, wherever it stands.
_DOTTED = re.compile(r"(?<![\w.:/-])[A-Za-z_]\w*(?:(?:\.|::)\w+)+(?![\w/-])")


class Mention(NamedTuple):
    """A name, the line that it stands in, and whether it is a cross-reference."""

    name: str
    line: int
    #: The text of the line.
    text: str
    is_link: bool = False


def mentions(text: str) -> Iterator[Mention]:
    """Give the names that a text mentions, in its order."""
    for number, line in enumerate(text.splitlines(), 1):
        rest = line
        for match in _ROLE.finditer(line):
            rest = rest.replace(match[0], " " * len(match[0]), 1)
            body = match["body"].strip()
            titled = _TARGET.search(body)
            name = (titled["name"] if titled else body).strip()
            if not name.startswith("!"):
                yield Mention(name.lstrip("~.").removesuffix("()"), number, line, is_link=True)
        for match in _DOTTED.finditer(rest):
            yield Mention(match[0], number, line)
