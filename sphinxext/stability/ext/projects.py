"""What other projects publish, and what the last release did: read, and kept from build to build.

What servers sent lies beside the doctrees, a file for each address. Beside that lies which bytes
were found to be inventories, so that a build in which nothing has changed decodes none.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sphinx.util import logging

from sphinxext.stability.ext.files import write_whole
from sphinxext.stability.fetching import copies
from sphinxext.stability.fetching.addresses import Location, base, folder, locate
from sphinxext.stability.fetching.asking import Asking, Failed
from sphinxext.stability.fetching.copies import Copy
from sphinxext.stability.fetching.reading import Found, Inventories, Reader, shape
from sphinxext.stability.inventory import FORMAT, Inventory, InventoryError
from sphinxext.stability.model import Where
from sphinxext.stability.rules import Published
from sphinxext.stability.web import is_web

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext.stability.ext.config import Settings

logger = logging.getLogger(__name__)


class _Inventories:
    """Decodes what was found, when it is first asked for."""

    def __init__(self, read: Inventories, kept: _Kept) -> None:
        self._read, self._kept = read, kept
        self._told: set[str] = set()

    def of(self, setting: str, found: Found) -> Inventory:
        """Return an inventory: one without anything where an earlier build was wrong about it."""
        try:
            return self._read.read(found.data, found.digest)
        except InventoryError as error:
            if found.digest not in self._told:
                _warn(f"{setting}: {found.location.named}: {error}; build again to read it anew")
            self._told.add(found.digest)
            self._kept.forget()
            return Inventory(format=FORMAT, project="", version="0")


class Projects(Mapping[str, tuple[str, Inventory]]):
    """Other projects by name: the address of their pages, and what they publish.

    An inventory is decoded when it is first asked for.
    """

    def __init__(self, found: Mapping[str, tuple[str, Found]], inventories: _Inventories) -> None:
        self._found, self._inventories = found, inventories

    def __getitem__(self, name: str) -> tuple[str, Inventory]:
        uri, found = self._found[name]
        return uri, self._inventories.of("stability_projects", found)

    def __contains__(self, name: object) -> bool:
        return name in self._found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def digests(self) -> list[tuple[str, str, str]]:
        """Names, addresses, and what stands for the inventories."""
        return [(name, uri, found.digest) for name, (uri, found) in sorted(self._found.items())]


class Others:
    """What is published elsewhere: by other projects, and by the last release of this one."""

    def __init__(
        self, projects: Mapping[str, tuple[str, Found]], last: Found | None, read: _Inventories
    ) -> None:
        self.projects = Projects(projects, read)
        self._last, self._inventories = last, read

    @property
    def previous(self) -> Published | None:
        """What the last release published, ``stability_previous``."""
        if self._last is None:
            return None
        found = self._inventories.of("stability_previous", self._last)
        return Published(found, Where(self._last.location.named, 1))

    @property
    def digests(self) -> tuple[list[tuple[str, str, str]], str]:
        """What stands for all of it."""
        return self.projects.digests, self._last.digest if self._last else ""


def load(app: Sphinx, settings: Settings) -> Others:
    """Read what is published elsewhere; servers are asked at the same time.

    What cannot be read is warned about, type ``stability.inventory``.
    """
    start = Path(app.srcdir)
    places = [
        tuple(locate(place or _pages(source.uri), start) for place in source.locations)
        for source in settings.projects
    ]
    places += [(locate(settings.previous, start),)] if settings.previous else []
    kept = _Kept(app)
    reader = Reader(
        asking=_asking(app, settings),
        inventories=Inventories(kept.known),
        copies=kept.copies(location for group in places for location in group),
        days=settings.cache_days,
        offline=settings.offline,
    )
    names = [f"`{source.name}`" for source in settings.projects] + ["the last release"]
    asked = [name for name, group in zip(names, places, strict=False) if reader.asks(group)]
    if asked:
        logger.info("loading stability inventories: %s", ", ".join(asked))
    with warnings.catch_warnings():
        if not app.config.tls_verify:
            # Who has switched it off knows; each request would say so.
            warnings.filterwarnings("ignore", "Unverified HTTPS request")
        results = reader.all(places)
    kept.save(results, reader.inventories)
    kept.tidy(location for group in places for location in group)
    projects = {}
    for source, result in zip(settings.projects, results, strict=False):
        if isinstance(result, Failed):
            _warn(f"stability_projects: no inventory of `{source.name}`; {result}")
            continue
        if result.complaint:
            _warn(f"stability_projects: an old inventory of `{source.name}`; {result.complaint}")
        elif result.passed_over:
            logger.info("stability_projects: `%s`: passed over %s", source.name, result.passed_over)
        projects[source.name] = (base(source.uri), result)
    last = _last(results[-1]) if settings.previous else None
    return Others(projects, last, _Inventories(reader.inventories, kept))


def _pages(uri: str) -> str:
    """Return where the inventory is that is published with a project's pages."""
    return folder(uri) if is_web(uri) else uri


def _asking(app: Sphinx, settings: Settings) -> Asking:
    """Ask as Sphinx does, but with time limits."""
    return Asking(
        timeout=settings.timeout,
        user_agent=app.config.user_agent or "",
        verify=bool(app.config.tls_verify),
        certificates=app.config.tls_cacerts,
    )


def _last(result: Found | Failed) -> Found | None:
    """Return what the last release published, and warn where that cannot be read as it is now."""
    if isinstance(result, Failed):
        _warn(f"stability_previous: {result}")
        return None
    if result.complaint:
        _warn(f"stability_previous: {result.complaint}")
    return result


def _warn(message: str) -> None:
    logger.warning("%s", message, type="stability", subtype="inventory")


class _Checked(msgspec.Struct):
    """The file that says what is known to be an inventory, and how that was read."""

    shape: str = ""
    known: list[str] = []


class _Kept:
    """What is kept beside the doctrees."""

    def __init__(self, app: Sphinx) -> None:
        self._folder = Path(app.doctreedir, "stability", "inventories")
        try:
            checked = msgspec.json.decode(self._checked.read_bytes(), type=_Checked)
        except (OSError, msgspec.MsgspecError):
            checked = _Checked()
        is_known = checked.known and checked.shape == shape()
        self.known = checked.known if is_known else []

    @property
    def _checked(self) -> Path:
        return self._folder / "checked.json"

    def copies(self, locations: Iterable[Location]) -> dict[str, Copy]:
        """Return what is kept of these places, by address; what is damaged is not."""
        found = {}
        for url in {location.url for location in locations if location.url}:
            try:
                copy = copies.decode((self._folder / copies.name_of(url)).read_bytes())
            except OSError:
                continue
            if copy is not None:
                found[url] = copy
        return found

    def save(self, results: Iterable[Found | Failed], inventories: Inventories) -> None:
        """Keep what was sent, each in one step."""
        found = [result for result in results if isinstance(result, Found)]
        for one in found:
            if one.copy is not None:
                write_whole(
                    self._folder / copies.name_of(one.location.url), copies.encode(one.copy)
                )
        known = sorted({one.digest for one in found} & inventories.known)
        if known != self.known:
            write_whole(self._checked, msgspec.json.encode(_Checked(shape(), known)))

    def forget(self) -> None:
        """Have the next build look again at what is an inventory."""
        self._checked.unlink(missing_ok=True)

    def tidy(self, locations: Iterable[Location]) -> None:
        """Remove what is kept of places that are not named any more."""
        named = {copies.name_of(location.url) for location in locations if location.url}
        for path in self._folder.glob("*.msgpack"):
            if path.name not in named:
                path.unlink(missing_ok=True)
