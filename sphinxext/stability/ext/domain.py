"""The domain ``stability``: what the environment keeps, and what roles refer to."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

import msgspec
from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from sphinxext.stability.answers import DocumentAnswers
from sphinxext.stability.facts import DocumentFacts, FactTable, pack, unpack
from sphinxext.stability.targets import Target

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinxext.stability.ext.site import Site
    from sphinxext.stability.ext.state import State


#: Attribute of a reference of the manifest's that may be another project's.
ELSEWHERE = "stability-elsewhere"
#: Types of the std domain that are no objects: they are found only when they are asked for.
_TEXTS = frozenset({"label", "doc", "term"})
#: The tables of the data, each by document name.
_TABLES = ("facts", "digests", "described", "shows")


class Read(NamedTuple):
    """A document that is being read: what was seen in it, and what holds for that."""

    document: nodes.document
    #: The nodes of its sections, in the order of the facts.
    sections: list[nodes.Element]
    facts: DocumentFacts
    answers: DocumentAnswers


class Spot(msgspec.Struct, frozen=True, gc=False):
    """Where something is described; of an object, its domain and type as well."""

    docname: str
    anchor: str
    domain: str = ""
    objtype: str = ""


class TitleRole(XRefRole):
    """A reference that shows a title of the manifest, which may change when nothing is read."""

    def result_nodes(
        self,
        document: nodes.document,  # noqa: ARG002
        env: BuildEnvironment,
        node: Element,
        is_ref: bool,  # noqa: ARG002, FBT001
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Note what is shown."""
        of(env).show(env.docname, node["reftype"], node["reftarget"], self.lineno or 0)
        return [node], []


class StabilityDomain(Domain):
    """Keeps the facts of every document; features and levels are its objects.

    The data maps document names to packed facts, to the digest of what was inserted while
    reading, to the features and levels described there, and to what else they show.
    """

    name = "stability"
    label = "Stability"
    object_types: ClassVar[dict[str, ObjType]] = {
        "feature": ObjType("feature", "feature"),
        "level": ObjType("level", "level"),
    }
    roles = {  # noqa: RUF012  (declared so by the base class)
        "feature": TitleRole(innernodeclass=nodes.inline),
        "level": TitleRole(innernodeclass=nodes.strong),
        "obj": XRefRole(),
    }
    initial_data: ClassVar[dict[str, dict[str, Any]]] = {
        "facts": FactTable(),
        "digests": {},
        "described": {},
        "shows": {},
    }
    data_version = 5

    #: What this build works with; set when the builder is ready, never pickled.
    site: Site | None = None

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self._noted: dict[str, Read] = {}
        self._marked: set[str] = set()
        self._unpacked: dict[str, tuple[bytes, DocumentFacts]] = {}
        self._objects: dict[str, tuple[Spot, ...]] | None = None

    @property
    def state(self) -> State | None:
        """The manifest made ready."""
        return self.site.state if self.site else None

    def note(self, docname: str, read: Read, digest: bytes) -> None:
        """Keep what was seen in a document, and the digest of what it was given."""
        self._noted[docname] = read
        self.data["digests"][docname] = digest

    def process_doc(
        self,
        env: BuildEnvironment,  # noqa: ARG002
        docname: str,
        document: nodes.document,
    ) -> None:
        """Complete the facts of a document that has been read: the sections' ids come late."""
        read = self._noted.get(docname)
        if read is None or read.document is not document:
            return  # the little document of a translated message
        del self._noted[docname]
        sections = tuple(
            msgspec.structs.replace(section, anchor=node["ids"][0])
            if section.parent >= 0
            else section
            for section, node in zip(read.facts.sections, read.sections, strict=True)
        )
        facts = msgspec.structs.replace(read.facts, sections=sections)
        packed = self.data["facts"][docname] = pack(facts)
        self._unpacked[docname] = (packed, facts)
        if self.site is not None:
            self.site.know(docname, facts, read.answers)

    def mark(self, docname: str) -> None:
        """Keep that a directive gives something in a document a level."""
        self._marked.add(docname)

    def has_markers(self, docname: str) -> bool:
        """Tell whether a document that is being read has such directives."""
        return docname in self._marked

    def describe(self, docname: str, objtype: str, name: str, anchor: str) -> None:
        """Keep that a feature or level is described in a document."""
        self.data["described"].setdefault(docname, []).append((objtype, name, anchor))

    def show(self, docname: str, what: str, argument: str, line: int = 0) -> None:
        """Keep that a document shows something of the manifest or of all documents."""
        self.data["shows"].setdefault(docname, {}).setdefault((what, argument), line)

    def shown_in(self, docname: str) -> dict[tuple[str, str], int]:
        """Return what a document shows, kind and argument, and the first line that asks for it."""
        shown: dict[tuple[str, str], int] = self.data["shows"].get(docname, {})
        return shown

    def facts(self, docname: str) -> DocumentFacts:
        """Return what was seen in a document."""
        packed = self.data["facts"].get(docname)
        if packed is None:
            return DocumentFacts()
        known = self._unpacked.get(docname)
        if known is None or known[0] is not packed:
            known = self._unpacked[docname] = (packed, unpack(packed))
        return known[1]

    @property
    def docnames(self) -> list[str]:
        """The documents that facts are known of, sorted."""
        return sorted(self.data["facts"])

    def spot(self, objtype: str, name: str) -> Spot | None:
        """Return where a feature or level is described: the first document by its name."""
        for docname in sorted(self.data["described"]):
            for kind, described, anchor in self.data["described"][docname]:
                if (kind, described) == (objtype, name):
                    return Spot(docname, anchor)
        return None

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        for table in _TABLES:
            self.data[table].pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process has read."""
        for table in _TABLES:
            for docname in docnames & otherdata[table].keys():
                self.data[table][docname] = otherdata[table][docname]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Give the features and levels that are described."""
        for docname, described in self.data["described"].items():
            for objtype, name, anchor in described:
                yield name, name, objtype, docname, anchor, 1

    def resolve_xref(  # noqa: PLR0917
        self,
        env: BuildEnvironment,  # noqa: ARG002
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Resolve a reference to a feature, a level, or any object by its target."""
        if typ == "obj":
            return self._resolve_object(fromdocname, builder, target, node, contnode)
        spot = self.spot(typ, target)
        if spot is None:
            return None
        if not node["refexplicit"]:
            contnode = nodes.inline("", self.title(typ, target), classes=contnode["classes"])
        return make_refnode(builder, fromdocname, spot.docname, spot.anchor, contnode)

    def title(self, objtype: str, name: str) -> str:
        """Return the title of a feature or the label of a level."""
        catalogue = self.state.catalogue if self.state else None
        if catalogue and objtype == "feature" and name in catalogue.features:
            return catalogue.features[name].title
        level = catalogue.scheme.find(name) if catalogue and objtype == "level" else None
        return level.label if level else name

    def _resolve_object(
        self,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Resolve a target of the manifest's grammar, whatever the domain."""
        try:
            parsed = Target.parse(target)
        except ValueError:
            return None
        spot = self.find_object(parsed)
        if spot is not None:
            return make_refnode(builder, fromdocname, spot.docname, spot.anchor, contnode)
        # Perhaps another project's: ask again as a Python object, which intersphinx knows.
        node[ELSEWHERE] = True
        node["refdomain"], node["reftype"] = parsed.domain or "py", "obj"
        node["reftarget"] = parsed.name
        return None

    def find_object(self, target: Target) -> Spot | None:
        """Return where a documented object is that a target names, wildcards included."""
        objects = self.objects()
        if target.has_wildcard:
            return next(
                (
                    spot
                    for name, described in objects.items()
                    for spot in described
                    if target.covers(spot.domain, spot.objtype, name)
                ),
                None,
            )
        if target.domain == "std" and target.objtype in _TEXTS:
            std = self.env.domains.standard_domain
            found = (o for o in std.get_objects() if (o[0], o[2]) == (target.name, target.objtype))
            return next((Spot(o[3], o[4]) for o in found), None)
        described = objects.get(target.name, ())
        return next((s for s in described if target.accepts(s.domain, s.objtype)), None)

    def objects(self) -> dict[str, tuple[Spot, ...]]:
        """Return every object of every domain: name → where it is described."""
        if self._objects is None:
            found: dict[str, tuple[Spot, ...]] = {}
            for domain in self.env.domains.sorted():
                if domain.name == self.name:
                    continue
                for name, _, objtype, docname, anchor, _ in domain.get_objects():
                    if domain.name == "std" and objtype in _TEXTS:
                        continue
                    spot = Spot(docname, anchor, domain.name, objtype)
                    found[name] = (*found.get(name, ()), spot)
            self._objects = found
        return self._objects

    def forget_objects(self) -> None:
        """Collect the objects anew when they are next asked for."""
        self._objects = None

    def resolve_any_xref(  # noqa: PLR0917
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Resolve a reference of the role `any`."""
        found = []
        for typ in self.object_types:
            resolved = self.resolve_xref(env, fromdocname, builder, typ, target, node, contnode)
            if resolved is not None:
                found.append((f"stability:{typ}", resolved))
        return found


def of(env: BuildEnvironment) -> StabilityDomain:
    """Return the domain of an environment."""
    return cast("StabilityDomain", env.get_domain(StabilityDomain.name))
