"""The walk over a document that is being read: what stands in it, as facts.

Beside each fact stays what it was collected from, so that notices can be put there.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar, cast

import msgspec
from docutils import nodes
from sphinx import addnodes

from sphinxext.stability.ext.naming import NAMES
from sphinxext.stability.ext.nodes import LevelMarker, text_of
from sphinxext.stability.ext.parameters import (
    DEPRECATES,
    UNGROUPED,
    described,
    names_in,
    titles,
    translated,
)
from sphinxext.stability.ext.references import RETURN_TYPE, bases_start, referred
from sphinxext.stability.facts import (
    TEXT_LIMIT,
    DocumentFacts,
    SeenLevel,
    SeenNotice,
    SeenObject,
    SeenSection,
    is_telling,
)

#: So many paragraphs at the beginning tell what a thing is; what follows is about its use.
_HEADS = 2
#: What they stand in.
_WITH_HEADS = (addnodes.desc_content, nodes.section, nodes.document)

F = TypeVar("F", SeenSection, SeenObject)

#: The admonitions that authors warn with; a ``seealso`` or a ``todo`` is none.
_ADMONITIONS = (
    nodes.note,
    nodes.warning,
    nodes.caution,
    nodes.attention,
    nodes.danger,
    nodes.important,
    nodes.admonition,
    nodes.hint,
    nodes.tip,
    nodes.error,
)
#: What no admonition stands in.
_WORDS = (nodes.strong, nodes.emphasis, nodes.literal, addnodes.pending_xref)


class Holder(msgspec.Struct, Generic[F]):
    """A section or an object: its node, its fact, and what stands directly in it."""

    node: nodes.Element
    fact: F
    levels: list[SeenLevel] = []
    notices: list[SeenNotice] = []
    markers: list[LevelMarker] = []
    #: Parameter → what holds its description in the field list.
    parameters: dict[str, nodes.Element] = {}
    #: What its fields and bases refer to; of a section, the first cells of its tables.
    references: list[str] = []
    #: How many of its paragraphs may still tell what it is.
    heads: int = _HEADS

    def complete(self) -> F:
        """Return the fact with the levels, notices and listed objects found."""
        found: dict[str, tuple[object, ...]] = {
            "levels": tuple(self.levels),
            "notices": tuple(self.notices),
        }
        if isinstance(self.fact, SeenSection):
            found["listed"] = tuple(dict.fromkeys(self.references))
        return msgspec.structs.replace(self.fact, **found) if any(found.values()) else self.fact


def _marked(node: nodes.Element) -> str:
    """Return the text of a notice, with backticks around what is code: names, not words."""
    parts: list[str] = []
    block: nodes.Node | None = None
    for text in node.findall(nodes.Text):
        outer: nodes.Node = text.parent
        is_code = isinstance(outer, nodes.literal | nodes.title_reference)
        while isinstance(outer, nodes.Element) and isinstance(outer, nodes.Inline):
            outer = outer.parent
        parts += [" "] if outer is not block else []
        parts.append(f"`{text}`" if is_code else str(text))
        block = outer
    return "".join(parts)


def _origin(signature: nodes.Element, content: nodes.Element) -> tuple[str, int]:
    """Return the source and line of a description.

    A signature that autodoc makes has neither: what it describes stands in the docstring.
    """
    if signature.source and (signature.line or 0) > 1:
        return str(signature.source), signature.line or 0
    for node in content.findall(nodes.Element):
        if node.source and node.line and node is not content:
            return _placed(str(node.source), node.line)
    return _placed(str(signature.source or ""), signature.line or 0)


def _placed(source: str, line: int) -> tuple[str, int]:
    """Return a source and line; a docstring of which no file is known has neither."""
    return ("", 0) if source.startswith("docstring of ") else (source, line)


#: What matters to the walk; the first one that a node is counts.
_KINDS: tuple[tuple[type, tuple[type, ...]], ...] = (
    (nodes.target, (nodes.target,)),
    (nodes.Invisible, (nodes.comment, addnodes.index, nodes.system_message)),
    (nodes.section, (nodes.section,)),
    (addnodes.desc, (addnodes.desc,)),
    (nodes.field, (nodes.field,)),
    (nodes.row, (nodes.row,)),
    (nodes.paragraph, (nodes.paragraph, nodes.title)),
    (nodes.Element, (nodes.Element,)),
)


@functools.cache
def _kind(node: type) -> type:
    """Return what a type of node is to the walk."""
    return next((kind for kind, types in _KINDS if issubclass(node, types)), nodes.Text)


class Walk:
    """Numbers the sections and objects of a document in its order."""

    def __init__(self, document: nodes.document) -> None:
        self._path = str(document.get("source", ""))
        self._labels: list[str] = []
        self._titles = titles()
        self._return_titles = translated(RETURN_TYPE)
        self._bases_start = bases_start()
        self._object = -1
        self._section = 0
        self.sections: list[Holder[SeenSection]] = [Holder(document, SeenSection())]
        self.objects: list[Holder[SeenObject]] = []
        self._children(document, self.sections[0])

    def facts(self) -> DocumentFacts:
        """Return what was found."""
        return DocumentFacts(
            tuple(holder.complete() for holder in self.sections),
            tuple(holder.complete() for holder in self.objects),
        )

    @property
    def holders(self) -> Iterator[Holder[SeenSection] | Holder[SeenObject]]:
        """The sections, then the objects."""
        yield from self.sections
        yield from self.objects

    def _children(
        self,
        node: nodes.Element,
        holder: Holder[SeenSection] | Holder[SeenObject],
    ) -> None:
        for child in cast("list[nodes.Element]", node.children):
            # mypy takes the hash of a node for that of its class.
            kind = _kind(type(child))  # type: ignore[arg-type]
            if kind is nodes.target:
                self._labels += child["names"] or child["dupnames"]
                continue
            if kind is nodes.Invisible:
                self._list(child.findall(nodes.row), holder)  # autosummary's table is a comment
                continue
            if kind is nodes.section:
                self._open_section(cast(nodes.section, child))
                continue
            self._labels = []
            if kind is addnodes.desc:
                self._describe(cast(addnodes.desc, child), holder)
            elif kind is nodes.field:
                self._field(cast(nodes.field, child), holder)
            elif kind is nodes.row:
                self._row(cast(nodes.row, child), holder)
            elif kind is nodes.paragraph:
                self._prose(cast(nodes.paragraph, child), holder)
            elif kind is nodes.Element and not self._note(child, holder):
                self._children(child, holder)

    def _field(self, field: nodes.field, holder: Holder[SeenSection] | Holder[SeenObject]) -> None:
        """Note what stands at the parameters that a field describes.

        Others tell what is returned or raised, for example.
        """
        title, body = text_of(field.children[0]), cast(nodes.Element, field.children[-1])
        if title not in self._titles and not UNGROUPED.match(title):
            if title in self._return_titles:
                holder.references += referred([body])
            self._note_within(body, holder, title)
            return
        for place, names, types, text in described(title, body):
            holder.references += referred(types)
            for name in names:
                holder.parameters.setdefault(name, place)
            together = ", ".join(names)
            self._note_within(place, holder, together)
            if DEPRECATES.match(text):
                holder.notices.append(self._notice("admonition", "", place, together))

    def _prose(
        self,
        node: nodes.paragraph | nodes.title,
        holder: Holder[SeenSection] | Holder[SeenObject],
    ) -> None:
        """Note a title, or one of the first paragraphs, if it may speak of levels."""
        if isinstance(node, nodes.paragraph):
            if not isinstance(node.parent, _WITH_HEADS):
                return
            first = node.children[0] if node.children else None
            if isinstance(first, nodes.Text) and first.startswith(self._bases_start):
                holder.references += referred([node])
                return
            if not holder.heads:
                return
            holder.heads -= 1
        if is_telling(node.rawsource or node.astext()):
            kind = "title" if isinstance(node, nodes.title) else "text"
            holder.notices.append(self._notice(kind, "", node, ""))

    def _list(
        self, rows: Iterable[nodes.row], holder: Holder[SeenSection] | Holder[SeenObject]
    ) -> None:
        """Note what the rows of a section's table list, in their first cells."""
        if isinstance(holder.fact, SeenSection):
            holder.references += referred(cell for row in rows for cell in row.children[:1])

    def _row(self, row: nodes.row, holder: Holder[SeenSection] | Holder[SeenObject]) -> None:
        """Walk a row of a table: what stands in it is about the objects described in it."""
        self._list([row], holder)
        objects, notices = len(self.objects), len(holder.notices)
        self._children(row, holder)
        described = [o for o in self.objects[objects:] if o.fact.parent == self._object]
        if not described:
            return
        beside = holder.notices[notices:]
        del holder.notices[notices:]
        for entry in row.children:
            texts = [node for node in entry.children if isinstance(node, nodes.paragraph)]
            beside += [
                self._notice("admonition", "", text, "")
                for text in texts
                if is_telling(text.astext())
            ]
        for one in described:
            one.notices += beside

    def _note_within(
        self, place: nodes.Element, holder: Holder[SeenSection] | Holder[SeenObject], name: str
    ) -> None:
        """Note the admonitions in a part of a field; version notices are some, too.

        Sphinx puts the blocks of a description inline, into the paragraph that its name stands in.
        """
        for child in cast("list[nodes.Element]", place.children):
            if child.children and not isinstance(child, _WORDS):
                if isinstance(child, nodes.Admonition):
                    self._note(child, holder, name)
                self._note_within(child, holder, name)

    def _note(
        self,
        node: nodes.Element,
        holder: Holder[SeenSection] | Holder[SeenObject],
        parameter: str = "",
    ) -> bool:
        """Note a node that says something of what it stands in; tell whether that is all.

        Admonitions and the content of a directive may describe objects, too.
        """
        if isinstance(node, LevelMarker):
            holder.markers.append(node)
            holder.levels.append(node.seen)
        elif isinstance(node, addnodes.versionmodified):
            holder.notices.append(self._version_notice(node, parameter))
        elif isinstance(node, _ADMONITIONS):
            holder.notices.append(self._notice("admonition", "", node, parameter))
        return isinstance(node, nodes.TextElement)

    def _open_section(self, section: nodes.section) -> None:
        labels = [*section["names"], *section["dupnames"], *self._labels]
        if section.get("slug"):
            labels.append(section["slug"])
        self._labels = []
        labels = list(dict.fromkeys(label.lower() for label in labels))
        page = self.sections[0]
        if isinstance(page.node, nodes.document):
            # The first section is the page's own: its title is the page's.
            page.node = section
            page.fact = SeenSection(labels=tuple(labels), line=section.line or 0)
            self._children(section, page)
            return
        parent = self._section
        fact = SeenSection("", tuple(labels), parent, section.line or 0)
        self.sections.append(Holder(section, fact))
        self._section = len(self.sections) - 1
        self._children(section, self.sections[-1])
        self._section = parent

    def _describe(
        self, desc: addnodes.desc, outer: Holder[SeenSection] | Holder[SeenObject]
    ) -> None:
        named = [
            node
            for node in desc.children
            if isinstance(node, addnodes.desc_signature) and NAMES in node.attributes
        ]
        content = next((n for n in desc.children if isinstance(n, addnodes.desc_content)), None)
        if not named or content is None:
            if content is not None:
                self._children(content, outer)
            return
        main = next((signature for signature in named if signature["ids"]), named[0])
        names = (name for signature in named for name in signature.attributes.pop(NAMES))
        first, *also = dict.fromkeys(names)
        source, line = _origin(main, content)
        fact = SeenObject(
            desc["domain"],
            desc["objtype"],
            first,
            anchor=main["ids"][0] if main["ids"] else "",
            section=self._section,
            parent=self._object,
            line=line,
            source="" if source == self._path else source,
            also=tuple(also),
            unindexed=bool(desc.get("no-index")),
        )
        holder = Holder(main, fact)
        self.objects.append(holder)
        outside, self._object = self._object, len(self.objects) - 1
        self._children(content, holder)
        parameters = tuple(dict.fromkeys([*names_in(named), *holder.parameters]))
        references = tuple(dict.fromkeys([*referred(named), *holder.references]))
        if parameters or references:
            holder.fact = msgspec.structs.replace(
                fact, parameters=parameters, references=references
            )
        self._object = outside

    def _version_notice(self, node: addnodes.versionmodified, parameter: str) -> SeenNotice:
        version = node.get("version", "")
        # CPython's `deprecated-removed` stores the version of the removal beside it.
        first = version[0] if isinstance(version, tuple | list) and version else version
        kind = str(node.get("type", "")).partition("-")[0]
        return self._notice(kind, str(first), node, parameter)

    def _notice(self, kind: str, version: str, node: nodes.Element, parameter: str) -> SeenNotice:
        source, line = _placed(str(node.source or ""), node.line or 0)
        text = " ".join(_marked(node).split())[:TEXT_LIMIT]
        source = "" if source == self._path else source
        return SeenNotice(kind, version, text, line, source, parameter)
