"""What a description shows of the types it is made of: in signatures, fields and bases."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

#: Names that every Python program has: nobody classifies them here.
_COMMON = frozenset(vars(builtins))
_COMMON_MODULES = ("builtins.", "collections.abc.", "types.", "typing.", "typing_extensions.")


def referred(node: nodes.Node) -> Iterator[str]:
    """Give the names that the references in a node lead to, as they are written."""
    if isinstance(node, addnodes.pending_xref):
        name = str(node.get("reftarget", "")).lstrip("~.!")
        if name not in _COMMON and not name.startswith(_COMMON_MODULES):
            yield name
    else:
        for child in node.children:
            yield from referred(child)


def in_types(place: nodes.Element) -> Iterator[str]:
    """Give what the type of a parameter refers to: it stands before the dash, or as classifier."""
    if isinstance(place, nodes.definition):
        for child in place.parent.children:
            if isinstance(child, nodes.classifier):
                yield from referred(child)
        return
    first = place.children[0] if place.children else None
    found: list[str] = []
    for child in first.children if isinstance(first, nodes.paragraph) else ():
        if isinstance(child, nodes.Text) and ("–" in child or "--" in child):
            yield from found
            return
        found += referred(child)


def is_bases(node: nodes.Node) -> bool:
    """Tell whether a paragraph is autodoc's list of base classes."""
    return isinstance(node, nodes.paragraph) and node.astext().startswith(
        _("Bases: %s").partition("%s")[0]
    )
