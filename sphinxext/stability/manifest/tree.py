"""TOML values that know their place: file text → tree of :class:`Node`."""

from __future__ import annotations

import ast
import pathlib
import re
from collections.abc import Mapping
from typing import Any

import msgspec
import tomli

from sphinxext.stability.manifest.faults import Faults, Path
from sphinxext.stability.manifest.lines import line_index
from sphinxext.stability.model import Where

#: The keys of a table, as Tomli names it: a tuple of Python's.
_KEYS = re.compile(r"(?<=cannot declare )\('.*'(?:,|, '.*')\)(?= twice)", re.IGNORECASE)


_Lines = Mapping[Path, Mapping[str | int, int]]


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
        data = tomli.loads(text)
        lines = line_index(text)
        return _build(data, Where(file, 1), (), lines)
    except RecursionError:
        faults.add(Where(file, 1), (), "is not TOML that can be read: nested too deeply")
    except tomli.TOMLDecodeError as error:
        message = _KEYS.sub(lambda keys: f"`{'.'.join(ast.literal_eval(keys[0]))}`", error.msg)
        message = f"is not TOML: {message[:1].lower()}{message[1:]}"
        faults.add(Where(file, error.lineno), (), message)
    except ValueError:
        faults.add(Where(file, 1), (), "is not TOML that can be read: a number has too many digits")
    return None


def _build(value: Any, where: Where, path: Path, lines: _Lines) -> Node:  # noqa: ANN401
    """Give every value its place: that of its key, else that of what it is in."""
    is_table = isinstance(value, dict)
    if not is_table and not isinstance(value, list):
        return Node(value, where, path)
    inside = lines.get(path, {})
    nodes = {}
    for key, item in value.items() if is_table else enumerate(value):
        line = inside.get(key, where.line)
        place = where if line == where.line else Where(where.file, line)
        nodes[key] = _build(item, place, (*path, key), lines)
    return Node(nodes if is_table else list(nodes.values()), where, path)
