"""What a builder wrote: the digest of everything shown on each page that only writing decides.

A badge or an index may change though no document was read again. Such pages are found by
comparing what would be shown now with what was shown when they were written last. The record
lies beside the doctrees, one for each output folder and builder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sphinxext import stability as package
from sphinxext.stability.badges import Badge
from sphinxext.stability.ext.files import write_whole
from sphinxext.stability.matrix import MatrixOptions
from sphinxext.stability.schemes import Legend
from sphinxext.stability.tables import TableOptions

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinxext.stability.ext.site import Site


class _Stored(msgspec.Struct):
    """The file: the inputs that nothing was stale for, and each page's digest."""

    key: str = ""
    #: Document → when it was read for what was written, the digest of what was shown, and where
    #: its links lead: what they lead to may get another level.
    pages: dict[str, tuple[int, str, bytes]] = {}
    #: Digest of the inventory that was published, so that no other file is taken for it.
    published: str = ""


class Record:
    """The record of one builder and output folder."""

    def __init__(self, site: Site, builder: Builder, doctreedir: Path) -> None:
        self._site, self._outdir = site, Path(builder.outdir)
        name = hashlib.blake2b(f"{builder.name}\0{self._outdir}".encode(), digest_size=8)
        self._path = doctreedir / "stability" / f"{name.hexdigest()}.json"
        self._stored = self._load()
        self._shown: dict[str, hashlib.blake2b] = {}
        self._written: dict[str, tuple[int, str, bytes]] = {}
        self._key = ""
        self._stale: list[str] = []
        self.published = self._stored.published

    def _load(self) -> _Stored:
        """Read the file; an emptied output folder or a damaged file makes all pages stale."""
        if not self._outdir.is_dir() or not any(self._outdir.iterdir()):
            return _Stored()
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_Stored)
        except (OSError, msgspec.MsgspecError):
            return _Stored()

    def stale(self, env: BuildEnvironment) -> list[str]:
        """Return the documents that show something else than what was written."""
        read = env.all_docs
        newest = max(read.values(), default=0)
        self._key = f"{self._site.state.digest} {newest} {len(read)}"
        if self._key == self._stored.key:
            return []
        pages = self._stored.pages
        self._stale = [
            docname
            for docname in self._site.domain.docnames
            if docname not in pages
            or pages[docname] != self._page(docname, read.get(docname, 0), pages[docname][-1])
        ]
        return self._stale

    def note(self, env: BuildEnvironment, docname: str) -> None:
        """Note that a document is being written; its links have been noted before."""
        if docname in self._site.domain.data["facts"]:
            links = self._site.links_on(docname)
            self._written[docname] = self._page(docname, env.all_docs.get(docname, 0), links)

    def save(self, env: BuildEnvironment) -> None:
        """Store what was written, in one step, so that a killed build leaves the old file."""
        pages = {doc: page for doc, page in self._stored.pages.items() if doc in env.all_docs}
        pages |= self._written
        # A build of named files leaves some pages as they were: look at them again next time.
        complete = self._written.keys() >= set(self._stale)
        stored = _Stored(self._key if complete else "", pages, self.published)
        if stored == self._stored:
            return
        write_whole(self._path, msgspec.json.encode(stored))

    @property
    def unchanged(self) -> bool:
        """Whether nothing that is shown anywhere differs from the last build."""
        return bool(self._key) and self._key == self._stored.key and not self._written

    def _page(self, docname: str, read: int, links: bytes) -> tuple[int, str, bytes]:
        """Return what is kept of a page that has these links."""
        if docname not in self._shown:
            digest = hashlib.blake2b(digest_size=9)
            for part in self._parts(docname):
                digest.update(part.encode())
            self._shown[docname] = digest
        digest = self._shown[docname].copy()
        followed = self._site.links()
        shown = list(followed.shown(docname, links))
        for address, badges in shown:
            digest.update((address + "".join(map(self._badge, badges))).encode())
        # What a description says of itself, the links in it do not repeat.
        for described in followed.described(docname) if shown else ():
            digest.update(repr((described.name, sorted(described.labels))).encode())
        return read, digest.hexdigest(), links

    def _parts(self, docname: str) -> Iterator[str]:
        for number, badges in self._site.badges(docname).items():
            yield number + "".join(map(self._badge, badges))
        yield from self._shows(docname)

    def _shows(self, docname: str) -> Iterator[str]:
        """Give what the directives and roles of a document show, and the legend of its tables."""
        site, compared = self._site, set[str]()
        for what, argument in site.domain.shown_in(docname):
            if what == "word":
                yield argument + self._badge(site.level_badge(argument))
            elif what in {"feature", "level"}:
                yield f"{site.domain.title(what, argument)}{site.domain.spot(what, argument)}"
            elif what == "of":
                badges = site.badges_of(argument) or ()
                yield argument + "".join(map(self._badge, badges))
            elif what == "table":
                yield from self._table(TableOptions.decode(argument), compared)
            elif what == "matrix":
                yield from self._matrix(MatrixOptions.decode(argument), compared)
        legend = site.legend(compared) if compared else Legend()
        yield repr(legend)
        yield from (self._badge(b) for line in legend.lines for cell in line.cells for b in cell)

    def _table(self, options: TableOptions, compared: set[str]) -> Iterator[str]:
        """Give the rows of an index or history, where its badges lead, and what wrote it.

        The projects of an index are *compared* in the legend of the page.
        """
        yield package.__version__
        if options.what == "index":
            view = self._site.index(options)
            yield repr(view)
            badges = {badge for badge, _ in view.counts}
            badges |= {badge for group in view.groups for row in group.rows for badge in row.badges}
            compared.update(view.projects)
        else:
            releases = self._site.history(options)
            yield repr(releases)
            badges = {change.badge for _, changes in releases for change in changes}
        yield "".join(map(self._badge, sorted(badges)))

    def _matrix(self, options: MatrixOptions, compared: set[str]) -> Iterator[str]:
        """Give the matrices, and where their badges lead."""
        found = self._site.matrices(options)
        yield repr(found)
        compared.update(matrix.project for matrix in found)
        cells = [cell for matrix in found for line in matrix.lines for cell in line.cells]
        badges = {badge for cell in cells for badge, _ in cell.levels}
        yield "".join(map(self._badge, sorted(badges)))

    def _badge(self, badge: Badge) -> str:
        """Give what is shown of a badge, and where it leads; only tables order badges."""
        shown = badge._replace(position=0)
        return f"{shown!r}{self._site.domain.spot('level', badge.level) if badge.level else ''}"
