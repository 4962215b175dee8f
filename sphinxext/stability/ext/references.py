"""What a description shows of the types it is made of: in signatures, fields and bases."""

from __future__ import annotations

import builtins

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from sphinxext.stability.ext.parameters import titles

#: Names that every Python program has: nobody classifies them here.
_COMMON = frozenset(vars(builtins))
_COMMON_MODULES = ("builtins.", "collections.abc.", "types.", "typing.", "typing_extensions.")

#: More titles of fields in which a type comes first.
_TYPED = ("Raises", "Throws", "Variables")


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


def names_type(reference: nodes.reference, field: nodes.field) -> bool:
    """Tell whether a reference in a field stands for a type, not in what is told of it.

    What is told follows a dash; in numpydoc's lists it is the definition of a term.
    """
    title = field[0].astext()
    if title in {"Return type", _("Return type")}:
        return True
    # The outermost text counts: Sphinx puts lists and the like into it.
    text: nodes.Element = field
    part: nodes.Node = reference
    node: nodes.Element = reference
    while node is not field:
        node, inner = node.parent, node
        if isinstance(node, nodes.paragraph | nodes.term | nodes.definition):
            text, part = node, inner
    if isinstance(text, nodes.term):
        return True
    if not isinstance(text, nodes.paragraph) or title not in titles() | set(map(_, _TYPED)):
        return False
    before = text.children[: text.index(part)]
    return not any(isinstance(one, nodes.Text) and ("–" in one or "--" in one) for one in before)


def is_bases(node: nodes.Node) -> bool:
    """Tell whether a paragraph is autodoc's list of base classes."""
    first = node.children[0] if node.children else None
    return isinstance(first, nodes.Text) and first.startswith(_("Bases: %s").partition("%s")[0])
