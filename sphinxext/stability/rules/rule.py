"""What a rule is, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from sphinxext.stability.answers import Answer, DocumentAnswers
from sphinxext.stability.beside import Surroundings
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.facts import DocumentFacts, SeenNotice, SeenObject, SeenSection
from sphinxext.stability.findings import Place, Severity
from sphinxext.stability.inventory import Inventory
from sphinxext.stability.model import NOWHERE, Where
from sphinxext.stability.notices import Notices
from sphinxext.stability.targets import Target
from sphinxext.stability.wording import Wording

if TYPE_CHECKING:  # reading source takes modules that the command line does without
    from sphinxext.stability.code.codebase import Located


class Found(NamedTuple):
    """One result of a rule, before it has a severity."""

    message: str
    place: Place = Place()
    entry: Where = NOWHERE
    #: What else has the same cause, by name.
    also: tuple[str, ...] = ()
    #: The name of the object, or of the document and section, that it is about.
    subject: str = ""


class Rule(msgspec.Struct, frozen=True):
    """A check: what it finds, why that matters, and where the demand comes from."""

    id: str
    summary: str
    why: str
    source: str
    severity: Severity
    find: Callable[[Survey], Iterator[Found]]
    #: Whether it looks at what is documented; without that it would find too much, or nothing.
    needs_build: bool = True
    #: Whether it compares with what the last release published, and so finds nothing without.
    needs_previous: bool = False


class Published(NamedTuple):
    """The inventory that the last release published, and where it was read."""

    inventory: Inventory
    where: Where

    def fault(self, project: str) -> str:
        """Say that it is of another project than the one of this name, if so, or nothing."""
        published = self.inventory.project
        if not project or not published or published.casefold() == project.casefold():
            return ""
        return (
            f"{self.where.file}: is of `{published}`, but this project is `{project}`: name the "
            "inventory of this project's last release"
        )


class Survey(msgspec.Struct, frozen=True, dict=True):
    """All that the rules look at: the manifest and what every document says."""

    catalogue: Catalogue
    notices: Notices
    documents: Mapping[str, tuple[DocumentFacts, DocumentAnswers]]
    mode: Literal["insert", "check", "off"]
    #: Tells whether a target names an object that some domain knows, described or not.
    is_known: Callable[[Target], bool]
    #: Tells whether a target names something that another project documents.
    is_elsewhere: Callable[[Target], bool] = lambda _: False
    #: What other projects publish, by their names.
    projects: Mapping[str, Inventory] = {}
    #: Returns what the source of an object says of its deprecation.
    deprecation: Callable[[SeenObject], Located | None] = lambda _: None
    #: Tells whether an object is code that warns nobody who uses it.
    is_quiet: Callable[[SeenObject], bool] = lambda _: False
    #: Returns the source text of a document.
    text: Callable[[str], str] = lambda _: ""
    #: What the last release published.
    previous: Published | None = None
    #: Shows the place of a manifest entry in a message.
    show: Callable[[Where], str] = str
    #: Whether there is a build; without one, rules that need the documents are not run.
    is_built: bool = True

    @classmethod
    def of_manifest(cls, catalogue: Catalogue, previous: Published | None = None) -> Survey:
        """Return what there is to look at without a build."""
        return cls(
            catalogue,
            Notices(Wording()),
            {},
            "off",
            is_known=lambda _: False,
            previous=previous,
            is_built=False,
        )

    def around(self, docname: str) -> Surroundings:
        """Return what stands around the objects of a document."""
        if docname not in self._surroundings:
            self._surroundings[docname] = Surroundings(self.documents[docname][0])
        return self._surroundings[docname]

    @cached_property
    def _surroundings(self) -> dict[str, Surroundings]:
        return {}

    def can_run(self, rule: Rule) -> bool:
        """Tell whether there is what a rule looks at."""
        has_previous = self.previous is not None or not rule.needs_previous
        return has_previous and (self.is_built or not rule.needs_build)

    @cached_property
    def ids(self) -> Mapping[Where, str]:
        """The ids of features and changes by the places of their entries."""
        manifest = self.catalogue.manifest
        ids = {feature.where: feature.id for feature in manifest.features}
        return ids | {change.where: change.id for change in manifest.changes}

    def by(self, where: Where) -> str:
        """Name the entry at a place in a message, and the place; nothing where there is none."""
        return f" by `{self.ids[where]}` ({self.show(where)})" if where in self.ids else ""

    @cached_property
    def unpromised(self) -> frozenset[str]:
        """The changes of things that the documentation gives a level without any window.

        A directive, a page or a section may say so, of which the manifest does not know.
        """
        open_to_change: dict[str, bool] = {}
        for _, _, answer in self.everything:
            standings = answer.classification.standings if answer.classification else ()
            free = bool(standings) and all(s.level and s.level.window == "none" for s in standings)
            for applied in answer.changes:
                known = open_to_change.get(applied.change.id, True)
                open_to_change[applied.change.id] = known and free
        return frozenset(name for name, free in open_to_change.items() if free)

    # Many rules ask for these: they are put together once.
    @cached_property
    def objects(self) -> Sequence[tuple[str, SeenObject, Answer]]:
        """Every described object with its document and answer; features are none."""
        return [
            (docname, seen, answer)
            for docname, (facts, answers) in self.documents.items()
            for seen, answer in zip(facts.objects, answers.objects, strict=True)
            if seen.domain != "stability"
        ]

    @cached_property
    def sections(self) -> Sequence[tuple[str, SeenSection, Answer]]:
        """Every page and section with its document and answer."""
        return [
            (docname, seen, answer)
            for docname, (facts, answers) in self.documents.items()
            for seen, answer in zip(facts.sections, answers.sections, strict=True)
        ]

    @cached_property
    def everything(self) -> Sequence[tuple[str, SeenSection | SeenObject, Answer]]:
        """The sections, then the objects."""
        return [*self.sections, *self.objects]

    @cached_property
    def described(self) -> Mapping[str, Sequence[tuple[SeenObject, Answer]]]:
        """The described objects by name, with what holds for them."""
        found: dict[str, list[tuple[SeenObject, Answer]]] = {}
        for _, seen, answer in self.objects:
            for name in (seen.name, *seen.also):
                found.setdefault(name, []).append((seen, answer))
        return found


def place_of(docname: str, seen: SeenSection | SeenObject | SeenNotice) -> Place:
    """Return where a fact is."""
    source = "" if isinstance(seen, SeenSection) else seen.source
    return Place(docname, seen.line, source)


def shortened(text: str, most: int) -> str:
    """Return the beginning of a text, whole words of it, as a message quotes it."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def subject_of(docname: str, seen: SeenSection | SeenObject) -> str:
    """Return the name by which a waiver means an object, a page or a section."""
    if isinstance(seen, SeenObject):
        return seen.name
    return f"{docname}#{seen.labels[0]}" if seen.parent >= 0 and seen.labels else docname


def name_of(docname: str, seen: SeenSection | SeenObject) -> str:
    """Name an object, a page or a section in a message."""
    if isinstance(seen, SeenObject):
        return f"`{seen.name}`"
    if seen.parent >= 0 and seen.labels:
        return f"`{docname}#{seen.labels[0]}`"
    return f"page `{docname}`"
