"""Notices of the section or page around an object may be about it."""

from __future__ import annotations

import pytest

from sphinxext.stability.beside import Surroundings
from sphinxext.stability.facts import DocumentFacts, SeenNotice, SeenObject, SeenSection

WHOLE = SeenNotice("deprecated", "2.3")
WARNING = SeenNotice("admonition", "", "All of this is deprecated.")
OF_F = SeenNotice("admonition", "", "`pkg.f` is deprecated.")
CHANGED = SeenNotice("versionchanged", "2.3", "Is faster.")
F, G = SeenObject("py", "function", "pkg.f"), SeenObject("py", "function", "pkg.g")


def facts(*notices: SeenNotice, inner: bool = False) -> DocumentFacts:
    """Return a page with notices at its section, or at the page around that."""
    page = SeenSection(notices=() if inner else notices)
    section = SeenSection(labels=("part",), parent=0, notices=notices if inner else ())
    objects = (placed(F, 1), placed(G, 1))
    return DocumentFacts((page, section), objects)


def placed(seen: SeenObject, section: int) -> SeenObject:
    return SeenObject(seen.domain, seen.objtype, seen.name, section=section)


@pytest.mark.parametrize("inner", [True, False])
@pytest.mark.parametrize(
    ("notice", "of_f", "of_g"),
    [
        (WHOLE, True, True),
        (SeenNotice("versionremoved", "2.3"), True, True),
        (WARNING, True, True),
        (OF_F, True, False),
        (SeenNotice("deprecated", "2.3", "Use `pkg.g`."), False, True),
        (CHANGED, False, False),
        (SeenNotice("versionchanged", "2.3", "f is faster."), True, False),
        (SeenNotice("deprecated", "2.3", "", parameter="x"), False, False),
        (SeenNotice("text", "", "This is deprecated."), False, False),
    ],
)
def test_what_stands_around(notice: SeenNotice, *, of_f: bool, of_g: bool, inner: bool) -> None:
    page = facts(notice, inner=inner)
    found = [Surroundings(page).standing(seen) == (notice,) for seen in page.objects]
    assert found == [of_f, of_g]


def test_its_own_come_first_and_a_section_has_its_own_only() -> None:
    page = facts(WHOLE)
    seen = SeenObject("py", "function", "pkg.f", section=1, notices=(CHANGED,))
    assert Surroundings(page).standing(seen) == (CHANGED, WHOLE)
    assert [Surroundings(page).standing(section) for section in page.sections] == [(WHOLE,), ()]


@pytest.mark.parametrize(
    ("notice", "is_told"),
    [
        (WHOLE, True),
        (WARNING, True),
        (SeenNotice("versionremoved", "2.3"), True),
        (SeenNotice("text", "", "Deprecated; use another."), True),
        (SeenNotice("text", "", "`pkg.f` is deprecated."), True),
        (SeenNotice("text", "", "`pkg.other` is deprecated."), True),  # perhaps its other name
        (SeenNotice("admonition", "", "This is not deprecated."), False),
        (SeenNotice("admonition", "", "This is in beta."), False),
        (CHANGED, False),
        (SeenNotice("deprecated", "2.3", "", parameter="x"), False),
    ],
)
def test_what_tells_of_a_deprecation(notice: SeenNotice, *, is_told: bool) -> None:
    seen = SeenObject("py", "function", "pkg.f", notices=(notice,))
    member = SeenObject("py", "method", "pkg.f.m", parent=0)
    page = DocumentFacts(objects=(seen, member))
    assert Surroundings(page).is_deprecated(seen) is is_told
    assert Surroundings(page).is_deprecated(member) is is_told


def test_a_section_may_be_called_so() -> None:
    page = DocumentFacts((SeenSection(labels=("deprecated functions",)),), (F,))
    assert Surroundings(page).is_deprecated(F)
