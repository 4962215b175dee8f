"""Finds the source of documented objects, and keeps what was read in it.

Modules are found by the docstring that Sphinx took an object from, else by name, through the
imports of packages; nothing is imported. What is kept is good for as long as a file has the same
time and size.
"""

from __future__ import annotations

import tokenize
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from sphinxext.stability.code.scan import Deprecated, Import, Module, may_deprecate, scan
from sphinxext.stability.facts import SeenObject
from sphinxext.stability.model import Where

#: Of what is kept: to be raised when a module tells other things than before.
_FORMAT = 1
_DOCSTRING = ":docstring of "
#: So many modules are looked through for one object.
_MOST_TRIED = 100


class Located(NamedTuple):
    """A deprecation, and where it is: the file, and how messages name it."""

    deprecated: Deprecated
    where: Where
    shown: str


class _Known(msgspec.Struct, array_like=True):
    """A module that was read, when its file had this time and size."""

    time: int
    size: int
    #: None where reading it closely was not worth it yet.
    module: Module | None


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
        #: Whether anything was read that was not kept.
        self.is_changed = False
        #: The files that were looked through for names, in case somebody has to watch them.
        self.searched: set[str] = set()
        try:
            version, decorated, modules = msgspec.msgpack.decode(
                kept or b"\xc0", type=tuple[int, tuple[str, ...], dict[str, _Known]]
            )
        except msgspec.MsgspecError:
            return
        if (version, decorated) == (_FORMAT, self._decorators):
            self._kept = modules

    def stamp(self) -> list[tuple[str, int, int]]:
        """Return what all known files looked like when they were last needed, or look like now."""
        for file in list(self._kept):
            self._module(file)
        return sorted((file, known.time, known.size) for file, known in self._kept.items())

    def encode(self) -> bytes:
        """Return what a later build can take."""
        kept = {path: self._kept[path] for path in sorted(self._checked & self._kept.keys())}
        return msgspec.msgpack.encode((_FORMAT, self._decorators, kept))

    def find(self, seen: SeenObject) -> Located | None:
        """Return the deprecation of a documented Python object, if its source has one."""
        if seen.domain != "py":
            return None
        file, is_docstring, _ = seen.source.partition(_DOCSTRING)
        parts = tuple(seen.name.split("."))
        if is_docstring:
            module = self._module(file)
            if module is None:
                return None
            # A function may be called as its module is.
            known = {start for start in range(1, len(parts)) if parts[start] in module.defined}
            if known and seen.objtype != "module":
                start = min(known, key=lambda one: (parts[one - 1] != _name(file), one))
                return self._located(file, module, parts[start:])
            if not module.defined and _name(file) in parts[:-1]:
                return None  # it is there, and a glance at the module was enough
        return self._by_name(parts)

    def _by_name(self, parts: tuple[str, ...]) -> Located | None:
        """Find an object by its name, from the top-level package on."""
        top = self._locate(parts[0])
        return self._resolve(top, parts[1:], set()) if top else None

    def _resolve(
        self, file: Path, parts: tuple[str, ...], tried: set[tuple[Path, tuple[str, ...]]]
    ) -> Located | None:
        """Find what goes by *parts* in a module: there, where it is imported from, or below.

        Modules may import from each other: what was *tried* is not tried again.
        """
        self.searched.add(str(file))
        module = self._module(str(file), closely=True)
        if module is None or (file, parts) in tried or len(tried) >= _MOST_TRIED:
            return None
        tried.add((file, parts))
        if not parts or parts[0] in module.defined:
            return self._located(str(file), module, parts)
        origin = module.imported.get(parts[0])
        if origin is not None:
            source, name = self._imported(file, origin), (origin.name, *parts[1:])
            # `from . import module` leads back to here.
            if source is not None and (source, name) not in tried:
                return self._resolve(source, name, tried)
        below = _member(file.parent, parts[0]) if file.name == "__init__.py" else None
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
            found = _member(found.parent, name) if found else None
        return found

    def _located(self, file: str, module: Module, parts: tuple[str, ...]) -> Located | None:
        deprecated = module.deprecated.get(".".join(parts))
        if deprecated is None:
            return None
        if deprecated.constant:
            said = self._constant(Path(file), module, deprecated.constant)
            deprecated = msgspec.structs.replace(deprecated, message=said)
        where = Where(file, deprecated.line)
        return Located(deprecated, where, f"{_shown(file)}:{deprecated.line}")

    def _constant(self, file: Path, module: Module, name: str) -> str:
        """Return the text that a module imports under a name."""
        origin = module.imported.get(name)
        source = self._imported(file, origin) if origin else None
        other = self._module(str(source), closely=True) if source else None
        self.searched.add(str(source or file))
        return other.texts.get(origin.name, "") if other and origin else ""

    def _module(self, file: str, *, closely: bool = False) -> Module | None:
        """Return what a file tells, from what is kept or read anew; None if it cannot be read."""
        known = self._kept.get(file)
        if file not in self._checked:
            self._checked.add(file)
            known = self._kept[file] = self._read(file, known)
        if known is None or known.size < 0:
            return None
        if known.module is None and closely:
            known.module = self._scan(Path(file), always=True) or Module()
            self.is_changed = True
        return known.module or Module()

    def _read(self, file: str, known: _Known | None) -> _Known:
        path = Path(file)
        try:
            stat = path.stat()
        except (OSError, ValueError):  # there is none, or the name is that of no file
            return _Known(0, -1, None)
        if known and (known.time, known.size) == (stat.st_mtime_ns, stat.st_size):
            return known
        self.is_changed = True
        return _Known(stat.st_mtime_ns, stat.st_size, self._scan(path))

    def _scan(self, path: Path, *, always: bool = False) -> Module | None:
        """Read a module; what is no Python that this interpreter reads says nothing."""
        try:
            with tokenize.open(path) as file:  # in the encoding that the source names
                text = file.read()
            if always or may_deprecate(text, self._decorators):
                return scan(text, self._decorators)
        except (OSError, ValueError, SyntaxError):
            pass
        return None


def _member(folder: Path, name: str) -> Path | None:
    """Return the file of a module or package in a folder."""
    package, module = folder / name / "__init__.py", folder / f"{name}.py"
    return next((path for path in (package, module) if path.is_file()), None)


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
