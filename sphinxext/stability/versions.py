"""Reading versions that may be none."""

from __future__ import annotations

from packaging.version import Version


def parse_version(text: str) -> Version | None:
    """Return the PEP 440 version that *text* is, or None."""
    try:
        return Version(text)
    except ValueError:  # InvalidVersion, or more digits than Python reads as a number
        return None
