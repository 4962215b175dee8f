"""Map every path of a *valid* TOML document to its line (1-based).

The document has already been accepted by ``tomli``, which keeps no positions, so this
scanner checks nothing: it only has to skip strings, comments and brackets correctly.
"""

from __future__ import annotations

import re

import tomli

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[A-Za-z0-9_-]+')
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""+|\'\'\'.*?\'\'\'+|"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL
)
_BARE = re.compile(r"[^,\]}#\n]+")

# What most lines are is known at a glance: a header of one word, or `key = value`, all of it on
# that line, without escapes and with no array in an array. Strings of three quotes are no such
# values.
_PLAIN = r"""(?:"[^"\\\n]*+"(?!")|'[^'\n]*+'(?!'))"""
_WORD = r"""[^\s"'#\[\]{}][^"'#\[\]{}\n]*+"""
_FLAT = rf"""\[(?:[^"'#\[\]{{}}\n]++|{_PLAIN})*+\]"""
_END = r"[ \t]*(?:#[^\n]*)?(?:\n[ \t\n]*|\Z)"
_PAIR = re.compile(rf"([A-Za-z0-9_-]+)[ \t]*=[ \t]*(?:{_PLAIN}|{_WORD}|{_FLAT}){_END}")
_HEADER = re.compile(rf"\[\[([A-Za-z0-9_-]+)\]\]{_END}")


def line_index(text: str) -> dict[Path, dict[str | int, int]]:
    """Return ``{path: {key: line}}`` for what is in each table and array.

    Items of an array that stands on one line with its key may be left out.
    """
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.pos = text, 0
        self.line, self.counted = 1, 0  # up to where lines were counted
        self.lines: dict[Path, dict[str | int, int]] = {}
        self.lengths: dict[Path, int] = {}  # arrays of tables seen so far

    def scan(self) -> dict[Path, dict[str | int, int]]:
        table: Path = ()
        text, end = self.text, len(self.text)
        inside = self._inside(table)
        while self.pos < end:
            if match := _PAIR.match(text, self.pos):
                inside.setdefault(match[1], self._line(self.pos))
                self.pos = match.end()
                continue
            if match := _HEADER.match(text, self.pos):
                table = self._resolve([match[1]], self.pos, array=True)
                self.pos = match.end()
            else:
                table = self._other(table)
            inside = self._inside(table)
        return self.lines

    def _other(self, table: Path) -> Path:
        """Read what is not known at a glance; return the table that holds what follows."""
        before = self.pos
        if self._skip(_BLANK) > before:
            return table
        if not self._at("["):
            self._pair(table)
            return table
        array = self._at("[[")
        self.pos += 1 + array
        start = self.pos
        keys = self._keys()
        self.pos += 1 + array
        return self._resolve(keys, start, array=array)

    def _resolve(self, keys: list[str], start: int, *, array: bool) -> Path:
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
            assert match is not None, "tomli accepted the document"  # noqa: S101
            self.pos = match.end()
            raw = match[0]
            keys.append(tomli.loads(f"k = {raw}")["k"] if raw[0] in "\"'" else raw)
            self._skip(_SPACE)
            if not self._at("."):
                return keys
            self.pos += 1

    def _note(self, path: Path, pos: int) -> None:
        self._inside(path[:-1]).setdefault(path[-1], self._line(pos))

    def _inside(self, path: Path) -> dict[str | int, int]:
        return self.lines.setdefault(path, {})

    def _line(self, pos: int) -> int:
        """Return the line of a position; it is never before that of the last call."""
        self.line += self.text.count("\n", self.counted, pos)
        self.counted = pos
        return self.line

    def _skip(self, pattern: re.Pattern[str]) -> int:
        if match := pattern.match(self.text, self.pos):
            self.pos = match.end()
        return self.pos

    def _at(self, prefix: str) -> bool:
        return self.text.startswith(prefix, self.pos)
