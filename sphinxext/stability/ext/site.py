"""What all documents together say, for the steps that write: answers, inventories, links."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.errors import NoUri

from sphinxext.stability import inventory, matrix, publishing, rows, tables, tombstones, views
from sphinxext.stability.answers import DocumentAnswers
from sphinxext.stability.badges import REMOVED, UNCLASSIFIED, Badge, of_answer, of_standing
from sphinxext.stability.ext.links import Links
from sphinxext.stability.facts import DocumentFacts
from sphinxext.stability.inventory import Inventory
from sphinxext.stability.manifest.faults import suggestion
from sphinxext.stability.matching import nearest
from sphinxext.stability.matrix import MatrixOptions
from sphinxext.stability.policy import standing
from sphinxext.stability.rows import Source
from sphinxext.stability.schemes import Legend, legend
from sphinxext.stability.tables import TableOptions
from sphinxext.stability.targets import Target
from sphinxext.stability.web import is_web

if TYPE_CHECKING:
    from sphinxext.stability.ext.domain import StabilityDomain
    from sphinxext.stability.ext.state import State


class Site:
    """The documents of one build, asked when all of them have been read."""

    def __init__(self, domain: StabilityDomain, state: State, builder: Builder) -> None:
        self.domain, self.state, self.builder = domain, state, builder
        self._answers: dict[str, tuple[DocumentFacts, DocumentAnswers]] = {}
        self._badges: dict[str, tuple[DocumentAnswers, Mapping[str, tuple[Badge, ...]]]] = {}
        self._codes: dict[str, bytes] = {}
        self._badged: set[str] = set()
        self._indexes: dict[TableOptions, views.View] = {}

    def know(self, docname: str, facts: DocumentFacts, answers: DocumentAnswers) -> None:
        """Keep what was answered while the document was read."""
        self._answers[docname] = facts, answers

    def answers(self, docname: str) -> DocumentAnswers:
        """Return the answers for a document."""
        facts = self.domain.facts(docname)
        known = self._answers.get(docname)
        if known is None or known[0] is not facts:
            known = facts, self.state.catalogue.document(docname, facts)
            self._answers[docname] = known
        return known[1]

    def badges(self, docname: str) -> Mapping[str, tuple[Badge, ...]]:
        """Return the badges of a document's titles and signatures, by the numbers of the facts.

        Those that have none are left out: ``{"s0": …, "o3": …}``.
        """
        answers = self.answers(docname)
        known = self._badges.get(docname)
        if known is None or known[0] is not answers:
            places = self.state.settings.badges
            kinds = {"titles": ("s", answers.sections), "signatures": ("o", answers.objects)}
            found = {
                f"{letter}{index}": badges
                for place, (letter, kind) in kinds.items()
                if place in places
                for index, answer in enumerate(kind)
                if (badges := of_answer(answer))
            }
            known = self._badges[docname] = (answers, found)
        return known[1]

    def documents(self) -> Mapping[str, tuple[DocumentFacts, DocumentAnswers]]:
        """Return the facts and answers of all documents."""
        for docname in self.domain.docnames:
            self.answers(docname)
        return {docname: self._answers[docname] for docname in self.domain.docnames}

    @property
    def writes_pages(self) -> bool:
        """Whether each document is a page of its own; the others are written in one go."""
        return type(self.builder).write_documents is Builder.write_documents

    def note_links(self, docname: str, codes: bytes) -> None:
        """Keep where the links of a page lead, as :func:`ext.links.codes_of` says.

        They are known when its post-transforms have run, for all that looks at them afterwards:
        the record at ``doctree-resolved``, the style sheet at ``html-page-context``.
        """
        self._codes[docname] = codes

    def note_badges(self, docname: str) -> None:
        """Keep that a document has badges at links, for the same."""
        self._badged.add(docname)

    def links_on(self, docname: str) -> bytes:
        """Return what :meth:`note_links` has kept of a page."""
        return self._codes.get(docname, b"")

    def is_marked(self, docname: str) -> bool:
        """Tell whether a page shows badges, tables or charts.

        Before its links are looked at, those with badges do not count.
        """
        return bool(
            docname in self._badged
            or self.domain.shown_in(docname)
            or (self.state.settings.badges and not self.writes_pages)
            or self.badges(docname)
        )

    def has_index(self, docname: str) -> bool:
        """Tell whether a page has an index, its own or that of a document that is part of it."""
        documents = [docname] if self.writes_pages else self.domain.docnames
        return any(
            what == "table" and TableOptions.decode(argument).what == "index"
            for name in documents
            for what, argument in self.domain.shown_in(name)
        )

    def published(self, url_of: Callable[[str, str], str]) -> Inventory:
        """Return this project's inventory with addresses as *url_of* gives them."""
        described = {
            (objtype, name): (docname, anchor)
            for docname, items in sorted(self.domain.data["described"].items(), reverse=True)
            for objtype, name, anchor in items
        }
        documents, catalogue = self.documents(), self.state.catalogue
        found = publishing.build(catalogue, documents, url_of, described)
        previous = self.state.previous.inventory if self.state.previous else None
        return tombstones.add(found, catalogue, self._is_documented, previous)

    def _is_documented(self, target: Target) -> bool:
        """Tell whether some domain knows an object, or some page describes it."""
        return self.domain.find_object(target) is not None or target.name in self._described

    @cached_property
    def _described(self) -> frozenset[str]:
        """The names of all objects that some page describes, those without an index included."""
        seen = (one for facts, _ in self.documents().values() for one in facts.objects)
        return frozenset(name for one in seen for name in (one.name, *one.also))

    def links(self) -> Links:
        """Return what links lead to: made anew for each file that is made of many documents.

        Their addresses depend on which documents are in it.
        """
        return self._links if self.writes_pages else Links(self)

    @cached_property
    def _links(self) -> Links:
        return Links(self)

    @cached_property
    def sources(self) -> list[Source]:
        """The inventories: this project's, if it has a manifest, then the others by name."""
        own = self.published(lambda docname, anchor: f"{docname}#{anchor}" if anchor else docname)
        mine = [Source(own.project, "", own, local=True)] if self.state.has_manifest else []
        others = self.state.projects.items()
        return mine + [Source(name, uri, found) for name, (uri, found) in others]

    def uri(self, fromdocname: str, docname: str, anchor: str) -> str:
        """Return the address of an anchor as a page needs it, or nothing."""
        try:
            uri = self.builder.get_relative_uri(fromdocname, docname)
        except NoUri:
            return ""
        return f"{uri}#{anchor}" if anchor else uri

    def href(self, fromdocname: str, href: str, *, local: bool) -> str:
        """Return the address of a row of a table: here, or in another project.

        A project whose base address is relative lies beside this one's root.
        """
        if local:
            docname, _, anchor = href.partition("#")
            return self.uri(fromdocname, docname, anchor) if docname else ""
        # With `file:` where intersphinx has such an address, for a look on one machine.
        if is_web(href) or href.startswith(("/", "file:")) or not href:
            return href
        if self.builder.format != "html":
            return ""
        page = PurePosixPath(self.builder.get_target_uri(fromdocname))
        return "../" * (len(page.parts) - 1) + href

    def level_uri(self, fromdocname: str, level: str) -> str:
        """Return the address of a level's definition, if the documentation has one."""
        spot = self.domain.spot("level", level) if level else None
        return self.uri(fromdocname, spot.docname, spot.anchor) if spot else ""

    def level_badge(self, word: str) -> Badge:
        """Return the badge of a level word."""
        return of_standing(standing(self.state.catalogue.scheme, word))

    def badges_of(self, target: str) -> tuple[Badge, ...] | None:
        """Return the badges of ``target`` or ``project:target``, or None when it is unknown."""
        source, name = self._asked(target)
        try:
            parsed = Target.parse(name)
        except ValueError:
            return None
        found = inventory.find(source.inventory, parsed) if source else None
        if source and found:
            return rows.badges_of(source, found) or (UNCLASSIFIED,)
        if source and tombstones.find(source.inventory, parsed):
            return (REMOVED,)
        if source is not None and not source.local:
            return None
        spot = self.domain.find_object(parsed)
        if spot is None and parsed.name not in self.state.catalogue.features:
            return None
        # Known, but with no level of its own: a module, or a feature of another version.
        answer = self.state.catalogue.lookup(parsed.domain or "py", parsed.objtype, parsed.name)
        return of_answer(answer) or (UNCLASSIFIED,)

    def _asked(self, target: str) -> tuple[Source | None, str]:
        """Return the project that is asked, and what for; this one, if there is any to ask."""
        project, colon, name = target.partition(":")
        for source in self.sources if colon else ():
            if source.name == project:
                return source, name
        return next((source for source in self.sources if source.local), None), target

    def unknown(self, target: str) -> str:
        """Say that no project has a target, and what was probably meant.

        Nothing is said of a project that could not be read: that has been told once.
        """
        project, colon, rest = target.partition(":")
        source, name = self._asked(target)
        if source and not source.local:
            near = _near(source.inventory, name, f"{project}:")
            return f"`{target}` is no object and no feature that `{project}` publishes{near}"
        others = [one.name for one in self.state.settings.projects]
        if colon and project in others:
            return ""
        own = source.inventory if source else None
        known = self.domain.objects(), self.state.catalogue.features
        near = self._near_elsewhere(project, rest) or _near(own, name, "", *known)
        near = near or (suggestion(project, others) if colon else "")
        return (
            f"`{target}` is no documented object and no feature, here or in "
            f"`stability_projects`{near}"
        )

    def _near_elsewhere(self, project: str, name: str) -> str:
        """Return a sentence naming what a misspelt project has of that name, or nearly so."""
        sources = {source.name: source for source in self.sources if not source.local}
        for near in difflib.get_close_matches(project, sources, n=1) if name else ():
            return _near(sources[near].inventory, name, f"{near}:")
        return ""

    def index(self, options: TableOptions) -> views.View:
        """Return what an index shows; on most pages that one is asked for twice."""
        known = self._indexes.get(options)
        if known is None:
            known = self._indexes[options] = views.view(self.sources, options)
        return known

    def history(self, options: TableOptions) -> list[tuple[str, list[tables.Reclassified]]]:
        """Return the reclassifications."""
        return tables.history(self.sources, options)

    def matrices(self, options: MatrixOptions) -> list[matrix.Matrix]:
        """Return the matrices, one for each project."""
        return matrix.matrices(self.sources, options)

    def legend(self, projects: Iterable[str]) -> Legend:
        """Return how the levels of projects compare, if they have different schemes."""
        return legend(self.sources, frozenset(projects))


def _near(
    inventory: Inventory | None,
    text: str,
    before: str,
    objects: Iterable[str] = (),
    features: Iterable[str] = (),
) -> str:
    """Return a sentence naming the object or feature that a misspelt target may mean.

    Those of an inventory, its tombstones among them, and more *objects* and *features*.
    """
    objects, features = {*objects}, {*features}
    if inventory:
        objects.update(item.name for item in inventory.objects)
        objects.update(item.id for item in inventory.removed if item.what == "object")
        features.update(item.id for item in inventory.features)
        features.update(item.id for item in inventory.removed if item.what == "feature")
    try:
        near = nearest(sorted(objects), Target.parse(text).name, before)
    except ValueError:
        near = ""
    return near or suggestion(text, sorted(features), before)
