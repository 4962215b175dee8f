"""What stands at the objects, against what the manifest says."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxext.stability.answers import Classification
from sphinxext.stability.beside import called
from sphinxext.stability.facts import SeenNotice, SeenObject, SeenSection
from sphinxext.stability.findings import Place, Severity
from sphinxext.stability.notices import Notice, missing, told
from sphinxext.stability.policy import Standing
from sphinxext.stability.rules import prose
from sphinxext.stability.rules.rule import (
    Found,
    Rule,
    Survey,
    name_of,
    place_of,
    shortened,
    subject_of,
)
from sphinxext.stability.versions import parse_version


def _missing(survey: Survey) -> Iterator[Found]:
    """Compare what is due with what stands there; inserted notices stand there.

    An entry gives one finding for each notice, at the first of its objects.
    """
    if survey.mode != "check":
        return
    first: dict[tuple[str, str], tuple[str, SeenSection | SeenObject, Notice]] = {}
    names: dict[tuple[str, str], list[str]] = {}
    for docname, seen, answer in survey.everything:
        due = survey.notices.due(answer)
        stands = survey.around(docname).standing(seen) if due else ()
        for notice in missing(due, stands, survey.catalogue.scheme, called(docname, seen)):
            if notice.by_directive:  # which puts it there itself
                continue
            key = (_described(notice), str(notice.where))
            first.setdefault(key, (docname, seen, notice))
            names.setdefault(key, []).append(name_of(docname, seen))
    for key, (docname, seen, notice) in first.items():
        count = len(names[key])
        more = f" and {count - 1} more lack" if count > 1 else " lacks"
        yield Found(
            f"{name_of(docname, seen)}{more} {_described(notice)}, which "
            f"`{notice.entry}` ({survey.show(notice.where)}) asks for",
            place_of(docname, seen),
            notice.where,
            tuple(names[key][1:]),
            subject=subject_of(docname, seen),
        )


def _described(notice: Notice) -> str:
    """Name a notice in a message."""
    about = f" for the parameter `{notice.parameter}`" if notice.parameter else ""
    if notice.is_version_notice:
        return f"the notice `.. {notice.type}:: {notice.version}`{about}"
    if not isinstance(notice.source, Standing):
        return f"a {notice.type} that tells of the change{about}"
    what = f"the parameter `{notice.parameter}`" if notice.parameter else "it"
    return f"a {notice.type} that says {what} is {notice.source.label}"


def _contradicts(survey: Survey) -> Iterator[Found]:
    if survey.mode == "off":
        return
    compared: set[int] = set()
    for docname, seen, answer in survey.everything:
        due = survey.notices.due(answer)
        stands = survey.around(docname).standing(seen) if due else ()
        for notice in due:
            found = told(notice, stands, survey.catalogue.scheme, called(docname, seen))
            if found and not found.same:
                yield Found(
                    f"{name_of(docname, seen)} has {_written(found.seen)}, but "
                    f"`{notice.entry}` ({survey.show(notice.where)}) asks for "
                    f"{_described(notice)}: correct one of them",
                    place_of(docname, found.seen),
                    notice.where,
                    subject=subject_of(docname, seen),
                )
                compared.add(id(found.seen))
        inherited = answer.outer and answer.outer.classification is answer.classification
        own = [] if inherited or not answer.classification else [("", answer.classification)]
        for parameter, classification in [*own, *answer.parameters]:
            if classification.overruled:
                about = f"the parameter `{parameter}` of " if parameter else ""
                yield _overruled(survey, docname, about + name_of(docname, seen), classification)
    yield from prose.contradicting(survey, compared)


def _overruled(survey: Survey, docname: str, name: str, classification: Classification) -> Found:
    """Say that a directive and an entry differ."""
    entry, directive = classification.overruled, classification.directives[0]
    assert entry is not None, "asked for what is overruled"  # noqa: S101
    return Found(
        f"{name} is {directive.level} by its `stability` directive, but "
        f"{entry.level or 'otherwise'} by `{entry.id}` ({survey.show(entry.where)}): correct one "
        "of them",
        Place(docname, directive.line, directive.source),
        entry.where,
    )


def _written(seen: SeenNotice) -> str:
    if seen.type == "admonition":
        return f'an admonition "{shortened(seen.text, 60)}"'
    return f"a hand-written `.. {seen.type}:: {seen.version}`"


def _malformed(survey: Survey) -> Iterator[Found]:
    """Find version directives without a version; many objects may share one text."""
    found: dict[tuple[str, str], list[Place]] = {}
    for docname, seen, _ in survey.everything:
        for notice in seen.notices:
            named = notice.type != "admonition" and not notice.is_prose
            if named and parse_version(notice.version) is None:
                cause = (f"`.. {notice.type}:: {notice.version}`", notice.text)
                found.setdefault(cause, []).append(place_of(docname, notice))
    for (written, _), places in found.items():
        count = len(places) - 1
        often = "once" if count == 1 else f"{count} times"
        more = f", here and {often} more," if count else ""
        kind = written.split("::")[0]
        yield Found(
            f"{written}{more} has no version where one belongs: write {kind}:: 2.3` with the text "
            "after it or below",
            places[0],
        )


RULES = (
    Rule(
        "missing-notice",
        "An object or page lacks the notice or admonition that the manifest asks for.",
        "A promise that the reader does not see at the object is not kept.",
        "PyTorch's Python Frontend BC/FC policy; NEP 23",
        Severity.ERROR,
        _missing,
    ),
    Rule(
        "notice-contradicts",
        "What is written at an object differs from what the manifest says.",
        "One of the two misleads.",
        "Android metalava, DEPRECATION_MISMATCH",
        Severity.WARNING,
        _contradicts,
    ),
    Rule(
        "malformed-notice",
        "The version of a version directive is no version.",
        "Its first word is printed as one: 'Deprecated since version Use'.",
        "Sphinx takes the first word as the version",
        Severity.WARNING,
        _malformed,
    ),
)
