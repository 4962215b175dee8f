"""Hand-written prose that says of a thing how stable it is.

A word alone says nothing: ``beta`` may be a parameter, a distribution or another product. What
counts is a sentence whose subject is the thing, or a text or title that begins or ends with the
word as a mark: "This API is in beta", "Deprecated; use …", "Graphs (prototype)".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from sphinxext.stability.facts import SeenNotice
from sphinxext.stability.targets import last_segment

#: What says that a thing may change, in nobody's terms.
CHANGING = "subject to change"
DEPRECATED = "deprecated"

#: Stands in a text for the thing that it is at.
_OWN = "\x01"

#: The things that documentation is about, as a text names them.
_NOUN = (
    r"(?:apis?|annotation|attribute|class(?:es)?|constructor|constant|context\s+manager|"
    r"decorator|enum|exception|exporter|extension|features?|flag|functions?|functionality|"
    r"interfaces?|kernels?|librar(?:y|ies)|macro|methods?|modules?|objects?|operat(?:or|ion)s?|"
    r"packages?|pages?|property|propert(?:y|ies)|script|tools?|types?|utilit(?:y|ies)|wrapper)"
)
#: A word of a name. A clause between would have a subject of its own, "the old API" is another
#: thing, and so is what stands there as code: the thing itself has a mark instead.
_WORD = (
    r"(?!(?:an?|base|former|if|latter|old|other|parent|previous|says?|that|underlying|when|where|"
    rf"whether|which)\b)[\w.'{_OWN}-]+"
)
_THIS = rf"(?:this|these|it|the)(?:\s+{_WORD}){{0,5}}?\s+{_NOUN}"
_VERB = r"(?:is|are|(?:has|have)\s+been|remains?|(?:may|must|should)\s+be)"
#: Marks before a word; what stands in quotes is said by somebody else, or is a word as a word.
_PLAIN = r"""[^\w"'“”‘«„]*"""
#: What may stand between the verb and the level: "is still an early".
_FILLER = (
    r"(?:\s+(?:currently|now|officially|still|also|only|available|considered|regarded|fairly|"
    r"largely|mostly|quite|rather|somewhat|(?:in|of|as)(?:\s+the|\s+an?)?|an?|early|rapidly|"
    r"evolving|new|highly|very|purely))*"
)


def claims(seen: SeenNotice, words: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """Return the levels that a text says its subject has, each once.

    *words* are what levels go by, in lower case; *names* are those of what the text stands at.
    """
    pattern = _pattern(tuple(words))
    text = " ".join(seen.text.split())
    is_title = seen.type == "title"
    found = pattern.title(text) if is_title else pattern.text(_with_mark(text, names))
    return tuple(dict.fromkeys(word.lower() for word in found))


def names_of(name: str) -> list[str]:
    """Return what a text may call an object: its name, or the words that it is made of."""
    last = last_segment(name)
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", last).strip()
    return [name, last, split] if " " in split else [name, last]


def _with_mark(text: str, names: Iterable[str]) -> str:
    """Put a mark in place of the names of the thing, so that one pattern serves all things."""
    for name in sorted(set(names), key=len, reverse=True):
        if name.lower() in text.lower():
            own = rf"(?<!\w){re.escape(name)}(?:\([^)]*\))?s?(?!\w)"
            text = re.sub(own, _OWN, text, flags=re.IGNORECASE)
    return text


def denies(text: str, word: str) -> bool:
    """Tell whether a text says of something that it is *not* of a level, or no longer."""
    negation = r"(?:not|never|no\s+longer|isn't|aren't)(?:\s+(?:yet|an?|in|considered|being))*"
    return bool(re.search(rf"\b{negation}\s+{re.escape(word)}\b", text, re.IGNORECASE))


class _Pattern:
    """Finds the words of one scheme in texts."""

    def __init__(self, words: tuple[str, ...]) -> None:
        longest_first = sorted(words, key=len, reverse=True)
        level = rf"(?P<level>{'|'.join(map(re.escape, longest_first))})(?![\w=-])"
        # With or without the module, and whatever marks it as code.
        subject = rf"(?:{_THIS}|\W*(?:[\w.]+\.)?{_OWN}\W*)"
        label = rf"{_PLAIN}(?:note|warning|important|caution|attention)?{_PLAIN}"
        # "It" in a later sentence may be about anything that the one before speaks of.
        subject = rf"(?:(?:^|[.!?]\s+){label}(?:the\s+)?{subject}|^{label}(?:this|it))"
        noun = rf"(?:{_NOUN}|phase|preview|program|quality|release|software|stage|state|status)"
        self._sentence = re.compile(
            rf"{subject}(?:\s+{_NOUN})?\s+{_VERB}{_FILLER}\s+{level}"
            rf"(?:\W+(?P<after>\w+))?",
            re.IGNORECASE,
        )
        ended = r"\s*[\].:;!)–—-]|\s+(?:in\s+favou?r|since|as\s+of)\b"
        # "Beta features are …" speaks of others, as a title it speaks of what follows.
        self._mark = re.compile(rf"^{_PLAIN}{level}(?:{ended}|\W+{noun}\b(?<!s))", re.IGNORECASE)
        # "Deprecated functions" heads a list of what the manifest knows one by one.
        self._adjective = re.compile(
            rf"^{_PLAIN}(?!{DEPRECATED}){level}(?:{ended}|\W+{noun}\W*$)", re.IGNORECASE
        )
        self._changing = re.compile(
            rf"{subject}(?:\s+{_NOUN})?\s+{_VERB}\b[^.;]*"
            rf"\bsubject\s+to\s+(?:\w+\s+)?change",
            re.IGNORECASE,
        )
        self._bracket = re.compile(rf"[\[(]\s*{level}[^\])]*[\])]", re.IGNORECASE)

    def title(self, text: str) -> Iterable[str]:
        """Give the levels in a title: in brackets, or as an adjective of what follows."""
        for match in (self._bracket.search(text), self._adjective.match(text)):
            if match:
                yield match["level"]

    def text(self, text: str) -> Iterable[str]:
        """Give the levels in a sentence."""
        if match := self._mark.match(text):
            yield match["level"]
        for match in self._sentence.finditer(text):
            if not _is_of_something_else(match["after"] or ""):
                yield match["level"]
        if self._changing.search(text):
            yield CHANGING


def _is_of_something_else(after: str) -> bool:
    """Tell whether the noun after the level shows that it is a value, not the level of a thing."""
    noun = after.strip().lower()
    return noun in {"argument", "arguments", "keyword", "option", "options", "parameter", "value"}


@functools.lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> _Pattern:
    return _Pattern(words)
