"""What the source code says, against what the documentation and the manifest say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from sphinxext.stability.answers import Answer, Applied, Origin
from sphinxext.stability.code.messages import Said, read
from sphinxext.stability.facts import SeenObject
from sphinxext.stability.findings import Severity
from sphinxext.stability.model import NOWHERE, Where
from sphinxext.stability.policy import Phase
from sphinxext.stability.rules.rule import Found, Rule, Survey, place_of, shortened
from sphinxext.stability.targets import segments
from sphinxext.stability.versions import parse_version

if TYPE_CHECKING:  # reading source takes modules that the command line does without
    from sphinxext.stability.code.codebase import Located

#: So much of a message is quoted.
_LONGEST = 80


class _Deprecated(NamedTuple):
    """A documented object that its source deprecates."""

    docname: str
    seen: SeenObject
    answer: Answer
    located: Located


def _mismatch(survey: Survey) -> Iterator[Found]:
    """Compare the source of each object with its documentation; members go with their class."""
    untold: dict[str, list[_Deprecated]] = {}
    for one in _in_source(survey):
        changes = [applied for applied in one.answer.changes if not applied.parameter]
        planned = survey.catalogue.planned(one.seen)
        changes += [Applied(change, Phase.PLANNED) for change in planned]
        if changes:
            yield from _differing(survey, one, changes)
        elif not survey.around(one.docname).is_deprecated(one.seen):
            # In this mode PEP 702's messages are inserted where nothing tells of them.
            if not (survey.mode == "insert" and one.located.deprecated.by_pep_702):
                # A message that several objects share is one cause.
                cause = one.located.deprecated.message or one.located.shown
                untold.setdefault(cause, []).append(one)
        else:
            yield from _written_otherwise(one)
    for group in untold.values():
        first = group[0]
        more = f" and {len(group) - 1} more are" if len(group) > 1 else " is"
        yield Found(
            f"`{first.seen.name}`{more} deprecated by the code ({first.located.shown})"
            f"{_quoted(first.located)}, but neither the documentation nor the manifest says so: "
            "add a change to the manifest",
            place_of(first.docname, first.seen),
            first.located.where,
            tuple(f"`{one.seen.name}`" for one in group[1:]),
            subject=first.seen.name,
        )


def _in_source(survey: Survey) -> Iterator[_Deprecated]:
    for docname, (facts, answers) in survey.documents.items():
        found: dict[int, Located | None] = {}
        for number, (seen, answer) in enumerate(zip(facts.objects, answers.objects, strict=True)):
            located = found[number] = survey.deprecation(seen)
            if located and not found.get(seen.parent):
                yield _Deprecated(docname, seen, answer, located)


def _differing(survey: Survey, one: _Deprecated, changes: list[Applied]) -> Iterator[Found]:
    """Compare what a message says with the changes of the object: one that agrees is enough."""
    said = read(one.located.deprecated.message)
    problems = [_difference(survey, said, applied) for applied in changes]
    if all(problems):
        yield Found(
            f"`{one.seen.name}` {problems[0]} ({one.located.shown}){_quoted(one.located)}: "
            "correct one of them",
            place_of(one.docname, one.seen),
            changes[0].change.where,
            subject=one.seen.name,
        )


def _difference(survey: Survey, said: Said, applied: Applied) -> str:
    """Say in what a message and a change differ; nothing where neither can be sure."""
    change = applied.change
    by = survey.by(change.where)
    known = change.deprecated.known if change.deprecated else None
    since = parse_version(said.since)
    if known and applied.phase < Phase.WARN and applied.change.ends:
        return f"will be deprecated in {known}{by}, but the code warns already"
    if since and known and since != known:
        return f"is deprecated since {known}{by}, but since {since} by the code"
    until = parse_version(said.until)
    effective = None if change.effective in {None, "never"} else change.effective
    if until and effective and until != effective:
        return f"goes away in {effective}{by}, but in {until} by the code"
    named = {segments(name)[-1] for name in said.alternatives}
    told = {
        word for one in change.alternatives for word in segments(one.target.partition("(")[0])[-1:]
    }
    in_words = any(" " in one.target for one in change.alternatives)
    if named and told and not named & told and not in_words:
        ours = ", ".join(f"`{one.target}`" for one in change.alternatives)
        theirs = ", ".join(f"`{name}`" for name in said.alternatives)
        return f"should be replaced with {ours}{by}, but with {theirs} by the code"
    return ""


def _written_otherwise(one: _Deprecated) -> Iterator[Found]:
    """Compare the version of a hand-written notice with that of the code."""
    since = parse_version(read(one.located.deprecated.message).since)
    written = [n for n in one.seen.notices if n.type == "deprecated" and not n.parameter]
    versions = [parse_version(notice.version) for notice in written]
    if since and versions and all(version and version != since for version in versions):
        yield Found(
            f"`{one.seen.name}` is deprecated since {versions[0]} by its documentation, but since "
            f"{since} by the code ({one.located.shown}): correct one of them",
            place_of(one.docname, written[0]),
            one.located.where,
            subject=one.seen.name,
        )


def _quoted(located: Located) -> str:
    text = " ".join(located.deprecated.message.split())
    return f', "{shortened(text, _LONGEST)}"' if text else ""


def _unwarned(survey: Survey) -> Iterator[Found]:
    """Find what may change, and does not warn who uses it; one finding for each feature."""
    found: dict[tuple[Where, str], list[tuple[str, SeenObject, Answer]]] = {}
    for docname, seen, answer in survey.objects:
        classification = answer.classification
        if seen.parent >= 0 or not classification or classification.origin is Origin.DEFAULT:
            continue
        levels = classification.levels
        if not levels or any(level.backward_compatible for level in levels):
            continue
        if survey.is_quiet(seen):
            where = classification.feature.where if classification.feature else NOWHERE
            found.setdefault((where, answer.labels), []).append((docname, seen, answer))
    for (where, labels), objects in found.items():
        docname, seen, _ = objects[0]
        more = f" and {len(objects) - 1} more are" if len(objects) > 1 else " is"
        yield Found(
            f"`{seen.name}`{more} {labels}{survey.by(where)}, but the code warns nobody who "
            "uses it: warn once",
            place_of(docname, seen),
            where,
            tuple(f"`{one.name}`" for _, one, _ in objects[1:]),
            subject=seen.name,
        )


RULES = (
    Rule(
        "missing-use-warning",
        "The code of something that may change warns nobody who uses it.",
        "Not everybody who uses it has read its page.",
        "PyTorch's feature classification: prototype and beta features should warn once",
        Severity.OFF,
        _unwarned,
    ),
    Rule(
        "runtime-docs-mismatch",
        "The code says that an object is deprecated, and its documentation says otherwise.",
        "Who reads learns of it from a warning, when the code has been written.",
        "Android metalava, DEPRECATION_MISMATCH; PEP 702; Node.js lints codes against its docs",
        Severity.WARNING,
        _mismatch,
    ),
)
