"""Findings: what a check found, how grave it is, where, and by what it is known again."""

from __future__ import annotations

import enum
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from sphinxext.stability.model import NOWHERE, Where

#: A place of the manifest that a message names; of an odd path, the line number.
_PLACE = re.compile(r" \([^()]*:\d+\)|:\d+(?=\))")
#: The end of a message whose advice depends on what else there is.
_ADVICE = re.compile(r"\. Did you mean `[^`]*`\?$")
#: How often the same is found elsewhere.
_COUNT = re.compile(r", here and (?:once|\d+ times) more,")
_NAME = re.compile(r"`([^`]+)`")


class Severity(enum.StrEnum):
    """How grave a finding is; ``info`` shows in the `stability` builder and the reports only."""

    OFF = "off"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class State(enum.StrEnum):
    """Whether a finding counts."""

    NEW = "new"
    #: The baseline accepts it.
    KNOWN = "known"
    #: ``suppress_warnings`` has its type.
    SUPPRESSED = "suppressed"
    #: A waiver of the manifest accepts it.
    WAIVED = "waived"
    #: It tells of an entry of the baseline that is found no more.
    GONE = "gone"


class Place(msgspec.Struct, frozen=True, order=True):
    """Where in the documentation: a document and a line, or the source file of a docstring."""

    docname: str = ""
    line: int = 0
    source: str = ""


class Finding(msgspec.Struct, frozen=True, order=True):
    """One result of a check; *entry* is the place of the manifest entry that it is about."""

    rule: str
    message: str
    place: Place = Place()
    entry: Where = NOWHERE
    severity: Severity = Severity.WARNING
    #: What else has the same cause, by name; the reports list it.
    also: tuple[str, ...] = ()
    #: The name of the object, or of the document and section, that it is about.
    subject: str = ""
    #: By what it is known in another build, whatever lines were moved in between.
    fingerprint: str = ""
    state: State = State.NEW
    #: Why a waiver accepts it.
    reason: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is shown and decides on the exit status."""
        return self.state in {State.NEW, State.GONE}


def severity_of(rule: str, default: Severity, chosen: Mapping[str, Severity]) -> Severity:
    """Return the severity that a project gave a rule: by its id, by ``all``, or the default."""
    return chosen.get(rule, chosen.get("all", default))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort as all reports have it."""
    return sorted(findings, key=lambda f: (f.rule, f.place, f.message, f.entry, f.also))


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """Sort the worst to the front."""
    order = list(Severity)
    return sorted(findings, key=lambda f: -order.index(f.severity))


def stamped(findings: Iterable[Finding], about: Callable[[Finding], str]) -> Iterator[Finding]:
    """Give each finding its fingerprint; *about* names the entry or file that it is about.

    Findings that are the same but for their lines are counted: which of them is which does not
    matter, how many there are does.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        mark = digest_of(finding.rule, *_identity(finding, about(finding)))
        seen[mark] += 1
        number = f"-{seen[mark]}" if seen[mark] > 1 else ""
        yield msgspec.structs.replace(finding, fingerprint=mark + number)


def digest_of(*words: str) -> str:
    """Return a short hash of words."""
    return hashlib.blake2b("\0".join(words).encode(), digest_size=8).hexdigest()


def without_places(message: str) -> str:
    """Return a message without the places of the manifest, which move."""
    return _PLACE.sub("", message)


def _identity(finding: Finding, about: str) -> Iterator[str]:
    """Give what makes a finding another one: no lines, and not which of its objects is first."""
    names, said = [finding.subject], finding.message
    head, more, rest = said.partition(f" and {len(finding.also)} more")
    if finding.also and more:
        names, said = _NAME.findall(head), rest
    names += _NAME.findall(" ".join(finding.also))
    yield from sorted(names if about in names else [about, *names])
    yield _COUNT.sub("", _ADVICE.sub("", without_places(said)))
