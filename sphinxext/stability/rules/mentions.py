"""What pages mention: things that are gone, and links to what is promised less than the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxext.stability.answers import Answer, Classification
from sphinxext.stability.facts import SeenObject
from sphinxext.stability.findings import Place, Severity
from sphinxext.stability.mentions import mentions
from sphinxext.stability.model import NOWHERE, Change
from sphinxext.stability.policy import Phase
from sphinxext.stability.rules.prose import is_history
from sphinxext.stability.rules.rule import Found, Rule, Survey

#: A line that speaks of a removal may well name what was removed.
_TELLS = re.compile(
    r"remov|deprecat|replac|renam|formerly|no longer|instead|^\s*\.\. ", re.IGNORECASE
)


def _removed(survey: Survey) -> Iterator[Found]:
    """Find the names of what is gone, outside of texts that tell so."""
    gone: dict[str, Change] = {}
    for change in survey.catalogue.manifest.changes:
        if change.ends and survey.catalogue.phases[change.id] is Phase.EFFECTIVE:
            whole = (t for t in change.objects if not t.parameter and not t.has_wildcard)
            gone |= {target.name: change for target in whole}
    for docname in survey.documents if gone else ():
        found: dict[str, int] = {}
        for mention in mentions(survey.text(docname)):
            if mention.name in gone and not _TELLS.search(mention.text):
                found.setdefault(mention.name, mention.line)
        for name, line in found.items():
            change = gone[name]
            yield Found(
                f"page `{docname}` mentions `{name}`, which is gone since version "
                f"{change.effective} by `{change.id}` ({survey.show(change.where)}): name what "
                "replaces it",
                Place(docname, line),
                change.where,
                subject=docname,
            )


def _links(survey: Survey) -> Iterator[Found]:
    """Find links from pages that promise compatibility to objects that do not."""
    names = survey.described
    for docname, (facts, answers) in survey.documents.items():
        own = {name for seen in facts.objects for name in (seen.name, *seen.also)}
        page = answers.sections[0].classification or survey.catalogue.default
        if page is None or _promises(page) != {True} or is_history(docname):
            continue
        found: dict[str, tuple[int, SeenObject, Answer]] = {}
        for mention in mentions(survey.text(docname)):
            is_link = mention.is_link and mention.name not in own
            for seen, answer in names.get(mention.name, ()) if is_link else ():
                if answer.classification and _promises(answer.classification) == {False}:
                    found.setdefault(seen.name, (mention.line, seen, answer))
        for name, (line, _, answer) in found.items():
            feature = answer.classification.feature if answer.classification else None
            where = feature.where if feature else NOWHERE
            by = survey.by(where)
            yield Found(
                f"page `{docname}` is {page.labels}, but links to `{name}`, "
                f"which is {answer.labels}{by}: say so there, or link to something else",
                Place(docname, line),
                where,
                subject=docname,
            )


def _promises(classification: Classification) -> set[bool | None]:
    """Return whether its levels promise compatibility: some may, in one context, others not."""
    return {level.backward_compatible for level in classification.levels}


RULES = (
    Rule(
        "mentions-removed",
        "A page mentions something that is gone.",
        "Its examples fail, and its links lead nowhere.",
        "Rust's tidy check of the Unstable Book, which fails on sections of features that are gone",
        Severity.OFF,
        _removed,
    ),
    Rule(
        "links-to-lower-level",
        "A stable page links to an object without a promise of compatibility.",
        "Readers take what a stable page recommends for stable.",
        "PyTorch #72317 asks for a mode without prototype and beta features",
        Severity.OFF,
        _links,
    ),
)
