"""Documented but not declared, declared but not documented, declared twice."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Iterator, Mapping

from sphinxext.stability.answers import Answer, Classification, Origin
from sphinxext.stability.facts import VARIADIC, SeenObject
from sphinxext.stability.findings import Severity
from sphinxext.stability.manifest.faults import suggestion
from sphinxext.stability.matching import DocumentIndex, TargetIndex, nearest, spellings
from sphinxext.stability.model import NOWHERE, Change, Feature, Where
from sphinxext.stability.policy import Phase
from sphinxext.stability.promises import is_below
from sphinxext.stability.rules.rule import Found, Rule, Survey, name_of, place_of, subject_of
from sphinxext.stability.targets import Target


def _unclassified(survey: Survey) -> Iterator[Found]:
    for docname, seen, answer in survey.objects:
        if answer.classification is None and not seen.unindexed:
            yield Found(
                f"`{seen.name}` has no level: add it to a feature of the manifest, or set "
                "`default-level`",
                place_of(docname, seen),
                subject=seen.name,
            )


def _several(survey: Survey) -> Iterator[Found]:
    reported = set()
    for docname, seen, answer in survey.everything:
        classification = answer.classification
        outer = answer.outer.classification if answer.outer else None
        if classification is None or classification is outer:
            continue
        said_twice = _said_twice(classification)
        if said_twice:
            yield Found(
                f"{name_of(docname, seen)} is {said_twice} by its `stability` directives: keep one",
                place_of(docname, seen),
            )
        if not classification.rivals:
            continue
        rivals = (classification.feature, *classification.rivals)
        key = frozenset(rival.id for rival in rivals if rival)
        if key in reported:
            continue
        reported.add(key)
        said = " and ".join(
            f"{rival.level or 'levels by context'} by `{rival.id}` ({survey.show(rival.where)})"
            for rival in rivals
            if rival
        )
        yield Found(
            f"{name_of(docname, seen)} is {said}, which match it equally well: exclude it from one",
            place_of(docname, seen),
            classification.rivals[0].where,
            subject=subject_of(docname, seen),
        )


def _said_twice(classification: Classification) -> str:
    """Name the levels that directives give in one and the same context."""
    by_context: dict[object, list[str]] = {}
    for standing in classification.standings if classification.directives else ():
        by_context.setdefault(standing.key[1], []).append(standing.label)
    return next((" and ".join(names) for names in by_context.values() if len(names) > 1), "")


def _orphans(survey: Survey) -> Iterator[Found]:
    """Look every target up among the documented objects, and every document.

    Entries of things that are gone are no orphans: changes in effect, ended features.
    """
    moment = survey.catalogue.moment
    entries: list[Feature | Change] = [
        feature
        for feature in survey.catalogue.manifest.features
        if not moment.reached(feature.ended)
    ]
    entries += [
        change
        for change in survey.catalogue.manifest.changes
        if survey.catalogue.phases[change.id] < Phase.EFFECTIVE
    ]
    documented = _documented(survey, entries)

    @functools.cache
    def names_of(domain: str, objtype: str) -> list[str]:
        wanted = Target("any", domain, objtype)
        described = (seen for _, seen, _ in survey.objects)
        return sorted({s.name for s in described if wanted.accepts(s.domain, s.objtype)})

    for entry in entries:
        for target in (*entry.objects, *entry.exclude):
            known = id(target) in documented or survey.is_known(target)
            if not known and not survey.is_elsewhere(target):
                near = nearest(names_of(target.domain, target.objtype), target.name)
                yield Found(
                    f"`{target}` of `{entry.id}` names nothing that is documented: correct it, "
                    f"document it, or take it out{near}",
                    entry=entry.where,
                )
        yield from _unknown_parameters(entry, documented)
        for document in entry.documents:
            if not _is_document(survey, document):
                near = suggestion(document, survey.documents)
                yield Found(
                    f"`{document}` of `{entry.id}` is no document or labelled section{near}",
                    entry=entry.where,
                )


def _unknown_parameters(
    entry: Feature | Change, documented: Mapping[int, list[SeenObject]]
) -> Iterator[Found]:
    """Find parameters that their objects do not have, as far as the documentation shows any.

    `**kwargs` may take any. The old name of a parameter may well be hidden: it is reported only
    when it is much like another one, and that is not its new name.
    """
    hidden = isinstance(entry, Change) and entry.type in {"parameter-rename", "parameter-removal"}
    for target in entry.objects:
        described = documented.get(id(target), [])
        known = {name for seen in described for name in seen.parameters}
        if not target.parameter or not known or known & {target.parameter, VARIADIC}:
            continue
        if hidden and not _looks_misspelt(entry, target.parameter, known):
            continue
        if not target.has_wildcard:
            near = suggestion(target.parameter, known)
            yield Found(
                f"`{target}` of `{entry.id}` names no parameter of `{described[0].name}`: correct "
                f"it, or take it out{near}",
                entry=entry.where,
            )


def _looks_misspelt(entry: Feature | Change, parameter: str, known: Iterable[str]) -> bool:
    alternatives = entry.alternatives if isinstance(entry, Change) else ()
    told = {word for one in alternatives for word in re.findall(r"\w+", one.target)}
    near = difflib.get_close_matches(parameter, sorted(set(known) - told), n=1, cutoff=0.8)
    return bool(near)


def _documented(survey: Survey, entries: list[Feature | Change]) -> Mapping[int, list[SeenObject]]:
    """Return the targets that name or cover described objects, by identity, and these."""
    index: TargetIndex[Target] = TargetIndex()
    for entry in entries:
        for target in (*entry.objects, *entry.exclude):
            index.add(target, target)
    found: dict[int, list[SeenObject]] = {}
    for _, seen, _ in survey.objects:
        for name in (seen.name, *seen.also):
            for match in index.match(seen.domain, seen.objtype, name):
                found.setdefault(id(match.entry), []).append(seen)
    return found


def _is_document(survey: Survey, document: str) -> bool:
    index: DocumentIndex[str] = DocumentIndex()
    index.add(document, document)
    wanted = "#" in document
    return any(
        index.match(docname, label)
        for docname, (facts, _) in survey.documents.items()
        for section in facts.sections
        for label in (spellings(section.labels) if wanted else [""])
    )


def _above(survey: Survey) -> Iterator[Found]:
    """Find members that an entry promises more for than for what they are members of."""
    found: dict[Where, list[tuple[str, SeenObject, SeenObject, Answer]]] = {}
    for docname, (facts, answers) in survey.documents.items():
        for seen, answer in zip(facts.objects, answers.objects, strict=True):
            mine, outer = answer.classification, answer.outer
            theirs = outer.classification if outer and not outer.is_place else None
            if seen.parent < 0 or seen.domain == "stability" or not mine or not theirs:
                continue
            if mine.origin is Origin.DEFAULT or theirs.origin is Origin.DEFAULT:
                continue
            if is_below(theirs.ranks, mine.ranks):
                where = mine.feature.where if mine.feature else NOWHERE
                parent = facts.objects[seen.parent]
                found.setdefault(where, []).append((docname, seen, parent, answer))
    for where, members in found.items():
        docname, seen, parent, answer = members[0]
        more = f" and {len(members) - 1} more are" if len(members) > 1 else " is"
        by = survey.by(where)
        yield Found(
            f"`{seen.name}`{more} {answer.labels}{by}, but `{parent.name}` is "
            f"{answer.outer.labels if answer.outer else ''}: lower one, or raise the other",
            place_of(docname, seen),
            where,
            tuple(f"`{one.name}`" for _, one, _, _ in members[1:]),
            subject=seen.name,
        )


RULES = (
    Rule(
        "child-above-parent",
        "A member is promised more than the class or module that it belongs to.",
        "Nobody can use the member without the other.",
        "MDN browser-compat-data: a child is not more stable than its parent",
        Severity.WARNING,
        _above,
    ),
    Rule(
        "unclassified-object",
        "A documented object has no level.",
        "A reader cannot tell what is promised for it.",
        "rustc refuses a public item without a stability attribute",
        Severity.OFF,
        _unclassified,
    ),
    Rule(
        "several-levels",
        "Entries that match an object equally well give it different levels.",
        "Which of them a reader sees is chance.",
        "API Extractor, ae-different-release-tags",
        Severity.WARNING,
        _several,
    ),
    Rule(
        "orphan-entry",
        "A target of the manifest names nothing that is documented.",
        "A misspelt or outdated name protects nobody.",
        "Rust's tidy check of the Unstable Book",
        Severity.WARNING,
        _orphans,
    ),
)
