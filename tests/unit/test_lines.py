"""The line index finds every key of a valid TOML text at its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from sphinxext.stability.manifest import lines
from sphinxext.stability.manifest.lines import line_index

Step = tuple[str | int, ...]

#: Values on one line or several, full of what only looks like TOML.
STRINGS = st.sampled_from(
    [
        '"a"',
        '""',
        "''",
        "'# no [comment]'",
        '"[[no.header]] = {"',
        r'"a \" # ] } \\"',
        r'"\e[1m \x22 ]"',
        "'''\n[x]\nk = 1 # '' '\n'''",
        '"""\n]]\n\\"""\n#"""',
        '"""a""""',
        "'''a'''''",
        '"""\\\n   folded"""',
    ]
)
SCALARS = st.one_of(
    STRINGS, st.sampled_from(["1", "-2.5e3", "true", "2025-01-29", "2025-01-29 12:00:00", "0xFF"])
)
KEYS = st.sampled_from(["a", "b-c", "9", '"q # ]"', "'[s]'", '"d.e"', '"\\u0041"'])
SPACE = st.sampled_from(["", " ", "\t"])
GAP = st.sampled_from(["", " ", "\n", " # ] } [c\n", "\n\n"])


@st.composite
def values(draw: st.DrawFn, depth: int = 0) -> str:
    """Return the text of a TOML value."""
    kind = draw(st.sampled_from(["scalar", "scalar", "array", "table"])) if depth < 3 else "scalar"
    if kind == "scalar":
        return draw(SCALARS)
    if kind == "table":  # on several lines, too, as TOML 1.1 allows
        keys = draw(st.lists(KEYS, unique=True, max_size=3))
        pairs = [f"{draw(GAP)}{key} = {draw(values(depth + 1))}{draw(GAP)}" for key in keys]
        comma = "," if pairs and draw(st.booleans()) else ""
        return "{" + ",".join(pairs) + comma + draw(GAP) + "}"
    items = draw(st.lists(values(depth + 1), max_size=3))
    inner = "".join(f"{draw(GAP)}{item}{draw(GAP)}," for item in items)
    return "[" + inner + draw(GAP) + "]"


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[Step, int]]:
    """Return a TOML text, and the lines of its top-level keys, tables and their keys.

    The oracle counts the line breaks of what it has written so far.
    """
    text, lines = "", dict[Step, int]()
    arrays: dict[str, int] = {}

    def write(part: str) -> None:
        nonlocal text
        text += part

    def pairs(path: Step) -> None:
        for key in draw(st.lists(KEYS, unique=True, max_size=3)):
            write(draw(st.sampled_from(["", "\n", "# [c] = 'x\n", "  "])))
            lines[*path, tomli.loads(f"k = {key}")["k"] if key[0] in "\"'" else key] = (
                text.count("\n") + 1
            )
            write(f"{key}{draw(SPACE)}={draw(SPACE)}{draw(values())} # end [\n")

    pairs(())
    for number in range(draw(st.integers(0, 4))):
        is_array = draw(st.booleans())
        name = f"array{number % 2}" if is_array else f"table{number}"
        line = text.count("\n") + 1
        path: Step = (name,)
        if is_array:
            lines.setdefault(path, line)
            arrays[name] = arrays.get(name, -1) + 1
            path += (arrays[name],)
        lines[path] = line
        write(f"[[{name}]] # ]\n" if is_array else f"[ {name} ]\n")
        pairs(path)
    return text, lines


def _paths(value: Any, path: Step = ()) -> Iterator[Step]:  # noqa: ANN401
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _paths(item, (*path, key))


def _index(text: str) -> dict[Step, int]:
    """Return the line of every path that has one."""
    index = line_index(text)
    return {(*path, key): line for path, keys in index.items() for key, line in keys.items()}


@given(documents())
def test_every_path_has_the_line_that_it_was_written_at(document: Any) -> None:  # noqa: ANN401
    text, expected = document
    found = _index(text)
    assert {path: found.get(path) for path in expected} == expected
    every = set(_paths(tomli.loads(text)))
    assert set(found) <= every
    assert all(isinstance(path[-1], int) for path in every - set(found))


@given(documents())
def test_what_is_known_at_a_glance_is_what_is_found_step_by_step(document: Any) -> None:  # noqa: ANN401
    """What is left out has the line of what holds it."""
    text, _ = document
    found = _index(text)
    with pytest.MonkeyPatch.context() as patch:
        for pattern in ("_PAIR", "_HEADER"):
            patch.setattr(lines, pattern, re.compile("(?!)"))
        whole = _index(text)
    assert set(whole) == set(_paths(tomli.loads(text)))
    held = {path: found.get(path, found.get(path[:-1])) for path in whole}
    assert held == whole


@given(documents())
def test_nothing_inside_starts_before_what_holds_it(document: Any) -> None:  # noqa: ANN401
    found = _index(document[0])
    for path, line in found.items():
        if len(path) > 1:
            assert line >= found[path[:-1]]


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1\nb.c = 2\n", ("b", "c"), 2),
        ("[a]\n[a.b]\nc = 1\n", ("a", "b", "c"), 3),
        ("[[a]]\n[a.b]\nc = 1\n[[a]]\n[[a.d]]\ne = 1\n", ("a", 1, "d", 0, "e"), 6),
        ("[[a]]\n[a.b]\nc = 1\n", ("a", 0, "b", "c"), 3),
        ("a = [\n  1, # ]\n  [2,\n   3],\n]\n", ("a", 1, 1), 4),
        ("a = [{ b = 1 },\n { b = '}' }]\nc = 1\n", ("a", 1, "b"), 2),
        ('a = """\n[x]\n"""\nb = 1\n', ("b",), 4),
        ("a = {\n  b = 1, # }\n  c = [\n 2],\n}\nd = 1\n", ("a", "c", 0), 4),
        ("\n\n'a b'.\"c\" = 1\n", ("a b", "c"), 3),
        ("a = 1", ("a",), 1),
        ("a = [[1, 2],\n  [3]]\nb = 1\n", ("b",), 3),
        ("a = [1, # ]\n2]\nb = 1\n", ("a", 1), 2),
        ('a = [1, """]\n"""]\nb = 1\n', ("b",), 3),
        ("[[a]] # x\n\n  [[ a ]]\nb = 1\n", ("a", 1, "b"), 4),
        ("a = 1\n\n# c\n\nb = '''\n'''\nc = 1", ("c",), 7),
    ],
)
def test_a_path_has_its_line(text: str, path: Step, line: int) -> None:
    assert _index(text)[path] == line


def test_the_example_of_the_design_is_indexed_whole() -> None:
    path = Path(__file__).parent / "manifests" / "design.toml"
    text = path.read_text(encoding="utf-8")
    found, every = set(_index(text)), set(_paths(tomli.loads(text)))
    items = {path for path in every if isinstance(path[-1], int)}
    assert every - items <= found <= every


def test_an_empty_text_has_no_paths() -> None:
    assert _index("# nothing\n") == {}
