"""What a description shows of the types it is made of: in signatures, fields and bases."""

from __future__ import annotations

import builtins

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

#: Names that every Python program has: nobody classifies them here.
_COMMON = frozenset(vars(builtins))
_COMMON_MODULES = ("builtins.", "collections.abc.", "types.", "typing.", "typing_extensions.")


def referred(node: nodes.Node) -> list[str]:
    """Return the names that the references in a node lead to, as they are written."""
    if isinstance(node, addnodes.pending_xref):
        name = str(node.get("reftarget", "")).lstrip("~.!")
        return [] if name in _COMMON or name.startswith(_COMMON_MODULES) else [name]
    found: list[str] = []
    for child in node.children:
        if child.children:  # a text has none
            found += referred(child)
    return found


def in_types(place: nodes.Element) -> list[str]:
    """Return what the type of a parameter refers to: before the dash, or as classifier."""
    found: list[str] = []
    if isinstance(place, nodes.definition):
        for child in place.parent.children:
            found += referred(child) if isinstance(child, nodes.classifier) else []
        return found
    first = place.children[0] if place.children else None
    for child in first.children if isinstance(first, nodes.paragraph) else ():
        if child.children:
            found += referred(child)
        elif isinstance(child, nodes.Text) and ("–" in child or "--" in child):
            return found
    return []


def is_bases(node: nodes.Node) -> bool:
    """Tell whether a paragraph is autodoc's list of base classes."""
    first = node.children[0] if node.children else None
    return isinstance(first, nodes.Text) and first.startswith(_("Bases: %s").partition("%s")[0])
