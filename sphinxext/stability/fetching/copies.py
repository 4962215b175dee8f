"""The copy that is kept of what a server sent."""

from __future__ import annotations

import hashlib

import msgspec

_DAY = 24 * 60 * 60


class Copy(msgspec.Struct, frozen=True, array_like=True):
    """What a server sent, what it calls that, and when it was last known to be current."""

    data: bytes
    #: Stands for the data.
    digest: str
    #: Seconds since 1970.
    checked: float
    #: The headers of the same names, sent back to ask whether there is anything new.
    etag: str = ""
    modified: str = ""

    def days(self, now: float) -> float:
        """Return its age in days; what comes from the future is below zero."""
        return (now - self.checked) / _DAY

    def is_current(self, now: float, limit: float) -> bool:
        """Tell whether it may be used unasked: for *limit* days, for ever where that is negative.

        One from the future is not: some clock was wrong.
        """
        return limit < 0 or 0 <= self.days(now) < limit


def encode(copy: Copy) -> bytes:
    """Return a copy as a file."""
    return msgspec.msgpack.encode(copy)


def decode(data: bytes) -> Copy | None:
    """Read a file; one that is cut off, or holds something else than was sent, is none."""
    try:
        copy = msgspec.msgpack.decode(data, type=Copy)
    except msgspec.MsgspecError:
        return None
    return copy if digest_of(copy.data) == copy.digest else None


def name_of(url: str) -> str:
    """Return a file name for an address, which tells nothing of it.

    Each login has a file of its own: a server may send each user something else.
    """
    return f"{digest_of(url.encode())}.msgpack"


def digest_of(data: bytes) -> str:
    """Return what stands for some bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
