"""TOML values that know their place: file text → tree of :class:`Node`."""

from __future__ import annotations

import ast
import pathlib
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import msgspec

from sphinxext.stability.manifest.faults import Faults, Path
from sphinxext.stability.manifest.lines import line_index
from sphinxext.stability.model import Where

_LINE = re.compile(r"line (\d+)")
#: The keys of a table, as tomllib names it: a tuple of Python's.
_KEYS = re.compile(r"(?<=cannot declare )\('.*'(?:,|, '.*')\)(?= twice)", re.IGNORECASE)


class Node(msgspec.Struct, frozen=True):
    """A TOML value, where its key stands, and its path in the file; tables hold nodes."""

    value: Any
    where: Where
    path: Path = ()


def parse(path: pathlib.Path, faults: Faults) -> Node | None:
    """Read a TOML file, or note why it cannot be read."""
    here = Where(str(path), 0)
    if path.is_dir():
        files = pathlib.Path(path.name, "*.toml").as_posix()
        faults.add(here, (), f"is a directory; name its files, such as `{files}`")
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        what = "no file matches" if "*" in path.name else "there is no such file"
        faults.add(here, (), f"{what}; `stability_manifest` names it")
    except OSError as error:
        faults.add(here, (), f"cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.add(Where(str(path), line), (), "is not UTF-8; save the file in that encoding")
    else:
        return _parse(text, str(path), faults)
    return None


def _parse(text: str, file: str, faults: Faults) -> Node | None:
    text = text.replace("\r\n", "\n")
    try:
        data = tomllib.loads(text)
        lines = line_index(text)
        return _build(data, Where(file, 1), (), lines)
    except RecursionError:
        faults.add(Where(file, 1), (), "is not TOML that can be read: nested too deeply")
    except ValueError as error:  # TOMLDecodeError, or a number of too many digits
        match = _LINE.search(str(error))
        line = int(match[1]) if match else text.count("\n") + 1
        message = re.sub(r"\s*\(at .*\)$", "", str(error))
        message = _KEYS.sub(lambda keys: f"`{'.'.join(ast.literal_eval(keys[0]))}`", message)
        faults.add(Where(file, line), (), f"is not TOML: {message[:1].lower()}{message[1:]}")
    return None


def _build(value: object, where: Where, path: Path, lines: Mapping[Path, int]) -> Node:
    """Give every value its place: that of its key, else that of what it is in."""
    line = lines.get(path)
    if line is not None and line != where.line:
        where = Where(where.file, line)
    if isinstance(value, dict):
        value = {key: _build(item, where, (*path, key), lines) for key, item in value.items()}
    elif isinstance(value, list):
        value = [_build(item, where, (*path, i), lines) for i, item in enumerate(value)]
    return Node(value, where, path)
