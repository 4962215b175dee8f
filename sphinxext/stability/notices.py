"""Which notices a reader must see at an object, section or page, and which stand there already."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from packaging.version import Version

from sphinxext.stability.answers import Answer, Applied, Event, Item, Origin
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.code.messages import as_rst
from sphinxext.stability.facts import SeenNotice
from sphinxext.stability.model import Feature, Scheme, Where
from sphinxext.stability.policy import Phase, Standing
from sphinxext.stability.prose import CHANGING, claims, denies
from sphinxext.stability.versions import parse_version
from sphinxext.stability.wording import Wording

if TYPE_CHECKING:
    from sphinxext.stability.code.codebase import Located

#: Sphinx's version notices, and docutils' admonitions.
NoticeType = Literal["deprecated", "versionchanged", "versionremoved", "note", "warning"]
VERSION_NOTICES = frozenset({"deprecated", "versionchanged", "versionremoved"})


class Notice(NamedTuple):
    """A notice that is due.

    *source* is the change, or the level, that asks for it, *entry* and *where* name the entry of
    the manifest. Without any, the source code asks for it, at *where*.
    """

    type: NoticeType
    version: str
    text: str
    source: Applied | Standing | None
    entry: str
    where: Where
    #: Whether a directive gives the level: then its notice stands in the directive's place.
    by_directive: bool = False
    #: The parameter that it is about, where its description has one.
    parameter: str = ""

    @property
    def is_version_notice(self) -> bool:
        """Whether it is one of Sphinx's version notices rather than an admonition."""
        return self.type in VERSION_NOTICES


class Notices:
    """Answers become notices."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self._of_change = functools.cache(self._change)
        self._texts: dict[tuple[object, ...], str] = {}

    def due(self, answer: Answer) -> tuple[Notice, ...]:
        """Return the notices that must stand at what *answer* is for, in their order."""
        found = [*self._levels(answer), *self._parameters(answer)]
        for applied in answer.new_changes:
            if applied.is_past:
                continue
            found += self._of_change(applied)
        return tuple(found)

    def rehearse(self, catalogue: Catalogue) -> None:
        """Word every notice that may be due, so that a faulty template is found at once.

        :raises WordingError: naming the template.
        """
        for change in catalogue.manifest.changes:
            if catalogue.phases[change.id] > Phase.PLANNED:
                self._change(Applied(change, catalogue.phases[change.id]))
            for event in Event:  # in their order, so that always the same fault comes first
                if event is not Event.TARGET:
                    self.wording.scheduled(event, Item(change, catalogue.end(change)))
        for feature in catalogue.manifest.features:
            if feature.target:
                self.wording.scheduled(Event.TARGET, Item(feature))
            for standing in catalogue.standings[feature.id]:
                if standing.level and standing.level.admonition != "none":
                    self.wording.level(standing, feature)

    def _levels(self, answer: Answer) -> Iterable[Notice]:
        classification = answer.classification
        if not answer.has_own_level or classification is None:
            return
        if classification.origin is Origin.FEATURE:
            return
        seen_of = dict(enumerate(classification.directives))
        for number, standing in enumerate(classification.standings):
            level, seen = standing.level, seen_of.get(number)
            if level is None or level.admonition == "none":
                continue
            feature = classification.feature
            tracking = seen.tracking if seen else ""
            text = self._of_level(standing, feature, tracking)
            entry = feature if feature and not seen else level
            by_directive = seen is not None
            yield Notice(level.admonition, "", text, standing, entry.id, entry.where, by_directive)

    def _parameters(self, answer: Answer) -> Iterable[Notice]:
        """Give the notes on parameters that have a level of their own.

        A badge has no place beside a parameter, so the notice tells of every level.
        """
        for parameter, classification in answer.parameters:
            for standing in classification.standings:
                level, feature = standing.level, classification.feature
                if level is None or feature is None or classification.directives:
                    continue  # a directive says so itself
                kind: NoticeType = "note" if level.admonition == "none" else level.admonition
                text = self._of_level(standing, feature, parameter=parameter)
                yield Notice(
                    kind, "", text, standing, feature.id, feature.where, parameter=parameter
                )

    def _of_level(
        self, standing: Standing, feature: Feature | None, tracking: str = "", parameter: str = ""
    ) -> str:
        """Word a level once: many objects may have it."""
        name = feature.id if feature else ""
        key = (standing.key, str(standing.since or ""), name, tracking, parameter)
        if key not in self._texts:
            self._texts[key] = self.wording.level(standing, feature, tracking, parameter)
        return self._texts[key]

    def _change(self, applied: Applied) -> tuple[Notice, ...]:
        change, phase = applied.change, applied.phase
        if phase is Phase.ANNOUNCED:
            return (self._notice("note", None, "announced", applied),)
        start = change.deprecated.known if change.deprecated else None
        if phase in {Phase.WARN, Phase.ERROR}:
            return (self._notice("deprecated", start, "deprecated", applied),)
        effective = change.effective if isinstance(change.effective, Version) else None
        if applied.ends_object and phase is Phase.EFFECTIVE:
            if change.tombstone:
                return (self._notice("versionremoved", effective, "removed", applied),)
            return (self._notice("deprecated", start, "overdue", applied),)
        found = []
        if effective:
            found.append(self._notice("versionchanged", effective, "changed", applied))
        if phase is Phase.RESTORED:
            found.append(self._notice("versionchanged", change.restored, "restored", applied))
        return tuple(found)

    def _notice(
        self, kind: NoticeType, version: Version | None, template: str, applied: Applied
    ) -> Notice:
        """Return a notice; a version notice without a version is an admonition instead."""
        if version is None and kind != "note":
            kind = "warning"
        change = applied.change
        text = self.wording.change(template, applied)
        return Notice(
            kind,
            str(version or ""),
            text,
            applied,
            change.id,
            change.where,
            parameter=applied.parameter,
        )


def from_code(located: Located) -> Notice:
    """Return the notice that a decorator of PEP 702 asks for: it knows no version."""
    text = as_rst(located.deprecated.message)
    return Notice("deprecated", "", text, None, located.shown, located.where)


def missing(
    due: Iterable[Notice], seen: Iterable[SeenNotice], scheme: Scheme, names: Iterable[str] = ()
) -> tuple[Notice, ...]:
    """Return the notices of which nothing stands there yet; texts may call the thing by *names*."""
    seen, names = tuple(seen), tuple(names)
    return tuple(notice for notice in due if told(notice, seen, scheme, names) is None)


class Told(NamedTuple):
    """A hand-written notice compared with one that is due."""

    seen: SeenNotice
    #: Whether it says the same; else it says something else about the same thing.
    same: bool


def told(
    notice: Notice, seen: Iterable[SeenNotice], scheme: Scheme, names: Iterable[str] = ()
) -> Told | None:
    """Return the hand-written notice that speaks of the same thing, or None."""
    if isinstance(notice.source, Standing):
        return _told_level(notice, notice.source, seen, scheme, tuple(names))
    return _told_change(notice, notice.source, seen) if notice.source else None


def _told_change(notice: Notice, applied: Applied, seen: Iterable[SeenNotice]) -> Told | None:
    """Compare by type and version.

    One deprecation of a whole object leaves no room for another. An object may well have
    several changes of other kinds, so there another version is another matter.
    """
    other = None
    for one in seen:
        if not _speaks_of(one, applied.parameter) or not _tells(one, notice):
            continue
        if one.type == "versionremoved" and applied.ends_object:
            same = True  # it is gone: no more is to be said
        elif one.type == "admonition":
            same = not notice.version or _names_version(one.text, notice.version)
        else:
            # What is no version at all is malformed, which is another rule's concern.
            unknown = not notice.version or parse_version(one.version) is None
            same = unknown or _same_version(one.version, notice.version)
        if same:
            return Told(one, same=True)
        # What changed in another version is another change.
        if (applied.ends_object or applied.parameter) and one.type != "versionchanged":
            other = other or Told(one, same=False)
    return other


def _tells(seen: SeenNotice, notice: Notice) -> bool:
    """Tell whether a hand-written notice is of the kind that is due.

    An admonition that says "deprecated" tells of a deprecation, and a deprecation is more than
    the admonition that is due where its version is not known.
    """
    if seen.type == "admonition":
        deprecates = notice.type != "versionchanged"
        ends = isinstance(notice.source, Applied) and notice.source.ends_object
        said = _DEPRECATED.search(seen.text) or (ends and _ENDED.search(seen.text))
        # What a note says of an argument is not said of the whole thing.
        else_said = ends and not notice.parameter and _OF_ARGUMENT.search(seen.text)
        return deprecates and bool(said) and not else_said and not denies(seen.text, "deprecated")
    if seen.type == "versionremoved" and isinstance(notice.source, Applied):
        return notice.source.ends_object and notice.source.phase is Phase.EFFECTIVE
    return seen.type == notice.type or (notice.type == "warning" and seen.type == "deprecated")


#: "vLLM has deprecated v0" tells of what somebody does, not of the thing that it stands at.
_DEPRECATED = re.compile(r"(?<!\bhas )(?<!\bhave )\bdeprecated\b", re.IGNORECASE)


_OF_ARGUMENT = re.compile(
    r"\b(?:arguments?|keywords?|options?|parameters?)\b[^.]*\bdeprecated\b", re.IGNORECASE
)
#: In what other words the end of a whole thing is told.
_ENDED = re.compile(
    r"\bno longer (?:\w+ )?(?:maintained|supported)\b|\bend[- ]of[- ](?:life|support)\b"
    r"|\bsupport (?:has )?ended\b|\b(?:has|have) been (?:archived|removed)\b",
    re.IGNORECASE,
)


def _names_version(text: str, version: str) -> bool:
    """Tell whether *text* names *version*, or no version at all."""
    number = rf"(?<![\d.]){re.escape(version)}(?:\.0)*(?![\d]|\.\d)"
    return bool(re.search(number, text)) or not re.search(r"(?<![\w.])\d+\.\d+", text)


#: Parameters that are words as well: without a mark or a noun they are taken for words.
_WORDS = re.compile(
    r"a|all|an|and|any|as|at|be|by|data|default|dim|end|file|first|for|format|from|i|if|in|index|"
    r"input|is|it|keys?|last|left|length|level|like|line|list|max|min|mode|model|names?|new|no|"
    r"none|not|number|object|of|old|on|only|or|order|other|out|output|path|range|result|return|"
    r"right|same|self|set|shape|size|source|start|state|steps?|stop|string|target|text|the|time|to|"
    r"type|use|values?|version|weight|width|with",
    re.IGNORECASE,
)


def _speaks_of(seen: SeenNotice, parameter: str) -> bool:
    """Tell whether the text names the parameter, for a change that is about one."""
    if not parameter:
        return not seen.parameter
    if parameter in seen.parameter.split(", "):
        return True
    name = re.escape(parameter)
    what = r"(?:arguments?|keywords?|options?|parameters?)"
    named = rf"`\*{{0,2}}{name}[`=]|\b{name}=|\b{what}\s+\W?{name}\b|\b{name}\b\W?\s+{what}\b"
    if not _WORDS.fullmatch(parameter):
        named += rf"|\b{name}\b"
    return bool(re.search(named, seen.text))


def _same_version(one: str, other: str) -> bool:
    first, second = parse_version(one), parse_version(other)
    return first == second if first and second else one == other


def _told_level(
    notice: Notice,
    standing: Standing,
    seen: Iterable[SeenNotice],
    scheme: Scheme,
    names: tuple[str, ...],
) -> Told | None:
    level = standing.level
    other = None
    for one in seen:
        if one.type != "admonition" or level is None or not _speaks_of(one, notice.parameter):
            continue
        # "experimental and subject to change" tells what matters, in nobody's terms.
        generic = () if level.backward_compatible else ("experimental", CHANGING)
        words = (level.id, level.label, *level.aliases, *level.formerly, *generic)
        if claims(one, [word.lower() for word in words], names):
            return Told(one, same=True)
        vague = generic and _VAGUE.search(one.text)
        named = vague or _claims(one.text, words)
        denied = any(denies(one.text, word) for word in words)
        if named and not denied and not _OF_OTHERS.search(one.text):
            return Told(one, same=True)
        if standing.when:
            continue  # it may well speak of other contexts
        rivals = (rival for rival in scheme.levels if rival.id != level.id)
        if any(_claims(one.text, (r.id, r.label, *r.aliases), strictly=True) for r in rivals):
            other = other or Told(one, same=False)
    return other


_VAGUE = re.compile(r"\b(experimental|subject to change)\b", re.IGNORECASE)
#: Texts that name a level of something else.
_OF_OTHERS = re.compile(r"\bsee also\b|\bversions? of\b|\bno longer\b", re.IGNORECASE)


def _claims(text: str, words: Iterable[str], *, strictly: bool = False) -> bool:
    """Tell whether *text* says that its subject is of a level that goes by *words*.

    "This is a prototype", "in beta"; unless *strictly* also "Beta: …" and "beta feature". The
    "beta argument" of a function says nothing of the kind.
    """
    level = rf"(?:{'|'.join(map(re.escape, words))})(?![\w=-])"
    says = rf"\b(?:is|are|in|as|currently|still|remains?)\s+(?:an?\s+|the\s+)?{level}"
    if not strictly:
        stands = rf"^(?:note|warning)?\W*{level}(?:\W|$)|\b(?:an?|of|the|its|early)\s+{level}"
        noun = "api|feature|functionality|level|phase|quality|release|software|stage|state|status"
        says = rf"{says}|(?:{stands})|{level}\W+(?:{noun}|support|version)s?\b"
        says = rf"(?:{says})(?!\W+(?:arguments?|keywords?|options?|parameters?|values?)\b)"
    return bool(re.search(says, text.strip(), re.IGNORECASE))
