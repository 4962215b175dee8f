"""Badges at links: after cross-references, and in the rows of autosummary.

A link has one where its object promises less than the page, or goes away: the first time in each
section or description. The text of the link stays as it is.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext.stability.badges import Badge
from sphinxext.stability.ext import domain as domains
from sphinxext.stability.ext.badges import Maker
from sphinxext.stability.ext.links import MARKS, Linked, Links, codes_of
from sphinxext.stability.ext.nodes import stability_timeline
from sphinxext.stability.ext.references import names_type
from sphinxext.stability.ext.site import Site
from sphinxext.stability.targets import segments

#: What is not running text: declarations, headings, preformatted text, what is collected into lists
#: or not shown.
_SEALED = (
    addnodes.desc_inline,
    addnodes.desc_signature,
    addnodes.index,
    addnodes.productionlist,
    addnodes.toctree,
    nodes.caption,
    nodes.classifier,
    nodes.field_name,
    nodes.FixedTextElement,
    nodes.Invisible,
    nodes.rubric,
    nodes.subtitle,
    nodes.title,
    stability_timeline,
)
#: What says the level itself, or is about what goes away.
_OURS = frozenset(
    {"stability-calendar", "stability-history", "stability-index", "stability-matrix"}
)
#: What matters to the links in it, and where each object has its badges once.
_AROUND = (addnodes.desc_content, addnodes.start_of_file, nodes.section)


class _Kind(enum.Enum):
    """What a type of node means for the links in it."""

    PLAIN = enum.auto()
    #: No text is running in it.
    SEALED = enum.auto()
    REFERENCE = enum.auto()
    #: It is around the links in it: a section or description.
    AROUND = enum.auto()
    #: An autosummary, with a signature in each row.
    SUMMARY = enum.auto()


class _Around(NamedTuple):
    """What is around a link."""

    docname: str
    scope: nodes.Element
    #: The signatures of the descriptions that it stands in.
    signatures: tuple[addnodes.desc_signature, ...] = ()
    #: The signature in the row of an autosummary, at whose end the badge stands.
    row: nodes.Element | None = None


class _Link(NamedTuple):
    """A reference in running text, or in the first column of an autosummary."""

    node: nodes.reference
    around: _Around

    @property
    def place(self) -> str:
        """The word of `stability_badges` for where it stands."""
        return "references" if self.around.row is None else "autosummary"


class FollowLinks(SphinxPostTransform):
    """Put badges behind links, and keep where the links of a page lead.

    After what is only for other outputs has gone (50).
    """

    default_priority = 60

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002, ANN401
        """Look at all links of one document, or of a tree made of many."""
        site = domains.of(self.env).site
        if site is None or not site.builder.format:
            return
        links = site.links()
        found = [
            (link, links.address(link.node, link.around.docname))
            for link in _links(self.document, self.env.docname)
        ]
        if site.writes_pages:
            # Those that may get a badge some day, too: the page will have to be written then.
            marked = (MARKS[link.place] + address for link, address in found if address)
            site.note_links(self.env.docname, codes_of(marked))
        _Placer(site, links).place(found)


class _Placer:
    """Places the badges of one tree."""

    def __init__(self, site: Site, links: Links) -> None:
        self._site, self._links = site, links
        self._placed: set[tuple[int, str]] = set()

    def place(self, found: list[tuple[_Link, str]]) -> None:
        """Put the badges where they belong; in a text each object has them once."""
        for link, address in found:
            linked = self._links.at(address) if address else None
            if linked is None or link.place not in self._site.state.settings.badges:
                continue
            node, around = link
            badges, spot = self._badges(link, linked), (id(around.scope), address)
            if not badges or (around.row is None and spot in self._placed):
                continue
            self._placed.add(spot)
            self._site.note_badges(around.docname)
            maker = Maker(self._site, around.docname)
            made = [maker.badge(badge, lead=" ", small=True) for badge in badges]
            if around.row is None:
                after = node.parent.index(node) + 1
                node.parent[after:after] = made
            else:
                around.row.extend(made)

    def _badges(self, link: _Link, linked: Linked) -> list[Badge]:
        """Return the badges of a link: a class need not say of its members what it says of all."""
        if not self._links.is_about(link.node, linked):
            return []
        badges = list(self._links.badges(linked, link.around.docname))
        for signature in link.around.signatures if badges else ():
            for anchor in signature["ids"]:
                outer = self._links.on_page(link.around.docname, anchor)
                if outer and _is_member(linked, outer):
                    badges = [badge for badge in badges if badge.label not in outer.labels]
        return badges


def _is_member(linked: Linked, outer: Linked) -> bool:
    """Tell whether what a description says of itself holds for an object: a class, a feature."""
    if outer.domain == "stability":
        return True
    mine, theirs = segments(linked.name), segments(outer.name)
    return linked.domain == outer.domain and mine[: len(theirs)] == theirs


def _links(document: nodes.document, docname: str) -> Iterator[_Link]:
    """Give the links that may have a badge, in the order of the document."""
    found: list[_Link] = []
    _collect(document, _Around(docname, document), found)
    return (link for link in found if not _is_itself(link) and not _is_type(link))


def _is_itself(link: _Link) -> bool:
    """Tell whether a link leads to what it stands in."""
    anchor = link.node.get("refid")
    return any(anchor in signature["ids"] for signature in link.around.signatures)


def _is_type(link: _Link) -> bool:
    """Tell whether a link in a field stands for a type."""
    node: nodes.Element | None = link.node
    while node is not None and node is not link.around.scope and not isinstance(node, nodes.field):
        node = node.parent
    return isinstance(node, nodes.field) and names_type(link.node, node)


def _collect(node: nodes.Element, around: _Around, found: list[_Link]) -> None:
    """Add the references in a node, but for those where no text is running."""
    for child in cast("list[nodes.Element]", node.children):
        # mypy takes the hash of a node for that of its class.
        kind = _kind(type(child)) if child.children else _Kind.SEALED  # type: ignore[arg-type]
        if kind is _Kind.SEALED:
            continue
        if kind is _Kind.PLAIN:
            if _OURS.isdisjoint(child.attributes["classes"]):
                _collect(child, around, found)
        elif kind is _Kind.REFERENCE:
            found.append(_Link(cast(nodes.reference, child), around))
        elif kind is _Kind.SUMMARY:
            for line in child.findall(nodes.row):
                first, *others = cast("list[nodes.Element]", line.children)
                cell = cast(nodes.Element, first.children[0])
                _collect(cell, around._replace(row=cell), found)
                for entry in others:
                    _collect(entry, around, found)
        else:
            _collect(child, _entered(child, around), found)


def _entered(node: nodes.Element, around: _Around) -> _Around:
    """Return what is around the links in a node that matters to them."""
    if isinstance(node, addnodes.desc_content):
        siblings = node.parent.children
        own = [one for one in siblings if isinstance(one, addnodes.desc_signature)]
        return _Around(around.docname, node, (*around.signatures, *own), around.row)
    if isinstance(node, addnodes.start_of_file):
        return _Around(node["docname"], node)
    return around._replace(scope=node)


@functools.cache
def _kind(node: type[nodes.Element]) -> _Kind:
    if node.__name__ == "autosummary_table":  # of an extension that may not be loaded
        return _Kind.SUMMARY
    if issubclass(node, _SEALED):
        return _Kind.SEALED
    if issubclass(node, nodes.reference):
        return _Kind.REFERENCE
    return _Kind.AROUND if issubclass(node, _AROUND) else _Kind.PLAIN
