"""Texts from elsewhere, made harmless in one place: when they are read.

What is shown of another project can then neither reorder a page or a terminal nor break its lines.
Whether it is markup does not matter: it is never parsed.
"""

from __future__ import annotations

import re

#: No text is longer, in characters.
LONGEST = 2000

#: What separates words, if not as a blank does: tabs, ends of lines and paragraphs.
_SPACE = "\t-\r\x85\u2028\u2029"
#: What is no character, which XML does not allow everywhere: the last two of each plane, and some.
_NONE = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
#: Control characters, and those that say in which direction text is written, that annotate it or
#: that divide words without being seen. What joins letters stays: scripts and emoji need it.
_DROPPED = (
    "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    f"\ufeff\ufff9-\ufffb\U000e0000-\U000e007f{_NONE}"
)
#: It begins where a run of blanks does, and gives none back: its time is that of the text's length.
_SPACES = re.compile(f"(?<! ) *+[{_SPACE}][ {_SPACE}]*+")
_ANY_DROPPED = re.compile(f"[{_DROPPED}]")
#: What may have to be cleaned in a JSON text. Characters stand there as they are or as escapes, and
#: an escaped quotation mark hides where a text ends. Three fast searches, not one slow one.
_SUSPICIOUS = (
    re.compile(f"[{_DROPPED}\x85\u2028\u2029]"),
    re.compile(r'\\[bfnrtu"]'),
    re.compile(f'"[^"]{{{LONGEST}}}'),
)


def is_clean(text: str) -> bool:
    """Tell whether no text of a JSON document has to be cleaned; when in doubt, one has."""
    return not any(pattern.search(text) for pattern in _SUSPICIOUS)


def clean(text: str) -> str:
    """Return a text on one line, without what is not to be seen, and no longer than allowed."""
    text = _ANY_DROPPED.sub("", _SPACES.sub(" ", text))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def cleaned(value: object) -> object:
    """Return what JSON was decoded to with all of its texts clean, names of keys included."""
    match value:
        case str():
            return clean(value)
        case list():
            return [cleaned(item) for item in value]
        case dict():
            return {clean(key): cleaned(item) for key, item in value.items()}
        case _:
            return value
