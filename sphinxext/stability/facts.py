"""What was seen in a document while it was read: facts that no policy has a part in.

They are kept in the environment for every document, so they are small: packed with msgpack
and compressed, about 25 bytes for an object.
"""

from __future__ import annotations

import re
import zlib

import msgspec

#: How much of a hand-written notice is kept: enough to see what it is about.
TEXT_LIMIT = 200


#: Stands among the parameters for ``*args`` and ``**kwargs``, whatever their names.
VARIADIC = "*"


class _Fact(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    pass


#: What a text may say that speaks of a level or a deprecation; only such texts are kept.
TELLING = re.compile(
    r"\b(?:alpha|beta|deprecated|experimental|incubating|preview|prototype|provisional|unstable"
    r"|subject to (?:\w+ )?change)\b",
    re.IGNORECASE,
)


class SeenNotice(_Fact, frozen=True, array_like=True, omit_defaults=True):
    """A hand-written version notice, an admonition, or a telling text.

    ``type`` is Sphinx's ``deprecated``, ``versionchanged``, …, or ``admonition``; ``title`` or
    ``text`` for a title, or a paragraph at the beginning, that is :data:`TELLING`.
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


#: What most documents have, for the compressor: they are so short that they repeat little.
_COMMON = (
    b"versionadded versionchanged deprecated admonition Warning: Note: This is in beta and may "
    b"change experimental prototype std option envvar confval c cpp js data exception attribute "
    b"property class function method py /usr/lib/python3/site-packages/ .py:docstring of "
)

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(DocumentFacts)


def pack(facts: DocumentFacts) -> bytes:
    """Return *facts* as bytes, the same for the same facts."""
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS, zdict=_COMMON)
    return compressor.compress(_encoder.encode(facts)) + compressor.flush()


def unpack(data: bytes) -> DocumentFacts:
    """Return the facts that :func:`pack` was given."""
    decompressor = zlib.decompressobj(wbits=-zlib.MAX_WBITS, zdict=_COMMON)
    return _decoder.decode(decompressor.decompress(data))
