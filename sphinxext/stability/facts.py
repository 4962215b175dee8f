"""What was seen in a document while it was read: facts that no policy has a part in.

They are kept in the environment for every document, so they are small: packed with msgpack
and compressed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import msgspec

#: How much of a hand-written notice is kept: enough to see what it is about.
TEXT_LIMIT = 200


#: Stands among the parameters for ``*args`` and ``**kwargs``, whatever their names.
VARIADIC = "*"


class _Fact(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """A fact; there are many, and the garbage collector need not look at any: none has a cycle."""


_TELLING = re.compile(
    r"\b(?:alpha|beta|deprecated|experimental|incubating|legacy|nightly|preview|prototype"
    r"|provisional|release[ -]candidate|unmaintained|unstable|(?:active|early|in) development"
    r"|subject to (?:\w+ )?change)\b"
)


def is_telling(text: str) -> bool:
    """Tell whether a text may speak of a level or a deprecation; only such texts are kept."""
    # Three times as fast as a pattern for small and capital letters.
    return _TELLING.search(text.lower()) is not None


class SeenNotice(_Fact, frozen=True, array_like=True, omit_defaults=True):
    """A hand-written version notice, an admonition, or a telling text.

    ``type`` is Sphinx's ``deprecated``, ``versionchanged``, …, or ``admonition``; ``title`` or
    ``text`` for a title, or a paragraph at the beginning, that is :func:`telling <is_telling>`.
    """

    type: str
    version: str = ""
    text: str = ""
    line: int = 0
    source: str = ""
    #: The parameters whose description it stands in, separated by commas.
    parameter: str = ""

    @property
    def is_prose(self) -> bool:
        """Whether it is a text like any other, rather than a notice."""
        return self.type in {"text", "title"}


class SeenLevel(_Fact, frozen=True, array_like=True, omit_defaults=True):
    """A ``stability`` directive."""

    level: str
    since: str = ""
    feature: str = ""
    tracking: str = ""
    parameter: str = ""
    context: dict[str, str] = {}
    line: int = 0
    source: str = ""


class SeenSection(_Fact, frozen=True, array_like=True, omit_defaults=True):
    """A section; the first of a document is the page with its title section."""

    anchor: str = ""
    labels: tuple[str, ...] = ()
    parent: int = -1
    line: int = 0
    levels: tuple[SeenLevel, ...] = ()
    notices: tuple[SeenNotice, ...] = ()
    #: What the first cells of its tables refer to, as written: autosummary lists objects so.
    listed: tuple[str, ...] = ()


class SeenObject(_Fact, frozen=True, array_like=True, omit_defaults=True):
    """An object description; ``parent`` is the index of the one that it stands in."""

    domain: str
    objtype: str
    name: str
    anchor: str = ""
    section: int = 0
    parent: int = -1
    line: int = 0
    source: str = ""
    levels: tuple[SeenLevel, ...] = ()
    notices: tuple[SeenNotice, ...] = ()
    #: Other names in the same description: overloads, aliases of an option.
    also: tuple[str, ...] = ()
    #: ``:no-index:`` was given: this is not the object's definition.
    unindexed: bool = False
    #: The names of its parameters, in the signatures and described; :data:`VARIADIC` for more.
    parameters: tuple[str, ...] = ()
    #: What its signatures, the types in its fields and its bases refer to, as written.
    references: tuple[str, ...] = ()


class DocumentFacts(_Fact, frozen=True, array_like=True, omit_defaults=True):
    """All that was seen in one document, in its order."""

    sections: tuple[SeenSection, ...] = (SeenSection(),)
    objects: tuple[SeenObject, ...] = ()


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(DocumentFacts)


def pack(facts: DocumentFacts) -> bytes:
    """Return *facts* as bytes, the same for the same facts."""
    return _encoder.encode(facts)


def unpack(data: bytes) -> DocumentFacts:
    """Return the facts that :func:`pack` was given."""
    return _decoder.decode(data)


class FactTable(dict[str, bytes]):
    """The packed facts of all documents, by name.

    They are pickled as one compressed whole: documents have most in common with each other.
    """

    def __reduce__(self) -> tuple[Callable[[bytes], FactTable], tuple[bytes]]:
        """Return what pickle restores the table from."""
        return _restored, (zlib.compress(_encoder.encode(dict(sorted(self.items())))),)


def _restored(data: bytes) -> FactTable:
    packed = msgspec.msgpack.decode(zlib.decompress(data), type=dict[str, bytes])
    return FactTable(packed)
