"""While a document is read: collect its facts, answer for them, insert the notices.

A transform of priority 15: the descriptions have their names by then, roles still work, and
the translation of messages (20) comes later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from sphinxext.stability.answers import DocumentAnswers
from sphinxext.stability.beside import Surroundings, called
from sphinxext.stability.code.codebase import Codebase
from sphinxext.stability.ext import domain
from sphinxext.stability.ext.collect import Walk
from sphinxext.stability.ext.insert import Inserter
from sphinxext.stability.ext.nodes import KEY, LevelMarker
from sphinxext.stability.ext.shown import is_level, read_part
from sphinxext.stability.ext.state import State, wording_as_config
from sphinxext.stability.facts import DocumentFacts, SeenObject, SeenSection
from sphinxext.stability.notices import Notice, from_code, missing

logger = logging.getLogger(__name__)


class Annotate(SphinxTransform):
    """Collect the facts of a document and insert the notices that are due."""

    default_priority = 15

    def apply(self, **kwargs: Any) -> None:  # noqa: ARG002, ANN401
        """Walk the document once."""
        stability = domain.of(self.env)
        # Sphinx 8.2 runs transforms on the little documents of translated messages, too.
        if stability.state is None or "<translated>" in str(self.document.get("source")):
            return
        state, docname = stability.state, self.env.docname
        walk = Walk(self.document)
        facts = walk.facts()
        inserter = Inserter(self.document, self.env, docname, state.parsed)
        answers = state.catalogue.document(docname, facts)
        with wording_as_config():
            due = list(to_insert(state, docname, facts, answers))
        for holder, notices in zip(walk.holders, due, strict=True):
            if notices or holder.markers:
                inserter.insert(holder, notices)
        if stability.has_markers(docname):
            self._drop_misplaced()
        for index, section in enumerate(walk.sections):
            section.node[KEY] = f"s{index} {docname}"
        for index, described in enumerate(walk.objects):
            described.node[KEY] = f"o{index} {docname}"
        digest = read_digest(state, facts, due, stability.shown_in(docname))
        sections = [section.node for section in walk.sections]
        stability.note(docname, domain.Read(self.document, sections, facts, answers), digest)

    def _drop_misplaced(self) -> None:
        """Remove the directives that stand where nothing can have a level."""
        for marker in list(self.document.findall(LevelMarker)):
            logger.warning(
                "`.. stability::` stands inside a field or table, where it gives nothing a level: "
                "move it below the signature, or below a title",
                type="stability",
                subtype="markup",
                location=(self.env.docname, marker.seen.line or None),
            )
            marker.parent.remove(marker)


def to_insert(
    state: State, docname: str, facts: DocumentFacts, answers: DocumentAnswers
) -> Iterator[tuple[Notice, ...]]:
    """Give the notices that each section, then each object of a document lacks."""
    seen: list[SeenSection | SeenObject] = [*facts.sections, *facts.objects]
    around, catalogue, notices = Surroundings(facts), state.catalogue, state.notices
    inserts = state.settings.notices == "insert"
    code = state.code if inserts else None
    for fact, answer in zip(seen, [*answers.sections, *answers.objects], strict=True):
        lacking: tuple[Notice, ...] = ()
        if due := notices.due(answer):
            stands, names = around.standing(fact), called(docname, fact)
            lacking = missing(due, stands, catalogue.scheme, names)
        if code and isinstance(fact, SeenObject) and all(one.parameter for one in answer.changes):
            found = _from_code(code, around, fact)
            # A change that is planned says more of it, when its time has come.
            lacking += found if found and not catalogue.planned(fact) else ()
        # What a directive says is the author's own word, whatever becomes of the manifest's.
        yield tuple(notice for notice in lacking if inserts or notice.by_directive)


def _from_code(code: Codebase, around: Surroundings, seen: SeenObject) -> tuple[Notice, ...]:
    """Return what a decorator of PEP 702 says, where the documentation does not tell of it."""
    located = code.find(seen)
    if located is None or not located.deprecated.by_pep_702 or around.is_deprecated(seen):
        return ()
    outer = around.facts.objects[seen.parent] if seen.parent >= 0 else None
    if outer is not None and code.find(outer):
        return ()  # its class says so
    return (from_code(located),)


def read_digest(
    state: State,
    facts: DocumentFacts,
    due: Iterable[tuple[Notice, ...]],
    shows: Iterable[tuple[str, str]],
) -> bytes:
    """Hash what is put into a document while it is read, and nothing else.

    *due* are the notices of :func:`to_insert`.
    """
    inserted = [
        (index, notice.type, notice.version, notice.text)
        for index, notices in enumerate(due)
        for notice in notices
    ]
    digest = hashlib.blake2b(msgspec.json.encode(inserted), digest_size=8)
    # A word of a directive may become known, or unknown.
    seen: list[SeenSection | SeenObject] = [*facts.sections, *facts.objects]
    words = [level.level for fact in seen for level in fact.levels]
    digest.update(bytes(is_level(state, word) for word in words))
    for what, argument in shows:
        digest.update(what.encode() + argument.encode() + read_part(state, what, argument))
    return digest.digest()
