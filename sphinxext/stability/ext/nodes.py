"""The nodes of the extension: badges, and what stands for something made later."""

from __future__ import annotations

from docutils import nodes

from sphinxext.stability.badges import Badge
from sphinxext.stability.facts import SeenLevel

#: Attribute of signatures and sections: ``s`` or ``o``, the number of the fact, the document.
#: A later step finds the answer by it, also in a tree made of many documents.
KEY = "stability-key"


def text_of(node: nodes.Node) -> str:
    """Return the text of a node, faster than docutils where that is one piece, as in names."""
    children = node.children
    if len(children) == 1 and isinstance(children[0], nodes.Text):
        text = str(children[0])
        if "\0" not in text:  # what stands for a backslash
            return text
    return node.astext()


def key_of(node: nodes.Element) -> tuple[str, str]:
    """Return what a node's key says: ``("o3", "notes/cuda")``."""
    number, _, docname = node[KEY].partition(" ")
    return number, docname


class LevelMarker(nodes.Invisible, nodes.Element):
    """What the ``stability`` directive leaves where it stands; gone when the document is read.

    Its children are the directive's content.
    """

    seen: SeenLevel


class stability_badge(nodes.inline):  # noqa: N801  (nodes are spelled so)
    """A badge. It has no children, so that titles, TOC and search never see its words."""

    @classmethod
    def of(cls, badge: Badge, lead: str = "") -> stability_badge:
        """Return the node that shows *badge*, with a blank before it or nothing."""
        return cls(label=badge.words, color=badge.color, tooltip=badge.tooltip, lead=lead)


class stability_role(nodes.inline):  # noqa: N801
    """A badge in running text, found out when the document is written.

    ``what`` is ``level`` or ``of``, ``word`` the level or the target.
    """


class stability_timeline(nodes.General, nodes.Element):  # noqa: N801
    """A chart: ``svg`` is what HTML shows, the table inside what every other output does."""


class stability_index(nodes.General, nodes.Element):  # noqa: N801
    """An index in HTML: ``html`` is what pages show, the tables inside what is searched."""


class stability_table(nodes.General, nodes.Element):  # noqa: N801
    """An index or history, made when the document is written; ``options`` say which."""


class stability_matrix(stability_table):  # noqa: N801
    """A matrix, made when the document is written."""


class stability_header(nodes.entry):  # noqa: N801
    """A cell that heads a row or column, its ``scope``; only HTML can tell it from others."""

    tagname = "entry"
