"""What the message of a deprecation warning says: of what, since when, until when, what instead."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Stands in a message for a value that the source puts in, which may be any thing's name.
VALUE = "\x02"

#: Words of a message that deprecates something, in any tense.
_DEPRECATES = re.compile(
    r"deprecat|obsolete|superseded|\bremov(?:ed|al)\b|no longer (?:be )?(?:supported|maintained)",
    re.IGNORECASE,
)
_NOUNS = r"(?:arg(?:ument)?s?|flags?|keywords?|kwargs?|options?|param(?:eter)?s?|values?)"
#: What a message is about when that is an argument.
_ARGUMENT = re.compile(
    rf"\b{_NOUNS}\b[^.]*\bdeprecat|\bdeprecat\w*\s+{_NOUNS}\b|\bpassing\b|\bdefault\b"
    r"|^\W*(?:calling|using|invoking)\b.*\bwith\b|^\W*(?:the\s+)?[\w.]*__(?:init|new)__",
    re.IGNORECASE,
)
#: The thing that a message names as deprecated, in code or with a dot or underscore.
_SUBJECT = re.compile(
    r"^\W*(?:the\s+)?(?:(?:class|function|method|module)\s+)?"
    r"[`'\"]*(?P<name>[\w.…\x02]+)[^\s`'\"]*[`'\"]*\s+(?:\w+\s+)?"
    r"(?:is|are|was|were|has been|have been|will be)\b",
    re.IGNORECASE,
)

_VERSION = r"v?(?P<version>\d+(?:\.\d+)+)(?![\w.]*\d)"
#: The name before a version may be that of the project; the language is another matter.
_NAMED = (
    r"(?:(?:of|with|from|in)\s+)?(?:the\s+)?(?:version|release)?\s*(?:(?!python\b)[A-Z][\w-]*\s+)?"
)
_SINCE = re.compile(
    rf"\bdeprecated\s+(?:since|as\s+of|in|from|starting\s+(?:from|in|with))\s+{_NAMED}{_VERSION}",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:removed|removal|dropped|disappear|go\s+away)\s+(?:in|with|from|after)\s+"
    rf"{_NAMED}{_VERSION}",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\b(?i:use|using|to|switch\s+to|by|favou?r\s+of|consider)\s+(?:the\s+)?"
    r"(?P<mark>[`'\"]{0,2})(?P<name>[A-Za-z_][\w.]*)\s*(?:\([^)]*\))?(?P=mark)"
    r"(?P<after>\s+instead)?",
)


#: What a message may call the thing itself: "this function is deprecated".
_ITSELF = {
    *("this", "that", "it", "use", "usage", "support"),
    *("attribute", "class", "constructor", "context", "decorator", "function", "method", "module"),
    *("object", "operator", "package", "property"),
}


class Said(NamedTuple):
    """The parts of a message; what it does not say is empty."""

    since: str = ""
    until: str = ""
    alternatives: tuple[str, ...] = ()


def read(message: str) -> Said:
    """Read what a message says, as far as that is certain."""
    text = " ".join(message.split())
    since, until = _SINCE.search(text), _UNTIL.search(text)
    named = [
        match["name"].rstrip(".")
        for match in _INSTEAD.finditer(text)
        if match["mark"] or "." in match["name"].rstrip(".") or "_" in match["name"]
    ]
    return Said(
        since["version"] if since else "",
        until["version"] if until else "",
        tuple(dict.fromkeys(named)),
    )


def deprecates(message: str) -> bool:
    """Tell whether a message says that something is deprecated, or to use another thing."""
    return bool(_DEPRECATES.search(message))


def is_about(message: str, path: tuple[str, ...]) -> bool:
    """Tell whether a warning is about the object at *path*, and no argument or other thing."""
    text = " ".join(message.split())
    if _ARGUMENT.search(text):
        return False
    subject = _SUBJECT.match(text)
    if subject is None or not path:
        return True
    name = subject["name"].rstrip(".")
    if VALUE in name:
        return False
    if name.lower() in _ITSELF:
        return True
    parts = set(name.split("."))
    return "…" in name or bool(parts & set(path))


def plain(text: str) -> str:
    """Write the values that are put into a message as ellipses."""
    return text.replace(VALUE, "…")


def shown(text: str) -> str:
    """Replace the characters that no page and no file can have."""
    return _UNPRINTABLE.sub("\ufffd", text)


def as_rst(message: str) -> str:
    """Write a message as one paragraph of reStructuredText: code is literal, all else plain."""
    parts = _CODE.split(" ".join(message.split()))
    text = "".join(
        f"\\ ``{part.strip()}``\\ " if index % 2 else _SPECIAL.sub(r"\\\1", part)
        for index, part in enumerate(parts)
    )
    if text.endswith("::"):
        text = f"{text[:-1]}\\:"  # else a literal block is expected to follow
    return text if _BEGINS_PLAINLY.match(text) else f"\\ {text}"


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CODE = re.compile(r"`{1,2}([^`]*[^`\s][^`]*)`{1,2}")
#: What means something in reStructuredText.
_SPECIAL = re.compile(r"([\\*`|_<>\[\]])")
#: Other beginnings may be those of lists, fields, directives, tables and so on.
_BEGINS_PLAINLY = re.compile(r"\w[\w.]*\w[ ,:;']|\\ |$")
