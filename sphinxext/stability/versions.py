"""Reading versions that may be none, and the release that a version is on the way to."""

from __future__ import annotations

import functools

from packaging.version import Version


@functools.lru_cache(maxsize=4096)
def parse_version(text: str) -> Version | None:
    """Return the PEP 440 version that *text* is, or None."""
    try:
        return Version(text)
    except ValueError:  # InvalidVersion, or more digits than Python reads as a number
        return None


def read_version(text: str) -> Version:
    """Return the PEP 440 version that *text* is.

    :raises ValueError: if it is none.
    """
    version = parse_version(text)
    if version is None:
        raise ValueError(
            f"`{text}` is not a version that PEP 440 allows, such as `2.7` or `2.7.0rc1`"
        )
    return version


def base(version: Version) -> Version:
    """Return the release that *version* is on the way to: ``2.7.0a0+git`` → ``2.7.0``."""
    if version.is_prerelease or version.is_postrelease or version.local:
        return _release(version.base_version)
    return version


@functools.cache
def _release(text: str) -> Version:
    """Read a version once. By its text, for 2.7 and 2.7.0 are equal but written differently."""
    return Version(text)
