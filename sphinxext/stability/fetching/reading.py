"""Which of the places that an inventory may be at is read, and whether a server is asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from sphinxext.stability import __version__, inventory
from sphinxext.stability.fetching.addresses import Location
from sphinxext.stability.fetching.asking import Asking, Failed
from sphinxext.stability.fetching.copies import Copy, digest_of
from sphinxext.stability.inventory import Inventory, InventoryError, NotJsonError

_MOST_AT_ONCE = 16


class Inventories:
    """Reads inventories, each once; what was read in an earlier build need not be read at all."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        #: Stand for the bytes that are inventories.
        self.known = set(known)
        self._read: dict[str, Inventory] = {}

    def check(self, data: bytes, digest: str = "") -> str:
        """Return what stands for the bytes of an inventory, *digest* where that is known.

        :raises InventoryError: when they are none.
        """
        digest = digest or digest_of(data)
        if digest not in self.known:
            self.read(data, digest)
        return digest

    def read(self, data: bytes, digest: str) -> Inventory:
        """Return the inventory that *digest* stands for.

        :raises InventoryError: when there is none; it is not known from then on.
        """
        if digest not in self._read:
            self.known.discard(digest)
            self._read[digest] = inventory.decode(data)
            self.known.add(digest)
        return self._read[digest]


def shape() -> str:
    """Return what stands for how inventories are read: what was one may be none to another."""
    schema = msgspec.json.encode(msgspec.json.schema(Inventory), order="sorted")
    return digest_of(__version__.encode() + schema)


class Found(NamedTuple):
    """An inventory as it was read."""

    location: Location
    data: bytes
    digest: str
    #: The copy to keep from now on.
    copy: Copy | None = None
    #: Why an old copy had to do, where one had.
    complaint: str = ""
    #: What was wrong with the places before it.
    passed_over: str = ""


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Reads from files, from servers and from the copies of what these sent."""

    asking: Asking = msgspec.field(default_factory=Asking)
    inventories: Inventories = msgspec.field(default_factory=Inventories)
    #: What is kept, by address.
    copies: Mapping[str, Copy] = msgspec.field(default_factory=dict)
    #: For how many days a copy is used before a server is asked; negative is for ever.
    days: float = 0
    offline: bool = False
    now: float = msgspec.field(default_factory=time.time)

    def all(self, groups: Sequence[Sequence[Location]]) -> list[Found | Failed]:
        """Read one of each group, and ask servers at the same time."""
        waiting = sum(map(self.asks, groups))
        if waiting < 2:  # noqa: PLR2004
            return [self._try(group) for group in groups]
        # What it needs takes time to import.
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

        with ThreadPoolExecutor(min(waiting, _MOST_AT_ONCE)) as pool:
            return list(pool.map(self._try, groups))

    def asks(self, locations: Sequence[Location]) -> bool:
        """Tell whether a server may have to be asked."""
        urls = any(location.url for location in locations)
        return urls and not self.offline and self._newest(locations, self._is_current) is None

    def _try(self, locations: Sequence[Location]) -> Found | Failed:
        try:
            return self.first(locations)
        except Failed as failed:
            return failed

    def first(self, locations: Sequence[Location]) -> Found:
        """Read the first place that can be read, or else the newest copy.

        As long as one of several has a copy that is current, no other server is asked: the others
        had nothing when that was made.

        :raises Failed: saying what is wrong with each.
        """
        unasked = self._newest(locations, self._kept if self.offline else self._is_current)
        reasons: list[str] = []
        for location in locations:
            if location.url and unasked not in {None, location}:
                continue
            try:
                found = self._one(location, may_ask=unasked is None)
            except NotJsonError as error:
                reasons.append(f"{location.named}: {error}{location.hint}")
            except (Failed, InventoryError) as error:
                reasons.append(f"{location.named}: {error}")
            else:
                return found._replace(passed_over="; ".join(reasons))
        told = "; ".join(reasons)
        old = self._newest(locations, self._kept)
        kept = self._kept(old) if old else None
        if old is None or kept is None:
            raise Failed(told)
        days = max(0, int(self.copies[old.url].days(self.now)))
        age = f"{days} day{'s' * (days != 1)} old"
        return kept._replace(complaint=f"{told}; using a copy that is {age}")

    def _one(self, location: Location, *, may_ask: bool) -> Found:
        """Read a place: the copy of what a server sent, if that may not be asked.

        :raises Failed: when it cannot be read.
        :raises InventoryError: when it holds something else.
        """
        if location.path:
            try:
                data = location.path.read_bytes()
            except (OSError, ValueError) as error:  # a name that no file can have
                why = getattr(error, "strerror", None) or error
                raise Failed(f"cannot be read: {why}{location.hint}") from None
            return Found(location, data, self.inventories.check(data))
        if not location.url:
            raise Failed("only files and addresses with http or https are read")
        kept = self._kept(location)
        if kept and not may_ask:
            return kept
        if self.offline:
            raise Failed("no server is asked, for `stability_offline` is set, and there is no copy")
        return self._ask(location, kept)

    def _ask(self, location: Location, kept: Found | None) -> Found:
        # What it needs takes time to import.
        from sphinxext.stability.fetching.download import download  # noqa: PLC0415

        known = self.copies[location.url] if kept else None
        answer = download(location.url, self.asking, known)
        if answer is None:
            assert kept, "only then is a server asked whether anything is new"  # noqa: S101
            assert known  # noqa: S101
            return kept._replace(copy=msgspec.structs.replace(known, checked=self.now))
        digest = self.inventories.check(answer.data)
        copy = Copy(answer.data, digest, self.now, answer.etag, answer.modified)
        return Found(location, answer.data, digest, copy)

    def _kept(self, location: Location) -> Found | None:
        """Return the copy of what a server sent; one that cannot be read any more is none."""
        copy = self.copies.get(location.url)
        if copy is None:
            return None
        try:
            self.inventories.check(copy.data, copy.digest)
        except InventoryError:  # another version of this package has read it
            return None
        return Found(location, copy.data, copy.digest)

    def _is_current(self, location: Location) -> bool:
        """Tell whether there is a copy that may be used unasked."""
        copy = self.copies.get(location.url)
        is_current = copy is not None and copy.is_current(self.now, self.days)
        return is_current and self._kept(location) is not None

    def _newest(
        self, locations: Iterable[Location], counts: Callable[[Location], object]
    ) -> Location | None:
        """Return the place with the newest copy of those that count."""
        found = [one for one in locations if one.url in self.copies and counts(one)]
        return max(found, key=lambda one: self.copies[one.url].checked, default=None)
