"""The options of a table, calendar or timeline: records that a document keeps as text."""

from __future__ import annotations

from typing import Self

import msgspec


class Options(msgspec.Struct, frozen=True, array_like=True):
    """Base of the records."""

    def encode(self) -> str:
        """Return the options as one string."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def decode(cls, text: str) -> Self:
        """Return the options that :meth:`encode` wrote."""
        return msgspec.json.decode(text, type=cls)
