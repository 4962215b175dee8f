"""What a description shows of the types it is made of: in signatures, fields and bases."""

from __future__ import annotations

import builtins
from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from sphinxext.stability.ext.parameters import titles, translated

#: Names that every Python program has: nobody classifies them here.
_COMMON = frozenset(vars(builtins))
_COMMON_MODULES = ("builtins.", "collections.abc.", "types.", "typing.", "typing_extensions.")

#: The title of fields that are a type.
RETURN_TYPE = "Return type"
#: More titles of fields in which a type comes first.
_TYPED = ("Raises", "Throws", "Variables")


def referred(parts: Iterable[nodes.Node]) -> list[str]:
    """Return the names that the references in some nodes lead to, as they are written."""
    found: list[str] = []
    _refer(parts, found)
    return found


def _refer(parts: Iterable[nodes.Node], found: list[str]) -> None:
    for part in parts:
        if isinstance(part, addnodes.pending_xref):
            name = str(part.get("reftarget", "")).lstrip("~.!")
            if name not in _COMMON and not name.startswith(_COMMON_MODULES):
                found.append(name)
        elif part.children:  # a text has none
            _refer(part.children, found)


def names_type(reference: nodes.reference, field: nodes.field) -> bool:
    """Tell whether a reference in a field stands for a type, not in what is told of it.

    What is told follows a dash; in numpydoc's lists it is the definition of a term.
    """
    title = field[0].astext()
    if title in translated(RETURN_TYPE):
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
    if not isinstance(text, nodes.paragraph) or title not in titles() | translated(*_TYPED):
        return False
    before = text.children[: text.index(part)]
    return not any(isinstance(one, nodes.Text) and ("–" in one or "--" in one) for one in before)


def bases_start() -> str:
    """Return how autodoc's lists of base classes begin, in the document's language."""
    return _("Bases: %s").partition("%s")[0]
