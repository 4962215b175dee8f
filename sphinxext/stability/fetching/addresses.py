"""Where an inventory may be: a file or folder on disk, or an address on the web."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from sphinxext.stability.inventory import FILENAME
from sphinxext.stability.web import is_web

#: At least two letters: one is a drive.
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
#: User and password; a password with `/`, `?` or `#`, which should be quoted, is one as well.
_LOGIN = re.compile(
    r"([a-z][a-z0-9+.-]*://)([^/?#]*@|[^/?#@:]*:(?!\d*(?:[/?#]|$))[^@\s]*@)", re.IGNORECASE
)
#: The beginning of what may be an address without its scheme, and no name of a file.
_HOST = re.compile(r"(?:[\w-]+\.)+(?!(?:json|toml)\Z)[a-z]{2,}(?::\d+)?(?:/|\Z)", re.IGNORECASE)
_A_FOLDER = "; the address of a folder ends in `/`"
_A_MANIFEST = "; a manifest is read by `sphinx-stability status` and `sphinx-stability check`"
_AN_ADDRESS = "; an address on the web begins with https://"
_PORTS = {"http": 80, "https": 443}


class Location(NamedTuple):
    """A place to read from: a file, an address, or neither where it is of another kind."""

    #: As messages name it: without credentials.
    named: str
    path: Path | None = None
    url: str = ""
    #: What may be meant where no inventory is there.
    hint: str = ""


def locate(text: str, start: Path) -> Location:
    """Return the place that a location means; paths are relative to *start*.

    An address that ends in ``/``, and a path of a folder, mean the inventory there.
    """
    if is_web(text):
        url = _in_folder(text)
        is_file = _split_query(url)[0].endswith(".json")
        return Location(shown(url), None, url, "" if is_file else _A_FOLDER)
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() == "file":
        # It takes longer to import than most commands run.
        from urllib.request import url2pathname  # noqa: PLC0415

        path = Path(url2pathname(urlsplit(text).path))
    elif scheme and text[scheme.end() :].startswith("//"):
        return Location(shown(text))
    else:
        path = start / text
    path = Path(os.path.normpath(path))
    path = path / FILENAME if os.path.isdir(path) else path  # noqa: PTH112  (this never raises)
    hint = _A_MANIFEST if text.endswith(".toml") else _AN_ADDRESS if _HOST.match(text) else ""
    return Location(str(path), path, hint=hint)


def _in_folder(url: str) -> str:
    """Return the address of the inventory that the address of a folder means."""
    address, mark, rest = _split_query(url)
    return f"{address}{FILENAME}{mark}{rest}" if address.endswith("/") else url


def _split_query(url: str) -> tuple[str, str, str]:
    """Split an address at the first of ``?`` and ``#``, as text: it may be no address at all."""
    found = re.search(r"[?#]", url)
    at = found.start() if found else len(url)
    return url[:at], url[at : at + 1], url[at + 1 :]


def without_login(url: str) -> str:
    """Return an address without user and password."""
    found = _LOGIN.match(url)
    return f"{found[1]}{url[found.end() :]}" if found else url


def login(url: str) -> tuple[str, str] | None:
    """Return the user and the password of an address, if it has any."""
    found = _LOGIN.match(url)
    user, _, password = found[2].removesuffix("@").partition(":") if found else ("", "", "")
    return (unquote(user), unquote(password)) if user or password else None


def shown(url: str) -> str:
    """Return an address as anybody may see it: a user, a password or a token is no part of it."""
    address, mark, _ = _split_query(without_login(url))
    return f"{address}?…" if mark == "?" else address


def folder(uri: str) -> str:
    """Return an address as that of a folder, which ends in ``/``."""
    address, mark, rest = _split_query(uri)
    return f"{address}{'' if address.endswith('/') else '/'}{mark}{rest}"


def base(uri: str) -> str:
    """Return what the addresses of a project's pages begin with; that will be published."""
    return folder(_split_query(without_login(uri))[0] if is_web(uri) else uri)


def origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port; what is sent to one origin is for no other.

    The address has no user and password: see :func:`bare`.

    :raises ValueError: when it is no address.
    """
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, parts.hostname or "", parts.port or _PORTS.get(scheme)


def bare(url: str) -> str:
    """Return an address as it is asked for: without user, password and fragment."""
    parts = urlsplit(without_login(url))
    return urlunsplit(parts._replace(fragment=""))
