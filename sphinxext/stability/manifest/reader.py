"""From a tree of TOML values to records, driven by the types of the records.

A record with a fault is left out of the result, so that later steps see sound ones only.
"""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
import tomli
from msgspec.structs import replace
from packaging.version import Version

from sphinxext.stability.manifest.faults import Faults, suggestion, unknown
from sphinxext.stability.manifest.tree import Node
from sphinxext.stability.model import Document, Entry, Id, Manifest, Record, Substitute, Url
from sphinxext.stability.targets import Target, document_matches
from sphinxext.stability.versions import parse_version, read_version

R = TypeVar("R", bound=Record)


class _Bad:
    """Stands for a value with a fault that has been noted."""


BAD = _Bad()

_URL = re.compile(r"(?i:https?)://[^\s/][^\x00-\x20]*\Z")
_ID = re.compile(r"[\w.+-]+\Z")
_NAMES: dict[Any, str] = {
    str: "a string",
    int: "a whole number",
    bool: "true or false",
    dt.date: "a date",
    Version: "a version in quotes",
}


class Reader:
    """Reads one tree; *domains* are those that targets may name."""

    def __init__(self, faults: Faults, domains: Mapping[str, frozenset[str]]) -> None:
        self.faults = faults
        self.domains = domains
        self.leaves: dict[Any, Callable[[str], object]] = {
            Version: read_version,
            Target: lambda text: Target.parse(text, self.domains),
            Id: _id,
            Url: _url,
            Document: _document,
            Substitute: self.substitute,
        }

    def manifest(self, node: Node) -> Manifest:
        """Read the whole tree; entries with faults are left out."""
        return Manifest(**self.fields(_fields(Manifest), node))

    def record(self, cls: type[R], node: Node) -> R | _Bad:
        """Read a table, or the value that is short for one."""
        fields = _fields(cls)
        if not isinstance(node.value, dict):
            if not cls.shorthand:
                return self.bad(node, f"must be a table, not {_kind(node.value)}")
            attribute, shape, _ = fields[cls.shorthand]
            value = shape.read(self, shape.of, node)
            return BAD if isinstance(value, _Bad) else cls(**{attribute: value})
        before = len(self.faults)
        values = self.fields(fields, node)
        if len(self.faults) > before:
            return BAD
        if issubclass(cls, Entry):
            values["where"] = node.where
        try:
            return cls(**values)
        except ValueError as error:
            return self.bad(node, str(error))

    def fields(self, fields: Mapping[str, tuple[str, _Shape, bool]], node: Node) -> dict[str, Any]:
        """Read the values of a table; note unknown keys and missing ones."""
        values: dict[str, Any] = {}
        for key, item in node.value.items():
            field = fields.get(key)
            if field is None:
                self.bad(item, unknown(key, "a key here", fields))
                continue
            attribute, (read, of), _ = field
            value = read(self, of, item)
            if value is not BAD:
                values[attribute] = value
        for key, (_, _, required) in fields.items():
            if required and key not in node.value:
                self.bad(replace(node, path=(*node.path, key)), "is missing")
        return values

    def union(self, members: tuple[Any, ...], node: Node) -> object:
        """Read a value that may be of several types, by the first that it can be."""
        words = [w for m in members if get_origin(m) is Literal for w in get_args(m)]
        if any(type(node.value) is type(word) and node.value == word for word in words):
            return node.value
        for member in members:
            if _fits(member, node.value):
                if member is Version and parse_version(str(node.value)) is None:
                    near = suggestion(str(node.value), map(str, words))
                    if near:
                        message = f"`{node.value}` is neither a version nor a word{near}"
                        return self.bad(node, message)
                shape = _shape(member)
                return shape.read(self, shape.of, node)
        if isinstance(node.value, str) and any(isinstance(word, str) for word in words):
            return self.word(tuple(words), node)
        allowed = [_NAMES.get(m, "a table") for m in members if get_origin(m) is not Literal]
        allowed += [f"`{_toml(word)}`" for word in words]
        return self.bad(node, f"must be {' or '.join(allowed)}, not {_kind(node.value)}")

    def word(self, words: tuple[object, ...], node: Node) -> object:
        """Read one of a few words."""
        if isinstance(node.value, dict | list):
            return self.bad(node, f"must be one word, not {_kind(node.value)}")
        if any(type(node.value) is type(word) and node.value == word for word in words):
            return node.value
        return self.bad(node, unknown(_toml(node.value), "allowed here", map(_toml, words)))

    def items(self, shape: _Shape, node: Node) -> object:
        """Read an array; items with faults are left out."""
        if not isinstance(node.value, list):
            return self.bad(node, f"must be an array, not {_kind(node.value)}")
        read = [shape.read(self, shape.of, item) for item in node.value]
        return tuple(item for item in read if not isinstance(item, _Bad))

    def mapping(self, shape: _Shape, node: Node) -> object:
        """Read a table with free keys."""
        if not isinstance(node.value, dict):
            return self.bad(node, f"must be a table, not {_kind(node.value)}")
        read = {key: shape.read(self, shape.of, item) for key, item in node.value.items()}
        return {key: value for key, value in read.items() if not isinstance(value, _Bad)}

    def leaf(self, hint: Any, node: Node) -> object:  # noqa: ANN401
        """Read a single value."""
        convert = self.leaves.get(hint)
        wanted = str if convert else hint
        if type(node.value) is not wanted:
            message = f"must be {_NAMES[wanted]}, not {_kind(node.value)}"
            if convert is read_version and type(node.value) in {int, float}:
                message += f'; write "{node.value}" in quotes'
            elif _is_quoted(node.value, wanted):
                message += f"; write {node.value} without quotes"
            return self.bad(node, message)
        if convert is None:
            return node.value
        try:
            return convert(node.value)
        except ValueError as error:
            return self.bad(node, str(error))

    def substitute(self, text: str) -> str:
        """Check what names an alternative: without white space it is a target."""
        if (
            text.split() == [text]  # no white space
            and Target.parse(text, self.domains).has_wildcard
        ):
            raise ValueError(f"`{text}` is a pattern; name one alternative each")
        return text

    def bad(self, node: Node, message: str) -> _Bad:
        """Note a fault."""
        self.faults.add(node.where, node.path, message)
        return BAD


class _Shape(NamedTuple):
    """How a value is read: by the method of a reader, and what that wants to know."""

    read: Callable[[Reader, Any, Node], object]
    of: Any


def _shape(hint: Any) -> _Shape:  # noqa: ANN401
    """Return how a value of that type is read."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        members = tuple(member for member in inner if member is not type(None))
        return _shape(members[0]) if len(members) == 1 else _Shape(Reader.union, members)
    if origin is Literal:
        return _Shape(Reader.word, inner)
    if origin is tuple:
        return _Shape(Reader.items, _shape(inner[0]))
    if origin is dict:
        return _Shape(Reader.mapping, _shape(inner[1]))
    if isinstance(hint, type) and issubclass(hint, Record):
        return _Shape(Reader.record, hint)
    return _Shape(Reader.leaf, hint)


@cache
def _fields(cls: type[Record]) -> dict[str, tuple[str, _Shape, bool]]:
    """Return key → (attribute, shape of its value, whether it is required)."""
    hints = get_type_hints(cls)
    return {
        field.encode_name: (field.name, _shape(hints[field.name]), field.required)
        for field in msgspec.structs.fields(cls)
        if field.name != "where"
    }


def _fits(member: Any, value: object) -> bool:  # noqa: ANN401
    """Tell whether a value can only be meant as that member of a union."""
    if member is Version:  # a number is a version without its quotes
        return type(value) in {str, int, float}
    if isinstance(member, type) and issubclass(member, Record):
        return isinstance(value, dict)
    return type(value) is member


def _toml(value: object) -> str:
    """Write a single value as TOML does, without quotes."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_quoted(value: object, wanted: type) -> bool:
    """Tell whether a text would be what is wanted, but for its quotes."""
    if not isinstance(value, str) or wanted is str:
        return False
    try:
        return [type(one) for one in tomli.loads(f"x = {value}").values()] == [wanted]
    except (ValueError, RecursionError):
        return False


def _kind(value: object) -> str:
    names = {**_NAMES, float: "a number", dict: "a table", list: "an array"}
    names |= {dt.datetime: "a date with a time", dt.time: "a time"}
    return names.get(type(value), type(value).__name__)


def _id(text: str) -> str:
    if not _ID.match(text):
        raise ValueError(f"`{text}` is not an id: letters, digits, `.`, `_`, `+` and `-`")
    return text


def _document(text: str) -> str:
    for part in text.split("#", 1):
        document_matches(part, "")
    return text


def _url(text: str) -> str:
    if not _URL.match(text):
        raise ValueError(f"`{text}` is not an address that starts with http:// or https://")
    return text
