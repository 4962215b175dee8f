"""What should have happened by now."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxext.stability.answers import Applied
from sphinxext.stability.facts import DocumentFacts, SeenObject, SeenSection
from sphinxext.stability.findings import Severity
from sphinxext.stability.policy import Phase
from sphinxext.stability.rules.rule import Found, Rule, Survey, name_of, place_of, subject_of


def _overdue(survey: Survey) -> Iterator[Found]:
    """Find removals that are in effect though what they remove is described as before.

    An entry gives one finding, at the first of its pages, sections and objects.
    """
    found: dict[str, tuple[Applied, str, SeenSection | SeenObject, list[str]]] = {}
    for docname, seen, answer in survey.everything:
        for applied in answer.changes:
            change = applied.change
            if applied.phase is not Phase.EFFECTIVE or not _is_still_there(applied, seen):
                continue
            if _is_told_removed(survey.documents[docname][0], seen, applied.parameter):
                continue
            first = found.get(change.id)
            if first is None:
                found[change.id] = applied, docname, seen, []
            elif applied in answer.new_changes:
                first[3].append(_name(applied, docname, seen))
    for applied, docname, seen, also in found.values():
        change = applied.change
        more = f" and {len(also)} more" if also else ""
        yield Found(
            f"{_name(applied, docname, seen)}{more} should be gone since version "
            f"{change.effective}{survey.by(change.where)}, but is still documented: remove it, "
            + ("move `effective`, or set `tombstone = true`" if applied.ends_object else "")
            + ("or move `effective`" if not applied.ends_object else ""),
            place_of(docname, seen),
            change.where,
            tuple(also),
            subject=subject_of(docname, seen),
        )


def _is_still_there(applied: Applied, seen: SeenSection | SeenObject) -> bool:
    """Tell whether a removal has left what it removes: the thing, or one of its parameters."""
    if applied.is_deprecation:
        return True
    if isinstance(seen, SeenSection):
        return False
    removes = applied.change.type in {"removal", "parameter-removal", "parameter-rename"}
    return removes and not applied.value and applied.parameter in seen.parameters


def _name(applied: Applied, docname: str, seen: SeenSection | SeenObject) -> str:
    """Name what should be gone."""
    name = name_of(docname, seen)
    return f"the parameter `{applied.parameter}` of {name}" if applied.parameter else name


def _is_told_removed(facts: DocumentFacts, seen: SeenSection | SeenObject, parameter: str) -> bool:
    """Tell whether a notice at a thing, or at one around it, says that it was removed."""
    told = (notice for notice in seen.notices if notice.type == "versionremoved")
    if any(notice.parameter in {"", parameter} for notice in told):
        return True
    if isinstance(seen, SeenSection):
        return seen.parent >= 0 and _is_told_removed(facts, facts.sections[seen.parent], "")
    return seen.parent >= 0 and _is_told_removed(facts, facts.objects[seen.parent], "")


RULES = (
    Rule(
        "overdue-removal",
        "An object or parameter is still documented though its removal has taken effect.",
        "Either it is still there, or the page describes what nobody can use.",
        "kube-apiserver stops serving what is due; CPython fails its build",
        Severity.WARNING,
        _overdue,
    ),
)
