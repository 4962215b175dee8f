"""From a tree of TOML values to records, driven by the types of the records.

A record with a fault is left out of the result, so that later steps see sound ones only.
"""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from packaging.version import InvalidVersion, Version

from sphinxext.stability.manifest.faults import Faults, Path, unknown
from sphinxext.stability.manifest.tree import Node
from sphinxext.stability.model import Entry, Id, Manifest, Record, Url
from sphinxext.stability.targets import Target

R = TypeVar("R", bound=Record)


class _Bad:
    """Stands for a value with a fault that has been noted."""


BAD = _Bad()

_ID = re.compile(r"[\w.+-]+\Z")
_NAMES = {str: "a string", int: "a whole number", bool: "true or false", dt.date: "a date"}


class Reader:
    """Reads one tree; *domains* are those that targets may name."""

    def __init__(self, faults: Faults, domains: Mapping[str, frozenset[str]]) -> None:
        self.faults = faults
        self.domains = domains
        self.leaves: dict[Any, Callable[[str], object]] = {
            Version: _version,
            Target: lambda text: Target.parse(text, self.domains),
            Id: _id,
            Url: _url,
        }

    def manifest(self, node: Node) -> Manifest:
        """Read the whole tree; entries with faults are left out."""
        found = self.record(Manifest, node, (), keep=True)
        return found if isinstance(found, Manifest) else Manifest(format=1)

    def record(self, cls: type[R], node: Node, path: Path, *, keep: bool = False) -> R | _Bad:
        """Read a table; with *keep*, what is sound of it even if something is not."""
        fields = _fields(cls)
        if not isinstance(node.value, dict):
            if not cls.shorthand:
                return self.bad(node, path, f"must be a table, not {_kind(node.value)}")
            node = Node({cls.shorthand: node}, node.where)
        before = len(self.faults)
        values = self.fields(fields, node, path)
        if len(self.faults) > before and not keep:
            return BAD
        if issubclass(cls, Entry):
            values["where"] = node.where
        if keep:
            values.setdefault("format", 1)
        return cls(**values)

    def fields(
        self, fields: Mapping[str, tuple[str, Any, bool]], node: Node, path: Path
    ) -> dict[str, Any]:
        """Read the values of a table; note unknown keys and missing ones."""
        values: dict[str, Any] = {}
        for key, item in node.value.items():
            if key not in fields:
                self.bad(item, (*path, key), unknown(key, "a key here", fields))
                continue
            attribute, hint, _ = fields[key]
            value = self.value(hint, item, (*path, key))
            if not isinstance(value, _Bad):
                values[attribute] = value
        for key, (_, _, required) in fields.items():
            if required and key not in node.value:
                self.bad(node, (*path, key), "is missing")
        return values

    def value(self, hint: Any, node: Node, path: Path) -> object:  # noqa: ANN401, PLR0911
        """Read one value as *hint* says."""
        origin = get_origin(hint)
        if origin in {Union, types.UnionType}:
            return self.value(_choose(hint, node.value), node, path)
        if origin is Literal:
            if node.value in get_args(hint):
                return node.value
            return self.bad(node, path, unknown(str(node.value), "allowed here", get_args(hint)))
        if origin is tuple:
            return self.items(get_args(hint)[0], node, path)
        if origin is dict:
            return self.mapping(get_args(hint)[1], node, path)
        if isinstance(hint, type) and issubclass(hint, Record):
            return self.record(hint, node, path)
        return self.leaf(hint, node, path)

    def items(self, hint: Any, node: Node, path: Path) -> object:  # noqa: ANN401
        """Read an array; items with faults are left out."""
        if not isinstance(node.value, list):
            return self.bad(node, path, f"must be an array, not {_kind(node.value)}")
        read = [self.value(hint, item, (*path, i)) for i, item in enumerate(node.value)]
        return tuple(item for item in read if not isinstance(item, _Bad))

    def mapping(self, hint: Any, node: Node, path: Path) -> object:  # noqa: ANN401
        """Read a table with free keys."""
        if not isinstance(node.value, dict):
            return self.bad(node, path, f"must be a table, not {_kind(node.value)}")
        read = {key: self.value(hint, item, (*path, key)) for key, item in node.value.items()}
        return {key: value for key, value in read.items() if not isinstance(value, _Bad)}

    def leaf(self, hint: Any, node: Node, path: Path) -> object:  # noqa: ANN401
        """Read a single value."""
        convert = self.leaves.get(hint)
        wanted = str if convert else hint
        if type(node.value) is not wanted:
            message = f"must be {_NAMES[wanted]}, not {_kind(node.value)}"
            if convert is _version and isinstance(node.value, int | float):
                message += f'; write "{node.value}" in quotes'
            return self.bad(node, path, message)
        if convert is None:
            return node.value
        try:
            return convert(node.value)
        except ValueError as error:
            return self.bad(node, path, str(error))

    def bad(self, node: Node, path: Path, message: str) -> _Bad:
        """Note a fault."""
        self.faults.add(node.where, path, message)
        return BAD


@cache
def _fields(cls: type[Record]) -> dict[str, tuple[str, Any, bool]]:
    """Return key → (attribute, type, whether it is required)."""
    hints = get_type_hints(cls)
    return {
        field.encode_name: (field.name, hints[field.name], field.required)
        for field in msgspec.structs.fields(cls)
        if field.name != "where"
    }


def _choose(hint: Any, value: object) -> Any:  # noqa: ANN401
    """Return the member of a union that *value* is to be read as."""
    members = [member for member in get_args(hint) if member is not type(None)]
    for member in members:
        if get_origin(member) is Literal and value in get_args(member):
            return member
        if isinstance(value, dict) and isinstance(member, type) and issubclass(member, Record):
            return member
        if type(value) is member:
            return member
    for member in members:  # a string that is no date can only be meant as a version
        if member is Version and isinstance(value, str):
            return member
    return members[-1] if get_origin(members[-1]) is Literal else members[0]


def _kind(value: object) -> str:
    names = {**_NAMES, float: "a number", dict: "a table", list: "an array"}
    return names.get(type(value), type(value).__name__)


def _version(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion:
        raise ValueError(
            f"`{text}` is not a version that PEP 440 allows, such as `2.7` or `2.7.0rc1`"
        ) from None


def _id(text: str) -> str:
    if not _ID.match(text):
        raise ValueError(f"`{text}` is not an id: letters, digits, `.`, `_`, `+` and `-`")
    return text


def _url(text: str) -> str:
    if not re.match(r"https?://[^\s/]", text) or any(ord(c) <= ord(" ") for c in text):
        raise ValueError(f"`{text}` is not an address that starts with http:// or https://")
    return text
