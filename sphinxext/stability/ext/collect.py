"""The walk over a document that is being read: what stands in it, as facts.

Beside each fact stays what it was collected from, so that notices can be put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

import msgspec
from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from sphinxext.stability.ext.naming import NAMES
from sphinxext.stability.ext.nodes import LevelMarker
from sphinxext.stability.facts import (
    TEXT_LIMIT,
    VARIADIC,
    DocumentFacts,
    SeenLevel,
    SeenNotice,
    SeenObject,
    SeenSection,
)

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


@dataclass
class Holder(Generic[F]):
    """A section or an object: its node, its fact, and what stands directly in it."""

    node: nodes.Element
    fact: F
    levels: list[SeenLevel] = field(default_factory=list)
    notices: list[SeenNotice] = field(default_factory=list)
    markers: list[LevelMarker] = field(default_factory=list)
    #: Parameter → what holds its description in the field list.
    parameters: dict[str, nodes.Element] = field(default_factory=dict)

    def complete(self) -> F:
        """Return the fact with the levels and notices found."""
        if not self.levels and not self.notices:
            return self.fact
        return msgspec.structs.replace(
            self.fact, levels=tuple(self.levels), notices=tuple(self.notices)
        )


def _parameters(field: nodes.field) -> Iterator[tuple[nodes.Element, list[str]]]:
    """Give the descriptions in a field: what holds each, and the parameters' names.

    Sphinx and napoleon make a list of several, or a paragraph of one, that starts with the name
    in bold; numpydoc makes a definition list, whose terms may name several. A field that Sphinx
    has not grouped is named by itself: ``param int x``. What else stands in a description, lists
    for example, belongs to it.
    """
    title, body = field[0].astext(), cast(nodes.Element, field[-1])
    first = body.children[0] if body.children else None
    if isinstance(first, nodes.bullet_list):
        for item in cast("list[nodes.list_item]", first.children):
            yield item, _names(_bold(item) or title)
    elif isinstance(first, nodes.definition_list):
        for entry in cast("list[nodes.definition_list_item]", first.children):
            names = _names(entry[0].astext().partition(":")[0])
            if not isinstance(entry[-1], nodes.definition):
                entry.append(nodes.definition())
            yield cast(nodes.definition, entry[-1]), names
    elif isinstance(first, nodes.Element):
        yield body, _names(_bold(first) or title.split()[-1])


#: The names of fields that describe a parameter each, before Sphinx groups them.
_UNGROUPED = re.compile(r"(?:t?param(?:eter)?|arg(?:ument)?|key(?:word)?|kwarg|kwparam|option)\s")


#: The titles of fields that describe parameters: of Sphinx's domains, napoleon and numpydoc.
_GROUPED = (
    "Parameters",
    "Other Parameters",
    "Keyword Arguments",
    "Arguments",
    "Template Parameters",
)


def _names(text: str) -> list[str]:
    """Split the names of parameters that are described together: ``x1, x2``."""
    return [name.strip(" *\\") for name in text.split(",")]


#: How the description of a parameter begins that says so itself: "Deprecated, use …".
_DEPRECATES = re.compile(r"\W*deprecated\b", re.IGNORECASE)


def _said(place: nodes.Element) -> str:
    """Return what the description of a parameter says first, after its name and type."""
    text = place.children[0].astext() if place.children else ""
    if isinstance(place, nodes.definition):
        return text
    return text.partition("–" if "–" in text else "--")[2]


def _parameter_names(
    signatures: list[addnodes.desc_signature], holder: Holder[SeenObject]
) -> tuple[str, ...]:
    """Return the parameters of the signatures, and those described, each once."""
    signed = [_signed(parameter) for s in signatures for parameter in _parameters_of(s)]
    return tuple(dict.fromkeys([*filter(None, signed), *holder.parameters]))


def _parameters_of(signature: nodes.Element) -> Iterator[addnodes.desc_parameter]:
    """Give the parameters of a signature; those of C and C++ stand a line deeper."""
    for child in signature.children:
        if isinstance(child, addnodes.desc_signature_line):
            yield from child.findall(addnodes.desc_parameter)
        elif isinstance(child, addnodes.desc_parameterlist):
            yield from (p for p in child.children if isinstance(p, addnodes.desc_parameter))


def _signed(parameter: addnodes.desc_parameter) -> str:
    """Return the name of a parameter in a signature: in C and C++ it follows the type."""
    names = [n.astext() for n in parameter.children if isinstance(n, addnodes.desc_sig_name)]
    first = parameter.children[0] if parameter.children else None
    if names and isinstance(first, addnodes.desc_sig_operator) and first.astext()[0] == "*":
        return VARIADIC
    typed_first = isinstance(parameter.parent.parent, addnodes.desc_signature_line)
    return names[-1 if typed_first else 0] if names else ""


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


def _bold(part: nodes.Element) -> str:
    """Return the first bold text: it stands at the beginning, where it is looked for first."""
    start: nodes.Node | None = part
    while start is not None and start.children and not isinstance(start, nodes.strong):
        start = start.children[0]
    if not isinstance(start, nodes.strong):
        start = next(iter(part.findall(nodes.strong)), None)
    return start.astext().strip("*") if start is not None else ""


def _origin(signature: nodes.Element, content: nodes.Element) -> tuple[str, int]:
    """Return the source and line of a description.

    A signature that autodoc makes has neither: what it describes stands in the docstring.
    """
    if signature.source and (signature.line or 0) > 1:
        return str(signature.source), signature.line or 0
    for node in content.findall(nodes.Element):
        if node.source and node.line and node is not content:
            return str(node.source), node.line
    return str(signature.source or ""), signature.line or 0


class Walk:
    """Numbers the sections and objects of a document in its order."""

    def __init__(self, document: nodes.document, path: str) -> None:
        self._path = path
        self._labels: list[str] = []
        self._grouped = {*_GROUPED, *map(_, _GROUPED)}  # in the documentation's language, too
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
        for child in node.children:
            if isinstance(child, nodes.target):
                self._labels += child["names"] or child["dupnames"]
                continue
            if isinstance(child, nodes.comment | addnodes.index | nodes.system_message):
                continue
            if isinstance(child, nodes.section):
                self._open_section(child)
                continue
            self._labels = []
            if isinstance(child, addnodes.desc):
                self._describe(child, holder)
            elif isinstance(child, nodes.field):
                self._field(child, holder)
            elif isinstance(child, nodes.Element) and not self._note(child, holder):
                self._children(child, holder)

    def _field(self, field: nodes.field, holder: Holder[SeenSection] | Holder[SeenObject]) -> None:
        """Note what stands at the parameters that a field describes.

        Others tell what is returned or raised, for example.
        """
        title = field[0].astext()
        if title not in self._grouped and not _UNGROUPED.match(title):
            self._note_within(cast(nodes.Element, field[-1]), holder, title)
            return
        for place, names in _parameters(field):
            for name in names:
                holder.parameters.setdefault(name, place)
            self._note_within(place, holder, ", ".join(names))
            if _DEPRECATES.match(_said(place)):
                holder.notices.append(self._notice("admonition", "", place, ", ".join(names)))

    def _note_within(
        self, place: nodes.Element, holder: Holder[SeenSection] | Holder[SeenObject], name: str
    ) -> None:
        """Note the admonitions in a part of a field; version notices are some, too.

        Sphinx puts the blocks of a description inline, into the paragraph that its name stands in.
        """
        for child in place.children:
            if isinstance(child, nodes.Element):
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
        signatures = [node for node in desc.children if isinstance(node, addnodes.desc_signature)]
        named = [signature for signature in signatures if NAMES in signature]
        content = next((n for n in desc.children if isinstance(n, addnodes.desc_content)), None)
        if not named or content is None:
            if content is not None:
                self._children(content, outer)
            return
        main = next((signature for signature in named if signature["ids"]), named[0])
        names = list(dict.fromkeys(name for signature in named for name in signature[NAMES]))
        for signature in named:
            del signature.attributes[NAMES]
        source, line = _origin(main, content)
        fact = SeenObject(
            desc["domain"],
            desc["objtype"],
            names[0],
            anchor=main["ids"][0] if main["ids"] else "",
            section=self._section,
            parent=self._object,
            line=line,
            source="" if source == self._path else source,
            also=tuple(names[1:]),
            unindexed=bool(desc.get("no-index")),
        )
        holder = Holder(main, fact)
        self.objects.append(holder)
        outside, self._object = self._object, len(self.objects) - 1
        self._children(content, holder)
        names_of_parameters = _parameter_names(named, holder)
        if names_of_parameters:
            holder.fact = msgspec.structs.replace(fact, parameters=names_of_parameters)
        self._object = outside

    def _version_notice(self, node: addnodes.versionmodified, parameter: str) -> SeenNotice:
        version = node.get("version", "")
        # CPython's `deprecated-removed` stores the version of the removal beside it.
        first = version[0] if isinstance(version, tuple | list) and version else version
        kind = str(node.get("type", "")).partition("-")[0]
        return self._notice(kind, str(first), node, parameter)

    def _notice(self, kind: str, version: str, node: nodes.Element, parameter: str) -> SeenNotice:
        source = str(node.source or "")
        text = " ".join(_marked(node).split())[:TEXT_LIMIT]
        source = "" if source == self._path else source
        return SeenNotice(kind, version, text, node.line or 0, source, parameter)
