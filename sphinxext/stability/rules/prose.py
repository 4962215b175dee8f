"""What hand-written prose says of levels and deprecations, against what the manifest says."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from sphinxext.stability.answers import Answer, Classification, Origin
from sphinxext.stability.beside import called
from sphinxext.stability.facts import SeenNotice, SeenObject, SeenSection
from sphinxext.stability.findings import Severity
from sphinxext.stability.model import NOWHERE, Where
from sphinxext.stability.prose import CHANGING, DEPRECATED, claims
from sphinxext.stability.rules.rule import (
    Found,
    Rule,
    Survey,
    name_of,
    place_of,
    shortened,
    subject_of,
)

#: What levels are called, whatever the scheme: it speaks of no promise.
_UNSTABLE = ("alpha", "beta", "experimental", "preview", "prototype", "provisional", CHANGING)
#: So much of a text is quoted.
_LONGEST = 60
#: Documents that tell of other times: what was beta then need not be so now.
_HISTORY = re.compile(
    r"(?:^|[/_-])(?:announc\w*|blog|change-?log|changes|history|migrat\w*|news|"
    r"releases?|whats?[-_]?new)(?:$|[/_-])|(?:^|/)archived?/",
    re.IGNORECASE,
)


def is_history(docname: str) -> bool:
    """Tell whether a document tells of other times."""
    return _HISTORY.search(docname) is not None


class _Said(NamedTuple):
    """A text that says something else than the manifest."""

    docname: str
    seen: SeenSection | SeenObject
    notice: SeenNotice
    word: str
    classification: Classification | None


def contradicting(survey: Survey, compared: AbstractSet[int]) -> Iterator[Found]:
    """Find texts that name another level than the manifest, or a deprecation it does not know.

    Those that were *compared* with a notice that is due, by identity, are passed over.
    """
    differing = (said for said in _differing(survey) if id(said.notice) not in compared)
    contrary = (said for said in differing if not _was(survey, said))
    yield from _found(survey, contrary, "correct one of them")


def _graduated(survey: Survey) -> Iterator[Found]:
    """Find texts that still name the level that a feature had before."""
    outdated = (said for said in _differing(survey) if _was(survey, said))
    yield from _found(survey, outdated, "take the old mark out")


def _found(survey: Survey, differing: Iterator[_Said], fix: str) -> Iterator[Found]:
    for same in _grouped(differing):
        first = same[0]
        more = f" and {len(same) - 1} more say" if len(same) > 1 else " says"
        yield Found(
            f"{name_of(first.docname, first.seen)}{more} that it is {first.word}, "
            f'"{shortened(first.notice.text, _LONGEST)}", but {_otherwise(survey, first)}: {fix}',
            place_of(first.docname, first.notice),
            _entry_of(first.classification),
            tuple(name_of(said.docname, said.seen) for said in same[1:]),
            subject=subject_of(first.docname, first.seen),
        )


def _grouped(differing: Iterator[_Said]) -> list[list[_Said]]:
    """Put together what says the same in the same words: a text that many objects inherit."""
    groups: dict[tuple[str, str, Where, str], list[_Said]] = {}
    for said in differing:
        labels = said.classification.labels if said.classification else ""
        key = (said.notice.text, said.word, _entry_of(said.classification), labels)
        groups.setdefault(key, []).append(said)
    return list(groups.values())


def _differing(survey: Survey) -> Iterator[_Said]:
    """Give each text that says what nothing in the manifest agrees with."""
    manifest = survey.catalogue.manifest
    if survey.mode == "off" or not (manifest.scheme.levels or manifest.changes):
        return  # there is nothing to compare with
    levels = _levels_by_word(survey)
    words = tuple(dict.fromkeys([*levels, *_UNSTABLE, DEPRECATED]))
    for docname, thing, answer in survey.everything:
        if is_history(docname):
            continue
        told: set[str] = set()
        for notice in thing.notices:
            said = _said(docname, thing, notice, words)
            if not said or said[0] in told:
                continue  # a title may say what its first paragraph repeats
            told.add(said[0])
            inside, others = _inside(survey, docname, thing), _told_of(survey, notice)
            agreeing = itertools.chain([answer], inside, others)
            if not any(_agrees(word, one, thing, levels) for one in agreeing for word in said):
                yield _Said(docname, thing, notice, said[0], answer.classification)


def _said(
    docname: str, thing: SeenSection | SeenObject, notice: SeenNotice, words: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the levels that a text at a thing, not at one of its parameters, gives it."""
    if notice.parameter or not (notice.is_prose or notice.type == "admonition"):
        return ()
    return claims(notice, words, called(docname, thing))


def _inside(survey: Survey, docname: str, thing: SeenSection | SeenObject) -> Iterator[Answer]:
    """Answer for the objects in a section, or in its tables: what it says may be meant of them."""
    facts, answers = survey.documents[docname]
    if not isinstance(thing, SeenSection):
        return
    outer = next(i for i, section in enumerate(facts.sections) if section is thing)
    for seen, answer in zip(facts.objects, answers.objects, strict=True):
        if _is_in(facts.sections, seen.section, outer):
            yield answer
    for number, section in enumerate(facts.sections):
        for name in section.listed if _is_in(facts.sections, number, outer) else ():
            described = survey.described.get(name, ())
            yield from (answer for _, answer in described)
            if not described:
                yield survey.catalogue.lookup("py", "", name)


def _levels_by_word(survey: Survey) -> dict[str, set[str]]:
    """Return the levels that each word may mean, former names included."""
    found: dict[str, set[str]] = {}
    for level in survey.catalogue.scheme.levels:
        for word in (level.id, level.label, *level.aliases, *level.formerly):
            found.setdefault(word.lower(), set()).add(level.id)
    return found


def _is_in(sections: tuple[SeenSection, ...], number: int, outer: int) -> bool:
    """Tell whether a section is *outer*, or stands in it."""
    while number != outer and number >= 0:
        number = sections[number].parent
    return number == outer


def _told_of(survey: Survey, notice: SeenNotice) -> Iterator[Answer]:
    """Answer for the things that a text names: a page may speak of its module."""
    for name in re.findall(r"`([\w.]+\.\w+)(?:\(\))?`", notice.text):
        yield survey.catalogue.lookup("py", "module", name)


def _agrees(
    word: str, answer: Answer, thing: SeenSection | SeenObject, levels: dict[str, set[str]]
) -> bool:
    """Tell whether the manifest says of a thing what a text does."""
    known = answer.classification.levels if answer.classification else []
    if word in levels and any(level.id in levels[word] for level in known):
        return True
    if word == DEPRECATED:
        written = any(notice.type == "deprecated" for notice in thing.notices)
        return written or any(not applied.parameter for applied in answer.changes)
    vague = word not in levels or word in {"experimental", CHANGING}
    return vague and any(not level.backward_compatible for level in known)


def _was(survey: Survey, said: _Said) -> bool:
    """Tell whether a feature had the level before that a text still names."""
    feature = said.classification.feature if said.classification else None
    if feature is None or said.word == DEPRECATED:
        return False
    levels = _levels_by_word(survey)
    meant = levels.get(said.word, set())
    for stage in feature.history:
        level = survey.catalogue.scheme.find(stage.level)
        of_old = levels.get(stage.level.lower(), set())
        if said.word == stage.level.lower() or meant & of_old:
            return True
        if said.word not in levels and level and not level.backward_compatible:
            return True
    return False


def _otherwise(survey: Survey, said: _Said) -> str:
    """Say what the manifest says."""
    if said.word == DEPRECATED:
        return "no change of the manifest deprecates it"
    classification = said.classification
    if classification is None or classification.origin is Origin.DEFAULT:
        return "no entry of the manifest gives it a level"
    by = "" if classification.directives else survey.by(_entry_of(classification))
    return f"it is {classification.labels}{by}"


def _entry_of(classification: Classification | None) -> Where:
    feature = classification.feature if classification else None
    return feature.where if feature else NOWHERE


RULES = (
    Rule(
        "graduated-still-marked",
        "A text still names the level that a feature had before it was raised.",
        "Readers avoid what they could rely on by now.",
        "rustc warns of features that are stable; MDN's experimental flags",
        Severity.WARNING,
        _graduated,
    ),
)
