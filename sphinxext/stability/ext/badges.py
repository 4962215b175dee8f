"""Badges in the written document: where they stand, and what each builder makes of them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext.stability import page
from sphinxext.stability.badges import Badge
from sphinxext.stability.ext import domain as domains
from sphinxext.stability.ext.legends import legend_nodes
from sphinxext.stability.ext.matrices import SPANNING, Matrices
from sphinxext.stability.ext.nodes import (
    KEY,
    key_of,
    stability_badge,
    stability_index,
    stability_matrix,
    stability_role,
    stability_table,
)
from sphinxext.stability.ext.tables import Tables
from sphinxext.stability.matrix import MatrixOptions
from sphinxext.stability.tables import TableOptions
from sphinxext.stability.views import View

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from sphinxext.stability.ext.site import Site

#: The formats with a visitor for badges; other builders get plain words.
_FORMATS = frozenset({"html", "latex", "man", "texinfo", "text"})


#: Nodes in which no object is described.
_SEALED = (nodes.TextElement, nodes.field_list)
#: What something that is shown takes the place of.
_SHOWN = (stability_role, stability_table)


class PlaceBadges(SphinxPostTransform):
    """Put badges on signatures and titles, and in place of roles and tables.

    After the references are resolved, so that no badge becomes part of a link, and in the
    written document only: tables of contents and page titles are made of the one that was read.
    """

    default_priority = 15

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002, ANN401
        """Place the badges of one document, or of a tree made of many."""
        site = domains.of(self.env).site
        # Looking for places takes time; HTML passes over the keys that stay on a page without any.
        if site is None or (site.builder.format == "html" and not site.is_marked(self.env.docname)):
            return
        maker = Maker(site, self.env.docname)
        # A role may stand anywhere; without any, the text of paragraphs need not be searched.
        roles = site.domain.shown_in(self.env.docname) or not site.writes_pages
        found = self.document.findall(nodes.Element) if roles else _blocks(self.document)
        placed = [node for node in found if isinstance(node, _SHOWN) or KEY in node.attributes]
        tables = [node for node in placed if isinstance(node, stability_table)]
        for node in placed:
            if isinstance(node, stability_role):
                node.replace_self(maker.role(node))
            elif isinstance(node, stability_table):
                made = maker.table(node)
                node.replace_self([*made, *(maker.legend() if node is tables[-1] else [])])
            else:
                made = maker.keyed(node)
                line = _line(node) if made else None
                if line is not None:
                    line.extend(made)
                del node.attributes[KEY]


def _blocks(document: nodes.document) -> Iterator[nodes.Element]:
    """Give the blocks of a document, in its order, but for those where no object is described."""
    ahead: list[nodes.Element] = [document]
    while ahead:
        node = ahead.pop()
        yield node
        if not isinstance(node, _SEALED):
            ahead += [n for n in reversed(node.children) if isinstance(n, nodes.Element)]


def _line(node: nodes.Element) -> nodes.Element | None:
    """Return where the badges of a signature or section stand."""
    if isinstance(node, addnodes.desc_signature):
        return _signature_line(node)
    return next((n for n in node.children if isinstance(n, nodes.title)), None)


def _signature_line(signature: addnodes.desc_signature) -> nodes.Element:
    """Return the line of a signature with the permalink, where it has several."""
    lines = [n for n in signature.children if isinstance(n, addnodes.desc_signature_line)]
    linked = [line for line in lines if line.get("add_permalink")]
    return next(iter(linked or lines[-1:]), signature)


class Maker:
    """Makes the nodes for one page of one builder."""

    def __init__(self, site: Site, docname: str) -> None:
        self._site, self._docname = site, docname
        self._format = site.builder.format
        self._indexes = 0
        self._badges: Callable[[Badge], list[nodes.Node]] = lambda badge: [self.badge(badge)]
        self._href: Callable[[str, bool], str] = lambda href, local: site.href(
            docname, href, local=local
        )
        self._keyed = functools.cache(site.badges)
        self._tables = Tables(self._badges, self._href)
        #: The projects whose levels the tables made so far compare.
        self._compared: set[str] = set()

    def badge(
        self, badge: Badge, *, linked: bool = True, lead: str = "", small: bool = False
    ) -> nodes.Node:
        """Return the node of a badge; in HTML it leads to the level's definition.

        *lead* is the blank before it, part of the node so that a title's text stays as it is.
        A *small* one stands behind a link.
        """
        if self._format not in _FORMATS:
            return nodes.inline("", lead + badge.text, classes=["stability-badge"])
        made = stability_badge.of(badge, lead)
        made["classes"] += ["stability-ref"] * small
        if self._format != "html" or not linked:
            return made
        uri = self._uri(badge)
        if not uri:
            return made
        local, classes = not badge.href, ["stability-link"]
        return nodes.reference("", "", made, refuri=uri, internal=local, classes=classes)

    def _uri(self, badge: Badge) -> str:
        """Return where a level is described, here or in its own project."""
        if badge.href:
            return self._href(badge.href, False)  # noqa: FBT003
        return self._site.level_uri(self._docname, badge.level)

    def keyed(self, node: nodes.Element) -> list[nodes.Node]:
        """Return the badges for a signature or section."""
        number, docname = key_of(node)
        return [self.badge(badge, lead=" ") for badge in self._keyed(docname).get(number, ())]

    def role(self, node: stability_role) -> list[nodes.Node]:
        """Return the badges for a role."""
        if node["what"] == "level":
            badge = self._site.level_badge(node["word"])
            return [self.badge(badge, linked="unlinked" not in node)]
        badges = self._site.badges_of(node["word"]) or ()
        made = [self.badge(badge) for badge in badges]
        spaced = [part for badge in made for part in (nodes.Text(" "), badge)][1:]
        return spaced or [nodes.literal("", node["word"])]

    def table(self, node: stability_table) -> list[nodes.Node]:
        """Return the nodes of an index, history or matrix."""
        if isinstance(node, stability_matrix):
            return self._matrix(MatrixOptions.decode(node["options"]))
        options = TableOptions.decode(node["options"])
        if options.what == "history":
            return self._tables.history(self._site.history(options))
        view = self._site.index(options)
        made = self._tables.index(view)
        # An EPUB has no script, and a reader may not let any style in.
        if self._format == "html" and self._site.builder.name != "epub":
            self._indexes += 1
            made = [stability_index("", *made, html=self._html(view))]
        self._compared.update(view.projects)
        return made

    def _matrix(self, options: MatrixOptions) -> list[nodes.Node]:
        found = self._site.matrices(options)
        self._compared.update(matrix.project for matrix in found)
        tables = Matrices(self._badges, self._href, spans=self._format in SPANNING)
        return tables.tables(found, options)

    def legend(self) -> list[nodes.Element]:
        """Return the legend for all indexes and matrices of the page, once they are made."""
        return legend_nodes(self._site.legend(self._compared), self._badges)

    def _placed(self, uri: str, *, local: bool) -> str:
        """Return an address as HTML needs it; Sphinx itself does that to the nodes of links."""
        is_flat = local and self._site.builder.name == "singlehtml"
        return _on_one_page(uri) if is_flat else uri

    def _html(self, view: View) -> str:
        """Return the HTML of the index that comes next on this page."""
        return page.html(
            view,
            lambda href, local: self._placed(self._href(href, local), local=local),
            lambda badge: self._placed(self._uri(badge), local=not badge.href),
            self._indexes,
        )


def _on_one_page(uri: str) -> str:
    """Return an address where a document is an anchor, too: ``#document-page#anchor``."""
    return uri[uri.rfind("#") :] if uri.count("#") > 1 else uri


def _visit_html(self: HTML5Translator, node: stability_badge) -> None:
    attributes = {"title": node["tooltip"]} if node["tooltip"] else {}
    if not isinstance(node.parent, nodes.reference):
        # What is explained in a tooltip must be within reach of the keyboard.
        attributes |= {"tabindex": "0"} if node["tooltip"] else {}
    classes = f"stability-badge stability-{node['color']}"
    self.body.append(node["lead"])
    self.body.append(self.starttag(node, "span", "", CLASS=classes, **attributes))
    self.body.append(self.encode(node["label"]))
    self.body.append("</span>")
    raise nodes.SkipNode


def _visit_words(self: Any, node: stability_badge) -> None:  # noqa: ANN401
    """Write the words in brackets, through the translator's own escaping."""
    text = nodes.Text(f"{node['lead']}[{node['label']}]")
    text.parent = node
    self.visit_Text(text)
    self.depart_Text(text)
    raise nodes.SkipNode


def _visit_index(self: HTML5Translator, node: stability_index) -> None:
    self.body.append(node["html"])
    raise nodes.SkipNode


def _visit_nothing(_self: Any, _node: nodes.Node) -> None:  # noqa: ANN401
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Make the nodes and the transform known to Sphinx."""
    words = (_visit_words, None)
    app.add_node(
        stability_badge,
        html=(_visit_html, None),
        latex=words,
        man=words,
        texinfo=words,
        text=words,
    )
    app.add_node(stability_index, html=(_visit_index, None))
    # Titles are copied into tables of contents before anything takes the place of these.
    nothing = (_visit_nothing, None)
    for node in (stability_role, stability_table, stability_matrix):
        app.add_node(node, html=nothing, latex=nothing, man=nothing, texinfo=nothing, text=nothing)
    app.add_post_transform(PlaceBadges)
