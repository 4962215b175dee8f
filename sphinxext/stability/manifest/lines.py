"""Map every path of a *valid* TOML document to its line (1-based).

The document has already been accepted by ``tomllib``, which keeps no positions, so this
scanner checks nothing: it only has to skip strings, comments and brackets correctly.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[A-Za-z0-9_-]+')
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""+|\'\'\'.*?\'\'\'+|"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL
)
_BARE = re.compile(r"[^,\]}#\n]+")


def line_index(text: str) -> dict[Path, int]:
    """Return ``{path: line}`` for all tables, keys and array items."""
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.pos = text, 0
        self.starts = [m.end() for m in re.finditer(r"^|\n", text)]
        self.lines: dict[Path, int] = {}
        self.lengths: dict[Path, int] = {}  # arrays of tables seen so far

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip(_BLANK) < len(self.text):
            if self._at("["):
                array = self._at("[[")
                self.pos += 1 + array
                start = self.pos
                keys = self._keys()
                self.pos += 1 + array
                table = self._resolve(keys, start, array)
            else:
                self._pair(table)
        return self.lines

    def _resolve(self, keys: list[str], start: int, array: bool) -> Path:  # noqa: FBT001
        """Turn header keys into a path, through the last item of arrays."""
        path: Path = ()
        for depth, key in enumerate(keys, 1):
            path += (key,)
            if array and depth == len(keys):
                self.lengths[path] = self.lengths.get(path, -1) + 1
                self._note(path, start)
            if path in self.lengths:
                path += (self.lengths[path],)
            self._note(path, start)
        return path

    def _pair(self, table: Path) -> None:
        start = self.pos
        path = table
        for key in self._keys():
            path += (key,)
            self._note(path, start)
        self.pos += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._at("["):
            self.pos += 1
            item = 0
            while True:
                self._skip(_BLANK)
                if self._at("]"):
                    break
                self._note((*path, item), self.pos)
                self._value((*path, item))
                item += 1
                self._skip(_BLANK)
                self.pos += self._at(",")
            self.pos += 1
        elif self._at("{"):
            self.pos += 1
            while True:
                self._skip(_BLANK)
                if self._at("}"):
                    break
                self._pair(path)
                self._skip(_BLANK)
                self.pos += self._at(",")
            self.pos += 1
        elif match := _STRING.match(self.text, self.pos):
            self.pos = match.end()
        else:
            self._skip(_BARE)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip(_SPACE)
            match = _KEY.match(self.text, self.pos)
            assert match is not None, "tomllib accepted the document"  # noqa: S101
            self.pos = match.end()
            raw = match[0]
            keys.append(tomllib.loads(f"k = {raw}")["k"] if raw[0] in "\"'" else raw)
            self._skip(_SPACE)
            if not self._at("."):
                return keys
            self.pos += 1

    def _note(self, path: Path, pos: int) -> None:
        self.lines.setdefault(path, bisect_right(self.starts, pos))

    def _skip(self, pattern: re.Pattern[str]) -> int:
        if match := pattern.match(self.text, self.pos):
            self.pos = match.end()
        return self.pos

    def _at(self, prefix: str) -> bool:
        return self.text.startswith(prefix, self.pos)
