"""One tree of several files and a preset.

Files add to each other: tables and arrays grow, a single value may be given once. A manifest
overrides its preset: levels and kinds key by key, other values and windows whole.
"""

from __future__ import annotations

from msgspec.structs import replace

from sphinxext.stability import assets
from sphinxext.stability.manifest import tree
from sphinxext.stability.manifest.faults import Faults, Path, unknown
from sphinxext.stability.manifest.tree import Node
from sphinxext.stability.model import NOWHERE

#: The only format of manifest files so far.
FORMAT = 1


def join(files: list[Node], faults: Faults) -> Node:
    """Make one tree of *files*."""
    for file in files:
        _check_format(file, faults)
    whole = Node({}, files[0].where if files else NOWHERE)
    for file in files:
        whole = _add(whole, file, (), faults)
    # Whatever is wrong with it has been said: from here on there is one format.
    return replace(whole, value=whole.value | {"format": Node(FORMAT, whole.where, ("format",))})


def _check_format(file: Node, faults: Faults) -> None:
    found = file.value.get("format")
    if found is None:
        faults.add(file.where, ("format",), f"is missing; write `format = {FORMAT}`")
    elif type(found.value) is not int or found.value != FORMAT:
        newer = isinstance(found.value, int) and found.value > FORMAT
        advice = ". Upgrade sphinxext-stability" if newer else ""
        if found.value == str(FORMAT):
            advice = f"; write {FORMAT} without quotes"
        faults.add(
            found.where,
            ("format",),
            f"`{found.value}` is not a format that this version reads: {FORMAT}{advice}",
        )


def _add(one: Node, other: Node, path: Path, faults: Faults) -> Node:
    if isinstance(one.value, dict) and isinstance(other.value, dict):
        merged = dict(one.value)
        for key, node in other.value.items():
            known = merged.get(key)
            merged[key] = node if known is None else _add(known, node, (*path, key), faults)
        return replace(one, value=merged)
    if isinstance(one.value, list) and isinstance(other.value, list):
        return replace(one, value=one.value + other.value)
    if path != ("format",):
        faults.add(other.where, path, f"is already given at {one.where}; give it once")
    return one


def with_preset(whole: Node, faults: Faults) -> Node | None:
    """Lay *whole* over the preset that its scheme extends; None if there is no such preset."""
    scheme = whole.value.get("scheme")
    extends = scheme.value.get("extends") if scheme and isinstance(scheme.value, dict) else None
    if extends is None or not isinstance(extends.value, str):
        return whole
    names = sorted(path.stem for path in assets.PRESETS.glob("*.toml"))
    if extends.value not in names:
        message = unknown(extends.value, "a preset", names)
        faults.add(extends.where, extends.path, message)
        return None
    preset = tree.parse(assets.PRESETS / f"{extends.value}.toml", faults)
    return None if preset is None else _override(preset, whole, ())


def _override(base: Node, over: Node, path: Path) -> Node:
    if path in {("scheme", "levels"), ("scheme", "kinds")} and isinstance(over.value, list):
        return _override_by_id(base, over, path)
    replaced_whole = path[:2] == ("policy", "windows") and len(path) > 2  # noqa: PLR2004
    both = isinstance(base.value, dict) and isinstance(over.value, dict)
    if replaced_whole or not both:
        return over
    merged = dict(base.value)
    for key, node in over.value.items():
        known = merged.get(key)
        merged[key] = node if known is None else _override(known, node, (*path, key))
    return replace(over, value=merged)


def _override_by_id(base: Node, over: Node, path: Path) -> Node:
    """Override the entries of the same id, append the others."""
    merged = list(base.value)
    places = {_id(entry): index for index, entry in enumerate(merged)}
    for entry in over.value:
        index = places.get(_id(entry))
        # An id that the manifest gives twice stays twice: a fault found later.
        if _id(entry) is None or index is None:
            merged.append(entry)
        else:
            merged[index] = _override(merged[index], entry, (*path, index))
            del places[_id(entry)]
    return replace(over, value=merged)


def _id(entry: Node) -> object:
    value = entry.value.get("id") if isinstance(entry.value, dict) else None
    return value.value if value and isinstance(value.value, str) else None
