"""What the entries of a manifest say of each other: ids, levels, kinds, contexts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from sphinxext.stability.manifest.faults import Faults, Path, unknown
from sphinxext.stability.manifest.tree import Node
from sphinxext.stability.model import Feature, Manifest, Where

#: Types of change whose meaning no template can guess.
_NEED_SUMMARY = frozenset({"behavior", "default-value", "return-type", "dependency"})


def check(manifest: Manifest, whole: Node, faults: Faults) -> None:
    """Note every word that names nothing, and every id given twice.

    The tree is walked rather than the records: it has the place of each word, and the entries
    that could not be read.
    """
    _Checker(manifest, whole, faults).run()


class _Checker:
    def __init__(self, manifest: Manifest, whole: Node, faults: Faults) -> None:
        self.whole, self.faults = whole, faults
        scheme, self.contexts = manifest.scheme, manifest.contexts
        self.what = f"a level of scheme `{scheme.extends}`" if scheme.extends else "a level"
        self.levels: list[str] = [level.id for level in scheme.levels]
        self.levels += [alias for level in scheme.levels for alias in level.aliases]
        self.former = [name for level in scheme.levels for name in level.formerly]
        # A level that could not be read is still a word that others may use.
        self.levels += [i for _, i, _ in self.ids("scheme", "levels") if i not in self.levels]
        self.kinds = [i for _, i, _ in self.ids("scheme", "kinds")]
        self.features = [i for _, i, _ in self.ids("features")]
        self.changes = [i for _, i, _ in self.ids("changes")]

    def run(self) -> None:
        for table in (("scheme", "levels"), ("scheme", "kinds"), ("features",), ("changes",)):
            self.unique(table)
        self.level(self.get("project", "default-level"), ("project", "default-level"))
        alternative = ("policy", "alternative-level")
        self.level(self.get(*alternative), alternative)
        for path, entry in self.entries("scheme", "levels"):
            fields = [field.encode_name for field in msgspec.structs.fields(Feature)]
            for i, node in enumerate(_items(entry.value.get("requires"))):
                self.word(node, (*path, "requires", i), "a field of a feature", fields)
        for path, entry in self.entries("scheme", "kinds"):
            for aspect, texts in _pairs(entry.value.get("aspects")):
                for word, node in _pairs(texts):
                    named = Node(word, node.where)
                    self.level(named, (*path, "aspects", aspect, word))
        for path, entry in self.entries("features"):
            self.feature(path, entry)
        for path, entry in self.entries("changes"):
            self.change(path, entry)

    def feature(self, path: Path, entry: Node) -> None:
        table = entry.value
        self.level(table.get("level"), (*path, "level"))
        if "level" not in table and not _items(table.get("contexts")):
            self.faults.add(entry.where, (*path, "level"), "is missing; or give `contexts`")
        self.word(table.get("kind"), (*path, "kind"), "a kind of the scheme", self.kinds)
        self.word(table.get("moved-to"), (*path, "moved-to"), "a feature", self.features)
        for i, stage in enumerate(_items(table.get("history"))):
            self.level(_get(stage, "level"), (*path, "history", i, "level"), self.former)
        plan = table.get("target")
        self.level(_get(plan, "level"), (*path, "target", "level"))
        for i, item in enumerate(_items(table.get("contexts"))):
            self.level(_get(item, "level"), (*path, "contexts", i, "level"))
            self.when(_get(item, "when"), (*path, "contexts", i, "when"))

    def change(self, path: Path, entry: Node) -> None:
        table = entry.value
        for i, node in enumerate(_items(table.get("features"))):
            self.word(node, (*path, "features", i), "a feature", self.features)
        self.word(table.get("after"), (*path, "after"), "a change", self.changes)
        self.when(table.get("when"), (*path, "when"), free_values=True)
        kind = table.get("type")
        if kind and kind.value in _NEED_SUMMARY and "summary" not in table:
            message = f"is missing; a change of type `{kind.value}` needs one"
            self.faults.add(entry.where, (*path, "summary"), message)

    def level(self, node: Node | None, path: Path, more: Iterable[str] = ()) -> None:
        allowed = [*self.levels, *more]
        if node and isinstance(node.value, str):
            known = {word.lower() for word in allowed}
            if node.value.lower() not in known:
                self.faults.add(node.where, path, unknown(node.value, self.what, allowed))

    def when(self, node: Node | None, path: Path, *, free_values: bool = False) -> None:
        """Check a context against ``[contexts]``, where the manifest has one."""
        if not self.contexts:
            return
        for key, value in _pairs(node):
            if key in self.contexts:
                self.word(value, (*path, key), f"a {key}", self.contexts[key])
            elif not free_values:
                message = unknown(key, "a context", self.contexts)
                self.faults.add(value.where, (*path, key), message)

    def word(self, node: Node | None, path: Path, what: str, allowed: Iterable[str]) -> None:
        if node and isinstance(node.value, str) and node.value not in allowed:
            # `project:feature` names a feature of another project: not ours to know.
            if what == "a feature" and path[-1] == "moved-to" and ":" in node.value:
                return
            self.faults.add(node.where, path, unknown(node.value, what, allowed))

    def unique(self, table: tuple[str, ...]) -> None:
        seen: dict[str, Where] = {}
        for path, identifier, where in self.ids(*table):
            if identifier in seen:
                message = f"`{identifier}` is already the id of the entry at {seen[identifier]}"
                self.faults.add(where, path, message)
            seen.setdefault(identifier, where)

    def ids(self, *table: str) -> Iterator[tuple[Path, str, Where]]:
        for path, entry in self.entries(*table):
            node = entry.value.get("id")
            if node and isinstance(node.value, str):
                yield (*path, "id"), node.value, node.where

    def entries(self, *table: str) -> Iterator[tuple[Path, Node]]:
        for i, entry in enumerate(_items(self.get(*table))):
            if isinstance(entry.value, dict):
                yield (*table, i), entry

    def get(self, *path: str) -> Node | None:
        node: Node | None = self.whole
        for key in path:
            node = _get(node, key)
        return node


def _get(node: Node | None, key: str) -> Node | None:
    return node.value.get(key) if node and isinstance(node.value, dict) else None


def _items(node: Node | None) -> list[Node]:
    return node.value if node and isinstance(node.value, list) else []


def _pairs(node: Node | None) -> Iterable[tuple[str, Node]]:
    return node.value.items() if node and isinstance(node.value, dict) else ()
