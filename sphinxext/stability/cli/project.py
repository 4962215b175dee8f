"""What a project says of itself in ``conf.py`` and ``pyproject.toml``: read as text, never run."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from packaging.version import Version

from sphinxext.stability.code.scan import parsed
from sphinxext.stability.versions import base, parse_version

#: Where the documentation of a repository lies, below its top.
_DOCS = ("docs", "doc", "docs/source", "doc/source", "source")
_EXTENSION = "sphinxext.stability"
#: The methods that add to a list.
_ADDING = {"append", "extend", "insert"}


class Conf(msgspec.Struct, frozen=True):
    """A ``conf.py``, as far as it can be read without running it."""

    path: Path
    #: The values that are plain text, by name.
    texts: Mapping[str, str] = {}
    #: Every name that is given a value.
    names: frozenset[str] = frozenset()
    has_extension: bool = False


class Project(msgspec.Struct, frozen=True):
    """Name and version of a project, and the files that say so; empty where none does."""

    name: str = ""
    name_from: Path | None = None
    version: Version | None = None
    version_from: Path | None = None
    conf: Conf | None = None


def find(folder: Path) -> Project:
    """Look in a folder and those above it, up to the top of the repository."""
    conf: Conf | None = None
    names: list[tuple[str, Path]] = []
    versions: list[tuple[Version, Path]] = []
    for place in _upwards(folder.resolve()):
        found = read_conf(place / "conf.py")
        if found:
            conf = conf or found
            names.append((found.texts.get("project", ""), found.path))
            texts = (found.texts.get(name, "") for name in ("release", "version"))
            versions += [(known, found.path) for known in map(_version, texts) if known]
        path = place / "pyproject.toml"
        table = _project_table(path)
        names.append((_plain(table.get("name")), path))
        versions += [(known, path) for known in [_version(_plain(table.get("version")))] if known]
    name, name_from = next(((name, path) for name, path in names if name), ("", None))
    version, version_from = next(iter(versions), (None, None))
    below = (read_conf(folder.resolve() / docs / "conf.py") for docs in _DOCS)
    conf = conf or next((found for found in below if found), None)
    return Project(name, name_from, version, version_from, conf)


def _upwards(folder: Path) -> Iterator[Path]:
    """Give a folder and those above it in its repository; without one, just the next above."""
    above = [folder, *folder.parents]
    tops = [number for number, place in enumerate(above) if (place / ".git").exists()]
    yield from above[: tops[0] + 1 if tops else 2]


def read_conf(path: Path) -> Conf | None:
    """Read a ``conf.py``, if there is one; what cannot be parsed says nothing."""
    try:
        tree = parsed(path.read_bytes())
    except OSError:
        return None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Conf(path)
    texts: dict[str, str] = {}
    names: set[str] = set()
    extensions: list[ast.expr] = []
    for node in tree.body:
        for name, value in _assigned(node):
            names.add(name)
            texts.pop(name, None)
            text = _text(value, texts)
            if text:
                texts[name] = text
            if name == "extensions":
                extensions.append(value)
        for name, value in _added(node):
            names.add(name)
            if name != "project":  # which is known by its beginning; a version is another one
                texts.pop(name, None)
            if name == "extensions":
                extensions.append(value)
    listed = (node for value in extensions for node in ast.walk(value))
    has_extension = any(isinstance(n, ast.Constant) and n.value == _EXTENSION for n in listed)
    return Conf(path, texts, frozenset(names), has_extension)


def _assigned(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """Give the names that a statement assigns to, and what."""
    if isinstance(node, ast.Assign):
        targets = [*node.targets]
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    else:
        return
    for target in targets:
        if isinstance(target, ast.Name) and node.value is not None:
            yield target.id, node.value


def _added(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """Give the name that a statement adds to, with ``+=`` or as to a list, and what."""
    match node:
        case ast.AugAssign(ast.Name(name), _, value):
            yield name, value
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(name), method)) as call) if method in _ADDING:
            yield name, call


def _text(value: ast.expr, known: Mapping[str, str]) -> str:
    """Return a plain text, or that of a name which is one; else nothing."""
    if isinstance(value, ast.Name):
        return known.get(value.id, "")
    return _plain(value.value) if isinstance(value, ast.Constant) else ""


def _project_table(path: Path) -> Mapping[str, object]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("project")
    except (OSError, ValueError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}


def _plain(value: object) -> str:
    """Return a text that can stand in one line of any file."""
    return value if isinstance(value, str) and value.isprintable() else ""


def _version(text: str) -> Version | None:
    version = parse_version(text) if text else None
    return base(version) if version else None
