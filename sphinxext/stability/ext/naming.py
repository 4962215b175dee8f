"""The canonical names of described objects, in every domain.

They are read while the description is, since the C and C++ domains know them at that time
only, and kept on the signature as the attribute :data:`NAMES`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Attribute of a ``desc_signature``: the names that it describes, the first one first.
NAMES = "stability-names"


def name_signatures(app: Sphinx, domain: str, _objtype: str, content: Element) -> None:
    """Note the names of the description that *content* belongs to.

    Handles ``object-description-transform``, whose arguments do not name the object: the
    description is the parent of its content by then.
    """
    desc = content.parent
    if not isinstance(desc, addnodes.desc):
        return
    signatures = [node for node in desc.children if isinstance(node, addnodes.desc_signature)]
    symbols = list(_symbols(app.env, domain, len(signatures))) if domain in {"c", "cpp"} else []
    for index, signature in enumerate(signatures):
        names = [symbols[index]] if index < len(symbols) else _names(app.env, signature)
        if names:
            signature[NAMES] = names


def _names(env: BuildEnvironment, signature: addnodes.desc_signature) -> list[str]:
    """Return the names of a signature as its domain registers them."""
    known = signature.attributes
    if "allnames" in known:  # std:option: one for each spelling
        program = env.ref_context.get("std:program")
        return [f"{program}.{name}" if program else name for name in known["allnames"]]
    if "fullname" not in known:
        return [node.astext() for node in signature.findall(addnodes.desc_name)]
    if signature.parent["objtype"] == "directive:option":
        return [":".join([*env.ref_context.get("rst:directives", ()), known["fullname"]])]
    module = known.get("module")
    return [f"{module}.{known['fullname']}" if module else known["fullname"]]


def _symbols(env: BuildEnvironment, domain: str, count: int) -> Iterator[str]:
    """Give the nested names of a C or C++ description with *count* signatures.

    The symbol at hand is that of the last signature; the others are its siblings above.
    """
    symbol: Any = env.temp_data.get(f"{domain}:parent_symbol")
    chain: list[str] = []
    while symbol is not None and len(chain) < count:
        chain.append(str(symbol.get_full_nested_name()))
        symbol = getattr(symbol, "siblingAbove", None)
    yield from reversed(chain)
