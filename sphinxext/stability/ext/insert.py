"""From notices to nodes, and into the document."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.domains.changeset import ChangeSet, versionlabel_classes, versionlabels
from sphinx.locale import _
from sphinx.util import logging

from sphinxext.stability.answers import Applied
from sphinxext.stability.ext import domain as domains
from sphinxext.stability.ext.collect import Holder
from sphinxext.stability.ext.nodes import LevelMarker
from sphinxext.stability.facts import SeenObject, SeenSection
from sphinxext.stability.model import Where
from sphinxext.stability.notices import Notice
from sphinxext.stability.policy import Standing

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


#: What means the same wherever it stands: text without references.
_PLAIN = (nodes.Text, nodes.paragraph, nodes.emphasis, nodes.strong, nodes.literal)
#: What belongs to the page as a whole, and would clash with it.
_FOREIGN = (nodes.section, nodes.footnote, nodes.citation)


def parse(text: str, where: Where, env: BuildEnvironment, host: nodes.document) -> list[nodes.Node]:
    """Parse reStructuredText of the manifest, whatever language the page is written in.

    Raw HTML and included files are switched off, and names are looked up from the top, since
    a manifest means the same on every page. What is wrong is reported
    at *where*. The nodes belong to the document *host*.
    """
    settings = copy.copy(host.settings)
    settings.raw_enabled = settings.file_insertion_enabled = False
    settings.report_level = 5  # the observer reports
    document = new_document(where.file, settings)
    messages: list[nodes.system_message] = []
    document.reporter.attach_observer(messages.append)
    context = dict(env.ref_context)
    env.ref_context.clear()
    try:
        Parser().parse(text, document)
    finally:
        env.ref_context.clear()
        env.ref_context.update(context)
    for message in messages:
        if message["level"] > 1:
            said = message.astext().partition(") ")[2] or message.astext()
            logger.warning(
                said, type="stability", subtype="markup", location=f"{where.file}:{where.line}"
            )
    found = []
    for node in document.children:
        if isinstance(node, _FOREIGN):
            logger.warning(
                "a text of the manifest cannot have a title, footnote or citation of its own",
                type="stability",
                subtype="markup",
                location=f"{where.file}:{where.line}",
            )
        elif not isinstance(node, nodes.system_message):
            found.append(node)
    _settle(found, where, host)
    return found


def _settle(content: list[nodes.Node], where: Where, host: nodes.document | None) -> None:
    """Let nodes belong to a document, or to none, and tell where they come from."""
    for top in content:
        for node in top.findall():
            # Through the little document's settings the whole environment would be pickled.
            node.document = host  # type: ignore[assignment]  # none in the store
            node.source, node.line = where.file, where.line


class Inserter:
    """Puts notices into a document that is being read."""

    def __init__(
        self,
        document: nodes.document,
        env: BuildEnvironment,
        docname: str,
        parsed: dict[str, list[nodes.Node]],
    ) -> None:
        """Take a document, and the texts that were parsed for others: many share one."""
        self._document, self._env, self._docname = document, env, docname
        self._parsed = parsed

    def insert(
        self, holder: Holder[SeenSection] | Holder[SeenObject], notices: Iterable[Notice]
    ) -> None:
        """Put *notices* where *holder* stands, and the content of its directives."""
        made = [(notice, self._node(notice)) for notice in notices]
        if holder.markers:
            levels = [item for item in made if item[0].by_directive]
            made = [item for item in made if item not in levels]
            self._replace(holder, levels)
        parent, index = self._place(holder)
        for notice, node in made:
            described = holder.parameters.get(notice.parameter) if notice.parameter else None
            if described is not None:
                described += node
            else:
                parent.insert(index, node)
                index += 1
            if isinstance(node, addnodes.versionmodified) and notice.version:
                self._note_change(notice, node, holder)

    def _replace(
        self,
        holder: Holder[SeenSection] | Holder[SeenObject],
        levels: list[tuple[Notice, nodes.Element]],
    ) -> None:
        """Put each level's admonition at its directive, with the directive's content."""
        for marker in holder.markers:
            mine = [
                item
                for item in levels
                if isinstance(item[0].source, Standing)
                and dict(item[0].source.when) == marker.seen.context
                and not marker.seen.parameter
            ][:1]
            levels = [item for item in levels if item not in mine]
            node = mine[0][1] if mine else self._own_note(marker)
            if node is not None:
                node.extend(marker.children)
            described = holder.parameters.get(marker.seen.parameter)
            if node is not None and described is not None:
                described += node
                node = None
            marker.replace_self([node] if node is not None else [])

    def _own_note(self, marker: LevelMarker) -> nodes.Element | None:
        """Return the note for a directive whose level asks for no admonition."""
        seen = marker.seen
        if not seen.parameter:
            return nodes.note(classes=["stability-notice"]) if marker.children else None
        title = domains.of(self._env).title("level", seen.level)
        since = f", since version {seen.since}" if seen.since else ""
        text = nodes.paragraph("", "", nodes.literal("", seen.parameter), nodes.Text(": "))
        text += [nodes.strong("", title), nodes.Text(f"{since}.")]
        return nodes.note("", text, classes=["stability-notice"])

    def _place(self, holder: Holder[SeenSection] | Holder[SeenObject]) -> tuple[nodes.Element, int]:
        """Return where the notices go: first in a description, below the title of a section."""
        node = holder.node
        if isinstance(node, addnodes.desc_signature):
            content = next(n for n in node.parent.children if isinstance(n, addnodes.desc_content))
            # std:confval has put its type and default there already.
            leads = node.parent["objtype"] == "confval" and content.children
            first = content.children[0] if leads else None
            return content, int(isinstance(first, nodes.field_list))
        heads = [i for i, n in enumerate(node.children) if isinstance(n, nodes.Titular)]
        return node, heads[0] + 1 if heads and isinstance(node, nodes.section) else 0

    def _node(self, notice: Notice) -> nodes.Element:
        where = notice.where
        content = self._content(notice.text, where)
        if not notice.is_version_notice:
            admonition = nodes.warning if notice.type == "warning" else nodes.note
            node: nodes.Element = admonition("", *content, classes=["stability-notice"])
        else:
            node = _version_node(notice, content)
        node.source, node.line = where.file, where.line
        return node

    def _content(self, text: str, where: Where) -> list[nodes.Node]:
        if text in self._parsed:
            content = [node.deepcopy() for node in self._parsed[text]]
            _settle(content, where, self._document)
            return content
        content = parse(text, where, self._env, self._document)
        if all(isinstance(node, _PLAIN) for top in content for node in top.findall()):
            self._parsed[text] = [node.deepcopy() for node in content]
            _settle(self._parsed[text], where, None)
        return content

    def _note_change(
        self,
        notice: Notice,
        node: addnodes.versionmodified,
        holder: Holder[SeenSection] | Holder[SeenObject],
    ) -> None:
        """Enter the notice where the ``changes`` builder looks."""
        module = holder.node.get("module") if isinstance(holder.fact, SeenObject) else None
        name = holder.fact.name if isinstance(holder.fact, SeenObject) else ""
        if module:
            name = name.removeprefix(f"{module}.")
        line = holder.fact.line or notice.where.line
        entry = ChangeSet(notice.type, self._docname, line, module, name, node.astext())
        changes = self._env.domains.changeset_domain.changesets
        changes.setdefault(notice.version, []).append(entry)


def _version_node(notice: Notice, content: list[nodes.Node]) -> addnodes.versionmodified:
    """Build what Sphinx's own version directives build, so that themes treat it alike."""
    node = addnodes.versionmodified(type=notice.type, version=notice.version)
    node["classes"].append("stability-notice")
    component = notice.source.change.component if isinstance(notice.source, Applied) else ""
    named = versionlabels[notice.type] % notice.version if notice.version else _("Deprecated")
    label = named + (f" of {component}" if component else "")
    classes = ["versionmodified", versionlabel_classes[notice.type]]
    first = content[0] if content and isinstance(content[0], nodes.paragraph) else None
    mark = nodes.inline("", f"{label}: " if content else f"{label}.", classes=classes)
    paragraph = nodes.paragraph("", "", mark, translatable=False)
    if first is not None:
        text = nodes.inline(first.rawsource, "", *first.children, translatable=True)
        text.source, text.line = notice.where.file, notice.where.line
        paragraph += text
        content = content[1:]
    node += [paragraph, *content]
    return node
