"""Which texts are addresses on the web; nothing has to be imported to ask that."""

from __future__ import annotations

import re

#: One letter is a drive; to a browser that is a scheme as well.
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def is_web(text: str) -> bool:
    """Tell whether a text is an address on the web."""
    return text[:8].lower().startswith(("http://", "https://"))


def is_link(text: str) -> bool:
    """Tell whether pages may lead there: to an address on the web, or to one relative to theirs."""
    return is_web(text) or not _SCHEME.match(text)
