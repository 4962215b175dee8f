"""What links lead to, by address: the objects here and in other projects that have a level.

Whatever makes a link, a role, intersphinx or an address that somebody has typed, its address says
what it leads to: that of the page and of the object on it. Other projects publish theirs.
"""

from __future__ import annotations

import functools
import posixpath
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.errors import NoUri

from sphinxext.stability import rows
from sphinxext.stability.answers import Answer, Origin
from sphinxext.stability.badges import DEPRECATED, REMOVED, STATES, Badge, of_standing
from sphinxext.stability.facts import SeenObject
from sphinxext.stability.inventory import FeatureItem, ObjectItem
from sphinxext.stability.promises import PROMISED, Ladder, Rung, is_below
from sphinxext.stability.rows import Source

if TYPE_CHECKING:
    from sphinxext.stability.ext.site import Site

#: The places of badges at links, as `stability_badges` names them; what stands before an address
#: in the codes of a page that has a link to it there.
MARKS: Mapping[str, str] = {"references": "", "autosummary": "="}
#: How the anchors of the descriptions of features begin.
_DESCRIBED = "#stability-feature-"


class Linked(NamedTuple):
    """An object that a link may lead to: its name, what it promises, and its badges."""

    domain: str
    name: str
    rungs: tuple[Rung, ...]
    levels: tuple[Badge, ...]
    states: tuple[Badge, ...]

    @property
    def labels(self) -> set[str]:
        """What its badges say, in whatever context."""
        return {badge.label for badge in (*self.levels, *self.states)}


class _Here(NamedTuple):
    """An object of this project."""

    seen: SeenObject
    answer: Answer


class _There(NamedTuple):
    """An object of another project, or a feature that is described there."""

    source: Source
    item: ObjectItem | FeatureItem


class Links:
    """The objects of one build by the addresses that links to them have.

    An address has ``#`` and the object's anchor at its end. Addresses of this project's pages, and
    of projects that lie beside it, are relative to the root of the pages.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._uris: dict[str, str | None] = {}
        self._linked: dict[str, Linked] = {}

    def address(self, node: nodes.reference, docname: str) -> str:
        """Return where a reference in a document leads, or nothing when it is to no anchor."""
        if "refid" in node:
            return f"{self._page(docname)}#{node['refid']}"
        path, mark, anchor = node.get("refuri", "").rpartition("#")
        if not mark or not anchor:
            return ""
        if self._is_flat and not path:
            return f"#{anchor}"
        # Sphinx's own are relative to the page, those of intersphinx to the document.
        base = (self._uri(docname) or "") if node.get("internal") else docname
        return f"{_joined(base.rpartition('/')[0], path)}#{anchor}"

    def on_page(self, docname: str, anchor: str) -> Linked | None:
        """Return the object at an anchor of a page, as :meth:`at` does."""
        return self.at(f"{self._page(docname)}#{anchor}")

    def described(self, docname: str) -> Iterator[Linked]:
        """Give the objects on a page that have a level, are deprecated or removed."""
        seen, answers = self._site.domain.facts(docname).objects, self._site.answers(docname)
        for one, answer in zip(seen, answers.objects, strict=True):
            if _is_marked(answer):
                yield self._here(one, answer)

    def is_about(self, node: nodes.reference, linked: Linked) -> bool:
        """Tell whether a reference is to an object, rather than to a label of the same name.

        Only outputs without pages need that, where an address is the anchor alone.
        """
        if not self._is_flat:
            return True
        inner = node.children[0] if node.children else None
        classes = inner.get("classes", ()) if isinstance(inner, nodes.Element) else ()
        return bool({linked.domain, "stability"}.intersection(classes))

    def at(self, address: str) -> Linked | None:
        """Return the object at an address, if it has a level, is deprecated or removed."""
        if address not in self._linked:
            found = self._found.get(address)
            if found is None:
                return None
            is_here = isinstance(found, _Here)
            self._linked[address] = self._here(*found) if is_here else self._there(*found)
        return self._linked[address]

    def badges(self, linked: Linked, docname: str) -> tuple[Badge, ...]:
        """Return the badges of a link on a page: its levels, if they promise less than the page's.

        A page has its own level, else the default; one without any counts as promising the most.
        """
        low = is_below(linked.rungs, self._measure(docname))
        return (linked.levels if low else ()) + linked.states

    def shown(self, docname: str, codes: bytes) -> Iterator[tuple[str, tuple[Badge, ...]]]:
        """Give the badges at the links that a page has, by the codes of :func:`codes_of`."""
        for (code,) in struct.iter_unpack("<I", codes):
            for marked in self._by_code.get(code, ()):
                linked = self.at(marked.removeprefix("="))
                badges = self.badges(linked, docname) if linked else ()
                if badges:
                    yield marked, badges

    def _page(self, docname: str) -> str | None:
        """Return the address of a page, or None when it is no part of the output."""
        uri = self._uri(docname)
        return uri if uri is None or self._is_flat else _joined("", uri)

    def _uri(self, docname: str) -> str | None:
        if docname not in self._uris:
            try:
                self._uris[docname] = self._site.builder.get_target_uri(docname)
            except NoUri:
                self._uris[docname] = None
        return self._uris[docname]

    @cached_property
    def _is_flat(self) -> bool:
        """Whether pages have no addresses, as in text and man pages."""
        return all(self._uri(docname) == "" for docname in self._site.domain.docnames)

    @cached_property
    def _by_code(self) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = {}
        marks = [MARKS[place] for place in MARKS if place in self._site.state.settings.badges]
        for address in self._found:
            for mark in marks:
                found.setdefault(_code(mark + address), []).append(mark + address)
        return found

    @cached_property
    def _found(self) -> Mapping[str, _Here | _There]:
        found: dict[str, _Here | _There | None] = {}
        for name, (uri, inventory) in self._site.state.projects.items():
            source = Source(name, uri, inventory)
            # A feature has the address of its description, or of an object or section.
            described = (one for one in inventory.features if _DESCRIBED in one.url)
            items: Iterable[ObjectItem | FeatureItem] = (*inventory.objects, *described)
            for item in items:
                path, mark, anchor = source.link(item.url).rpartition("#")
                if mark and anchor:
                    found[f"{_joined('', path)}#{anchor}"] = _There(source, item)
        for address, here in self._objects():
            # An anchor of several pages is no address where pages have none.
            known = found.get(address)
            clashes = self._is_flat and address in found and known != here
            found[address] = None if clashes else here
        return {
            address: one
            for address, one in found.items()
            if one is not None and (isinstance(one, _There) or _is_marked(one.answer))
        }

    def _objects(self) -> Iterator[tuple[str, _Here]]:
        """Give the addresses of the objects described here, and of modules."""
        for docname, (facts, answers) in self._site.documents().items():
            page = self._page(docname)
            if page is None:
                continue
            for seen, answer in zip(facts.objects, answers.objects, strict=True):
                here = _Here(seen, answer)
                if seen.anchor:
                    yield f"{page}#{seen.anchor}", here
                for anchor in self._anchors(docname, seen) if _is_marked(answer) else ():
                    yield f"{page}#{anchor}", here
        lookup = self._site.state.catalogue.lookup
        for name, described in self._site.domain.objects().items():
            for spot in described:
                if spot.objtype == "module" and self._page(spot.docname) is not None:
                    answer = lookup(spot.domain, spot.objtype, name)
                    here = _Here(SeenObject(spot.domain, spot.objtype, name), answer)
                    yield f"{self._page(spot.docname)}#{spot.anchor}", here

    def _anchors(self, docname: str, seen: SeenObject) -> Iterator[str]:
        """Give the anchors of the other names in a description."""
        for name in seen.also:
            for spot in self._site.domain.objects().get(name, ()):
                if (spot.domain, spot.docname) == (seen.domain, docname):
                    yield spot.anchor

    def _here(self, seen: SeenObject, answer: Answer) -> Linked:
        classification = answer.classification
        own = classification if classification and _is_own(answer) else None
        states = [DEPRECATED] * bool(answer.deprecations) + [REMOVED] * bool(answer.removals)
        return Linked(
            seen.domain,
            seen.name,
            self._own_ladder.rungs(level.id for level in own.levels) if own else (),
            tuple(map(of_standing, own.standings)) if own else (),
            tuple(states),
        )

    def _there(self, source: Source, item: ObjectItem | FeatureItem) -> Linked:
        badges = rows.badges_of(source, item)
        if isinstance(item, ObjectItem):
            domain, name = item.domain, item.name
        else:
            domain, name = "stability", item.id
        return Linked(
            domain,
            name,
            source.ladder.rungs(rows.level_ids(source, item)),
            tuple(badge for badge in badges if badge not in STATES),
            tuple(badge for badge in badges if badge in STATES),
        )

    @cached_property
    def _own_ladder(self) -> Ladder:
        return Ladder(self._site.state.catalogue.scheme.levels)

    def _measure(self, docname: str) -> tuple[Rung, ...]:
        page = self._site.answers(docname).sections[0].classification
        level = page or self._site.state.catalogue.default
        if level is None:
            return (PROMISED,)
        return self._own_ladder.rungs(one.id for one in level.levels)


def codes_of(addresses: Iterable[str]) -> bytes:
    """Return what is kept of the links of a page: four bytes for each address.

    Two addresses with the same code make a page be written once too often, never too seldom.
    """
    codes = sorted(set(map(_code, addresses)))
    return struct.pack(f"<{len(codes)}I", *codes)


def _code(address: str) -> int:
    return zlib.crc32(address.encode())


def _is_own(answer: Answer) -> bool:
    """Tell whether an object has a level that is not merely the default."""
    level = answer.classification
    return level is not None and level.origin is not Origin.DEFAULT


def _is_marked(answer: Answer) -> bool:
    return _is_own(answer) or any(one.is_deprecation or one.is_removal for one in answer.changes)


@functools.lru_cache(maxsize=4096)
def _joined(folder: str, path: str) -> str:
    """Return an address relative to the root of the pages, or a whole one as it is."""
    if "://" in path or path[:1] in {"#", "%"}:  # in one file, pages are marked by these
        return path
    return posixpath.normpath(posixpath.join(folder, path))
