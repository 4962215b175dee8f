"""Finds the source of documented objects, and keeps what was read in it.

Modules are found by the docstring that Sphinx took an object from, else by name, through the
imports of packages; nothing is imported. What is kept is good for as long as a file has the same
time and size.
"""

from __future__ import annotations

import sys
import tokenize
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from sphinxext.stability import __version__
from sphinxext.stability.code.scan import (
    Deprecated,
    Import,
    Module,
    may_deprecate,
    parsed,
    scan,
    sketch,
)
from sphinxext.stability.code.uses import quiet
from sphinxext.stability.facts import SeenObject
from sphinxext.stability.model import Where

_DOCSTRING = ":docstring of "
#: So many modules are looked through for one object.
_MOST_TRIED = 100


class Located(NamedTuple):
    """A deprecation, and where it is: the file, and how messages name it."""

    deprecated: Deprecated
    where: Where
    shown: str


class _Definition(NamedTuple):
    """A module, and the name of something in it."""

    file: Path
    module: Module
    parts: tuple[str, ...]


class _Known(msgspec.Struct, array_like=True):
    """A module that was read, when its file had this time and size."""

    time: int
    size: int
    module: Module = Module()
    #: Whether reading it closely was not worth it yet.
    is_sketch: bool = False


class Codebase:
    """The source of what is documented."""

    def __init__(
        self,
        decorators: Iterable[str] = (),
        locate: Callable[[str], Path | None] = lambda _: None,
        kept: bytes = b"",
    ) -> None:
        """Take what an earlier build kept.

        *decorators* are names of those that deprecate; *locate* finds the file of a top-level
        module or package by its name.
        """
        self._decorators = tuple(sorted(decorators))
        self._locate = locate
        self._kept: dict[str, _Known] = {}
        self._checked: set[str] = set()
        self._quiet: dict[Path, frozenset[str]] = {}
        self._asked: set[str] = set()
        #: Whether anything was read that was not kept.
        self.is_changed = False
        # What another Python cannot read, or another release reads otherwise, is read again.
        self._reader = (__version__, *sys.version_info[:2], *self._decorators)
        try:
            reader, modules = msgspec.msgpack.decode(
                kept or b"\xc0", type=tuple[tuple[str | int, ...], dict[str, _Known]]
            )
        except msgspec.MsgspecError:
            return
        if reader == self._reader:
            self._kept = modules

    def stamp(self) -> list[tuple[str, int, int]]:
        """Return what all known files look like in this build, those that are not there, too."""
        for file in list(self._kept):
            self._look(file)
        return sorted((file, known.time, known.size) for file, known in self._kept.items())

    def encode(self) -> bytes:
        """Return what a later build can take."""
        kept = {
            path: known
            for path, known in sorted(self._kept.items())
            if path in self._asked or known.size >= 0
        }
        # The same bytes for the same source: the order of a set differs between its copies.
        return msgspec.msgpack.encode((self._reader, kept), order="deterministic")

    def find(self, seen: SeenObject) -> Located | None:
        """Return the deprecation of a documented Python object, if its source has one."""
        found = self._definition(seen)
        if found is None:
            return None
        deprecated = found.module.deprecated.get(".".join(found.parts))
        return self._located(found, deprecated) if deprecated else None

    def is_quiet(self, seen: SeenObject) -> bool:
        """Tell whether an object is a Python function or class that warns nobody who uses it."""
        found = self._definition(seen, closely=True)
        if found is None:
            return False
        if found.file not in self._quiet:
            try:
                self._quiet[found.file] = quiet(parsed(found.file.read_bytes()))
            except (OSError, ValueError, SyntaxError, MemoryError, RecursionError):
                self._quiet[found.file] = frozenset()
        return ".".join(found.parts) in self._quiet[found.file]

    def _definition(self, seen: SeenObject, *, closely: bool = False) -> _Definition | None:
        """Find where an object is defined: by its docstring's file, else by its name."""
        if seen.domain != "py":
            return None
        file, is_docstring, named = seen.source.partition(_DOCSTRING)
        parts = tuple(seen.name.split("."))
        if is_docstring:
            module = self._module(file, closely=closely)
            if module is None:
                return None
            # Where the docstring comes from: that of an inherited method is another class's.
            origin = tuple(named.split("."))
            # A function may be called as its module is.
            known = {start for start in range(1, len(origin)) if origin[start] in module.defined}
            if known and seen.objtype != "module":
                start = min(known, key=lambda one: (origin[one - 1] != _name(file), one))
                return _Definition(Path(file), module, origin[start:])
            if self._kept[file].is_sketch and _name(file) in origin[:-1]:
                return None  # it is there, and a glance at the module was enough
        package = self._locate(parts[0])
        return self._resolve(package, parts[1:], set()) if package else None

    def _resolve(
        self, file: Path, parts: tuple[str, ...], tried: set[tuple[Path, tuple[str, ...]]]
    ) -> _Definition | None:
        """Find what goes by *parts* in a module: there, where it is imported from, or below.

        Modules may import from each other: what was *tried* is not tried again.
        """
        module = self._module(str(file), closely=True)
        if module is None and file.name == "__init__.py" and file.parent.is_dir():
            module = Module()  # a namespace
        if module is None or (file, parts) in tried or len(tried) >= _MOST_TRIED:
            return None
        tried.add((file, parts))
        if not parts or parts[0] in module.defined:
            return _Definition(file, module, parts)
        origin = module.imported.get(parts[0])
        if origin is not None:
            source, name = self._imported(file, origin), (origin.name, *parts[1:])
            # `from . import module` leads back to here.
            if source is not None and (source, name) not in tried:
                return self._resolve(source, name, tried)
        below = self._member(file.parent, parts[0]) if file.name == "__init__.py" else None
        if below is not None:
            return self._resolve(below, parts[1:], tried)
        for star in module.stars:
            source = self._imported(file, star)
            found = self._resolve(source, parts, tried) if source else None
            if found is not None:
                return found
        return None

    def _imported(self, file: Path, origin: Import) -> Path | None:
        """Return the module that something is imported from."""
        names = [name for name in origin.module.split(".") if name]
        if origin.level:
            if origin.level > len(file.parents):
                return None
            found: Path | None = file.parents[origin.level - 1] / "__init__.py"
        else:
            found = self._locate(names.pop(0)) if names else None
        for name in names:
            found = self._member(found.parent, name) if found else None
        return found

    def _located(self, found: _Definition, deprecated: Deprecated) -> Located:
        if deprecated.constant:
            said = self._constant(found.file, found.module, deprecated.constant)
            deprecated = msgspec.structs.replace(deprecated, message=said)
        where = Where(str(found.file), deprecated.line)
        return Located(deprecated, where, f"{_shown(str(found.file))}:{deprecated.line}")

    def _constant(self, file: Path, module: Module, name: str) -> str:
        """Return the text that a module imports under a name."""
        origin = module.imported.get(name)
        source = self._imported(file, origin) if origin else None
        other = self._module(str(source), closely=True) if source else None
        return other.texts.get(origin.name, "") if other and origin else ""

    def _module(self, file: str, *, closely: bool = False) -> Module | None:
        """Return what a file tells, from what is kept or read anew; None if there is none."""
        self._asked.add(file)
        known = self._look(file)
        if known.size < 0:
            return None
        if known.is_sketch and closely:
            known = self._kept[file] = self._scanned(file, known.time, known.size, closely=True)
        return known.module

    def _look(self, file: str) -> _Known:
        """Return what is known of a file, looked at once in a build."""
        if file not in self._checked:
            self._checked.add(file)
            self._kept[file] = self._read(file, self._kept.get(file))
        return self._kept[file]

    def _member(self, folder: Path, name: str) -> Path | None:
        """Return the file of a module or package in a folder; what is not there may come."""
        for path in (folder / name / "__init__.py", folder / f"{name}.py"):
            self._asked.add(str(path))
            if self._look(str(path)).size >= 0:
                return path
        return None

    def _read(self, file: str, known: _Known | None) -> _Known:
        path = Path(file)
        try:
            stat = path.stat()
            if not path.is_file():
                return _Known(0, -1)
        except (OSError, ValueError):  # there is none, or the name is that of no file
            return _Known(0, -1)
        if known and (known.time, known.size) == (stat.st_mtime_ns, stat.st_size):
            return known
        return self._scanned(file, stat.st_mtime_ns, stat.st_size)

    def _scanned(self, file: str, time: int, size: int, *, closely: bool = False) -> _Known:
        """Read a module; what is no Python that this interpreter reads says nothing."""
        self.is_changed = True
        try:
            with tokenize.open(file) as source:  # in the encoding that the source names
                text = source.read()
            if closely or may_deprecate(text, self._decorators):
                return _Known(time, size, scan(text, self._decorators))
            return _Known(time, size, sketch(text), is_sketch=True)
        except (OSError, ValueError, SyntaxError):
            return _Known(time, size)


def _name(file: str) -> str:
    """Return the last part of the name of a module."""
    path = Path(file)
    return path.parent.name if path.name == "__init__.py" else path.stem


def _shown(file: str) -> str:
    """Name a file from its top-level package on: the same on every machine."""
    path = Path(file)
    top = path.parent
    while (top / "__init__.py").is_file() and top != top.parent:
        top = top.parent
    return path.relative_to(top).as_posix()
