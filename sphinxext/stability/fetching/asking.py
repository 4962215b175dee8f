"""How servers are asked, and that they did not answer."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

#: All that one file takes may take so many times as long as each wait.
WHOLE = 6


class Failed(Exception):  # noqa: N818  (it is the place's, not the program's)
    """There is nothing to read; the message says why, without credentials or anything sent."""


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """How servers are asked."""

    #: Seconds to wait for a connection, and for each further part of the answer.
    timeout: float = 10
    user_agent: str = ""
    verify: bool = True
    #: Files of certificates to trust, for all hosts or by host; else those of the system.
    certificates: str | Mapping[str, str] | None = None
