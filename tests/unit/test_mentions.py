"""The names that the source of a page mentions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext.stability.mentions import Mention, mentions


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", []),
        ("See :func:`pkg.f`.", [("pkg.f", True)]),
        ("See :py:func:`~pkg.f` or :meth:`.C.m`.", [("pkg.f", True), ("C.m", True)]),
        ("See :func:`the function <pkg.f>`.", [("pkg.f", True)]),
        ("See :func:`pkg.f()`.", [("pkg.f", True)]),
        ("See :func:`!pkg.f`.", []),
        ("See :func:`title <!pkg.f>`.", []),
        ("See {func}`pkg.f` or {py:func}`a title <pkg.g>`.", [("pkg.f", True), ("pkg.g", True)]),
        ("See {py:func}`pkg.f` and :func:`f`.", [("pkg.f", True), ("f", True)]),
        ("Call ``pkg.f()`` or `pkg.g`.", [("pkg.f", False), ("pkg.g", False)]),
        ("Call pkg.f, then pkg.C.m.", [("pkg.f", False), ("pkg.C.m", False)]),
        ("import pkg.f", [("pkg.f", False)]),
        ("In C++: std::vector, ns::C::m", [("std::vector", False), ("ns::C::m", False)]),
        (":func:`pkg.f` is pkg.f", [("pkg.f", True), ("pkg.f", False)]),
        ("https://example.org/pkg.f and pkg/f.py", []),
        ("my-pkg.f, pkg.f-old, e.g. 2.4.1, f", [("e.g", False)]),
    ],
)
def test_names_in_a_line(line: str, found: list[tuple[str, bool]]) -> None:
    assert [(one.name, one.is_link) for one in mentions(line)] == found


def test_lines_are_counted_and_kept() -> None:
    assert list(mentions("One.\n\nSee pkg.f.\n:func:`g`\n")) == [
        Mention("pkg.f", 3, "See pkg.f."),
        Mention("g", 4, ":func:`g`", is_link=True),
    ]


@given(st.text())
def test_any_text_can_be_looked_through(text: str) -> None:
    lines = text.splitlines()
    assert all(one.text == lines[one.line - 1] for one in mentions(text))
