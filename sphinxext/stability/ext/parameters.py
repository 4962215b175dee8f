"""Where the parameters of an object are described, and what its signatures call them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from gettext import NullTranslations
from typing import NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translator

from sphinxext.stability.ext.nodes import text_of
from sphinxext.stability.facts import VARIADIC

#: The names of fields that describe a parameter each, before Sphinx groups them.
UNGROUPED = re.compile(r"(?:t?param(?:eter)?|arg(?:ument)?|key(?:word)?|kwarg|kwparam|option)\s")
#: The titles of fields that describe parameters: of Sphinx's domains, napoleon and numpydoc.
_GROUPED = (
    "Parameters",
    "Other Parameters",
    "Keyword Arguments",
    "Arguments",
    "Template Parameters",
)
#: How the description of a parameter begins that says so itself: "Deprecated, use …".
DEPRECATES = re.compile(r"\W*deprecated\b", re.IGNORECASE)


class Description(NamedTuple):
    """What a field says of a parameter, or of several that are described together."""

    #: What holds the description.
    place: nodes.Element
    names: list[str]
    #: Where the type stands, if there is one.
    types: Sequence[nodes.Node]
    #: What is said of the parameter, after its name and type.
    text: str


def described(title: str, body: nodes.Element) -> Iterator[Description]:
    """Give the descriptions in a field.

    Sphinx and napoleon make a list of several, or a paragraph of one, that starts with the name
    in bold; numpydoc makes a definition list, whose terms may name several. A field that Sphinx
    has not grouped is named by itself: ``param int x``. What else stands in a description, lists
    for example, belongs to it.
    """
    first = body.children[0] if body.children else None
    if isinstance(first, nodes.bullet_list):
        for item in cast("list[nodes.list_item]", first.children):
            yield Description(item, _names(_bold(item) or title), *_split(item))
    elif isinstance(first, nodes.definition_list):
        for entry in cast("list[nodes.definition_list_item]", first.children):
            names = _names(entry[0].astext().partition(":")[0])
            if not isinstance(entry[-1], nodes.definition):
                entry.append(nodes.definition())
            place = cast(nodes.definition, entry[-1])
            types = [part for part in entry.children if isinstance(part, nodes.classifier)]
            yield Description(place, names, types, place[0].astext() if place.children else "")
    elif isinstance(first, nodes.Element):
        names = _names(_bold(first) or title.rsplit(maxsplit=1)[-1])
        yield Description(body, names, *_split(body))


def _split(place: nodes.Element) -> tuple[list[nodes.Node], str]:
    """Return what stands before the dash in a description, and the text that follows."""
    first = place.children[0] if place.children else None
    parts = first.children if isinstance(first, nodes.paragraph) else ()
    for index, part in enumerate(parts):
        if isinstance(part, nodes.Text) and ("–" in part or "--" in part):
            said = part.partition("–" if "–" in part else "--")[2]
            return [*parts[:index]], said + "".join(map(text_of, parts[index + 1 :]))
    return [], ""


def titles() -> frozenset[str]:
    """Return the titles of fields that describe parameters, in the document's language, too."""
    return translated(*_GROUPED)


def translated(*titles: str) -> frozenset[str]:
    """Return titles of Sphinx's, and what they are in the document's language."""
    return _translated(get_translator(), titles)


@functools.cache  # all documents of a build have one language
def _translated(language: NullTranslations, titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset([*titles, *map(language.gettext, titles)])


def _names(text: str) -> list[str]:
    """Split the names of parameters that are described together: ``x1, x2``."""
    return [name.strip(" *\\") for name in text.split(",")]


def names_in(signatures: list[addnodes.desc_signature]) -> list[str]:
    """Return the names of the parameters in signatures."""
    signed = [_signed(parameter) for s in signatures for parameter in _parameters_of(s)]
    return [name for name in signed if name]


def _parameters_of(signature: nodes.Element) -> list[addnodes.desc_parameter]:
    """Return the parameters of a signature; those of C and C++ stand a line deeper."""
    found: list[addnodes.desc_parameter] = []
    for child in signature.children:
        if isinstance(child, addnodes.desc_parameterlist):
            found += [p for p in child.children if isinstance(p, addnodes.desc_parameter)]
        elif isinstance(child, addnodes.desc_signature_line):
            found += child.findall(addnodes.desc_parameter)
    return found


def _signed(parameter: addnodes.desc_parameter) -> str:
    """Return the name of a parameter in a signature: in C and C++ it follows the type."""
    names = [part for part in parameter.children if isinstance(part, addnodes.desc_sig_name)]
    first = parameter.children[0] if parameter.children else None
    if names and isinstance(first, addnodes.desc_sig_operator) and first.astext()[0] == "*":
        return VARIADIC
    typed_first = isinstance(parameter.parent.parent, addnodes.desc_signature_line)
    return text_of(names[-1 if typed_first else 0]) if names else ""


def _bold(part: nodes.Element) -> str:
    """Return the first bold text: it stands at the beginning, where it is looked for first."""
    start: nodes.Node | None = part
    while start is not None and start.children and not isinstance(start, nodes.strong):
        start = start.children[0]
    if not isinstance(start, nodes.strong):
        start = next(iter(part.findall(nodes.strong)), None)
    return text_of(start).strip("*") if start is not None else ""
