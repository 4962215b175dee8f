"""What the entries of a manifest say of each other: ids, levels, kinds, contexts."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from sphinxext.stability.manifest.faults import Faults, suggestion, unknown
from sphinxext.stability.manifest.tree import Node
from sphinxext.stability.model import Feature, Manifest, Where

#: Types of change whose meaning no template can guess.
_NEED_SUMMARY = frozenset({"behavior", "default-value", "return-type", "dependency"})


def check(manifest: Manifest, whole: Node, faults: Faults, *, complete: bool = True) -> None:
    """Note every word that names nothing, and every id given twice.

    The tree is walked rather than the records: it has the place of each word, and the entries
    that could not be read. Unless it is *complete*, only ids given twice are noted.
    """
    checker = _Checker(manifest, whole, faults)
    checker.ids_once()
    if complete:
        checker.words()


class _Checker:
    def __init__(self, manifest: Manifest, whole: Node, faults: Faults) -> None:
        self.whole, self.faults = whole, faults
        scheme, self.contexts = manifest.scheme, manifest.contexts
        self.what = f"a level of scheme `{scheme.extends}`" if scheme.extends else "a level"
        self.levels: list[str] = [level.id for level in scheme.levels]
        self.levels += [alias for level in scheme.levels for alias in level.aliases]
        self.former = [name for level in scheme.levels for name in level.formerly]
        # A level that could not be read is still a word that others may use.
        ids = [node.value for node in self.ids("scheme", "levels")]
        self.levels += [word for word in ids if word not in self.levels]
        self.kinds = [node.value for node in self.ids("scheme", "kinds")]
        self.features = [node.value for node in self.ids("features")]
        self.changes = [node.value for node in self.ids("changes")]
        releases = self.entries("releases")
        named = (_get(release, "component") for release in releases)
        self.components = list(dict.fromkeys(node.value for node in named if node))

    def ids_once(self) -> None:
        """Note ids that are given twice."""
        for table in (("scheme", "kinds"), ("features",), ("changes",)):
            self.unique(self.ids(*table))
        words = [*self.ids("scheme", "levels")]
        for entry in self.entries("scheme", "levels"):
            words += _items(entry.value.get("aliases"))
        self.unique(words)

    def words(self) -> None:
        """Note words that name nothing."""
        self.level(self.get("project", "default-level"))
        self.level(self.get("policy", "alternative-level"))
        fields = [field.encode_name for field in msgspec.structs.fields(Feature)]
        fields.remove("where")
        for entry in self.entries("scheme", "levels"):
            for node in _items(entry.value.get("requires")):
                self.word(node, "a field of a feature", fields)
        for entry in self.entries("scheme", "kinds"):
            for _, texts in _pairs(entry.value.get("aspects")):
                for word, node in _pairs(texts):
                    self.level(replace(node, value=word))
        for entry in self.entries("features"):
            self.feature(entry)
        for entry in self.entries("changes"):
            self.change(entry)
        self.circles()

    def feature(self, entry: Node) -> None:
        table = entry.value
        self.level(table.get("level"))
        if "level" not in table and not _items(table.get("contexts")):
            self.missing(entry, "level", "is missing; or give `contexts`")
        self.word(table.get("kind"), "a kind of the scheme", self.kinds)
        moved = table.get("moved-to")
        if moved and ":" not in str(moved.value):  # `project:feature` is not ours to know
            self.word(moved, "a feature", self.features)
        for stage in _items(table.get("history")):
            self.level(_get(stage, "level"), self.former)
        self.level(_get(table.get("target"), "level"))
        for item in _items(table.get("contexts")):
            self.level(_get(item, "level"))
            self.when(_get(item, "when"))
        self.not_offered(table)

    def not_offered(self, feature: dict[str, Node]) -> None:
        """Check the contexts in which a feature is not there; it has no level in them."""
        levels = [_context(_get(item, "when")) for item in _items(feature.get("contexts"))]
        seen: list[dict[str, object]] = []
        before = len(self.faults)
        for node in _items(feature.get("not-offered")):
            if not isinstance(node.value, dict):  # noted where it was read
                continue
            context = _context(node)
            self.when(node)
            message = ""
            if not context:
                message = 'is empty; name a context, such as `{ workload = "training" }`'
            elif context in levels:
                message = "is a context for which `contexts` gives a level; leave one of them out"
            elif context in seen:
                message = "is given twice; leave one of them out"
            if message:
                self.faults.add(node.where, node.path, message)
            seen.append(context)
        if len(self.faults) == before and self.is_nowhere(levels, seen):
            node = feature["not-offered"]
            message = "leaves no context to the feature; leave one out, or say when it has `ended`"
            self.faults.add(node.where, node.path, message)

    def is_nowhere(self, levels: list[dict[str, object]], absent: list[dict[str, object]]) -> bool:
        """Tell whether what is not offered leaves none of the declared contexts.

        As everywhere, of entries that fit the one with more keys counts.
        """
        keys = {key: None for context in (*absent, *levels) for key in context}
        if not any(absent) or not keys.keys() <= self.contexts.keys():
            return False
        for values in itertools.product(*(self.contexts[key] for key in keys)):
            here = dict(zip(keys, values, strict=True))
            level, not_offered = (
                max((len(one) for one in named if one.items() <= here.items()), default=0)
                for named in (levels, absent)
            )
            if not not_offered or level > not_offered:
                return False
        return True

    def change(self, entry: Node) -> None:
        table = entry.value
        for node in _items(table.get("features")):
            self.word(node, "a feature", self.features)
        self.word(table.get("after"), "a change", self.changes)
        if self.components or "component" in table:
            self.word(table.get("component"), "a component of `[[releases]]`", self.components)
        self.when(table.get("when"), free=True)
        kind = table.get("type")
        if kind and kind.value in _NEED_SUMMARY and "summary" not in table:
            message = f"is missing; a change of type `{kind.value}` needs one"
            self.missing(entry, "summary", message)

    def circles(self) -> None:
        """Note changes that wait for each other; each circle once, at its first change."""
        after = {}
        for entry in self.entries("changes"):
            own, first = entry.value.get("id"), entry.value.get("after")
            if own and first:
                after[own.value] = first
        done: set[str] = set()
        for start in after:
            path: list[str] = []
            change = start
            while change in after and change not in done and change not in path:
                path.append(change)
                change = after[change].value
            if change in path:
                circle = " → ".join(f"`{name}`" for name in [*path[path.index(change) :], change])
                node = after[change]
                self.faults.add(node.where, node.path, f"goes round in a circle: {circle}")
            done.update(path)

    def level(self, node: Node | None, more: Iterable[str] = ()) -> None:
        if node and isinstance(node.value, str) and node.value not in self.levels:
            allowed = [*self.levels, *more]
            if node.value.lower() not in {word.lower() for word in allowed}:
                self.faults.add(node.where, node.path, unknown(node.value, self.what, allowed))

    def when(self, node: Node | None, *, free: bool = False) -> None:
        """Check a context against ``[contexts]``, where the manifest has one.

        A change may be limited to others, such as ``python``: *free*.
        """
        if not self.contexts:
            return
        for key, value in _pairs(node):
            if key in self.contexts:
                self.word(value, f"a {key}", self.contexts[key])
            elif not free or suggestion(key, self.contexts):
                message = unknown(key, "a context", self.contexts)
                self.faults.add(value.where, value.path, message)

    def word(self, node: Node | None, what: str, allowed: Iterable[str]) -> None:
        if node and isinstance(node.value, str) and node.value not in allowed:
            self.faults.add(node.where, node.path, unknown(node.value, what, allowed))

    def unique(self, words: Iterable[Node]) -> None:
        """Note every word that another entry has already."""
        seen: dict[str, Where] = {}
        for node in words:
            word = str(node.value).lower()
            if word in seen:
                message = f"`{node.value}` is already the id of the entry at {seen[word]}"
                self.faults.add(node.where, node.path, message)
            seen.setdefault(word, node.where)

    def missing(self, entry: Node, key: str, message: str) -> None:
        self.faults.add(entry.where, (*entry.path, key), message)

    def ids(self, *table: str) -> Iterator[Node]:
        for entry in self.entries(*table):
            node = entry.value.get("id")
            if node and isinstance(node.value, str):
                yield node

    def entries(self, *table: str) -> Iterator[Node]:
        return (entry for entry in _items(self.get(*table)) if isinstance(entry.value, dict))

    def get(self, *path: str) -> Node | None:
        node: Node | None = self.whole
        for key in path:
            node = _get(node, key)
        return node


def _get(node: Node | None, key: str) -> Node | None:
    return node.value.get(key) if node and isinstance(node.value, dict) else None


def _items(node: Node | None) -> list[Node]:
    return node.value if node and isinstance(node.value, list) else []


def _context(node: Node | None) -> dict[str, object]:
    return {key: item.value for key, item in _pairs(node)}


def _pairs(node: Node | None) -> Iterable[tuple[str, Node]]:
    return node.value.items() if node and isinstance(node.value, dict) else ()
