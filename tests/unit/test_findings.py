"""Fingerprints: what makes a finding another one, and what does not."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from sphinxext.stability.findings import Finding, Place, Severity, in_order, stamped
from sphinxext.stability.model import Where

ENTRY = Where("/docs/stability.toml", 7)
SHARED = Finding(
    "missing-notice",
    "`a.f` and 2 more lack the notice `.. deprecated:: 2.3`, which `T-1` (stability.toml:7) asks "
    "for",
    Place("index", 4),
    ENTRY,
    Severity.ERROR,
    ("`a.g`", "page `notes`"),
    "a.f",
)
ORPHAN = Finding(
    "orphan-entry",
    "`a.h` of `T-1` names nothing that is documented. Did you mean `a.f`?",
    entry=ENTRY,
)
NAMES = Finding(
    "bad-version",
    "`T-1` and 1 more name version 2.3, which is not in the calendar",
    entry=ENTRY,
    also=("`T-2`",),
)


def mark(finding: Finding, about: str = "T-1") -> str:
    (stamp,) = stamped([finding], lambda _: about)
    return stamp.fingerprint


def but(finding: Finding, *, message: tuple[str, str] = ("", ""), **fields: Any) -> Finding:  # noqa: ANN401
    """Return a finding with other fields, and a part of the message replaced."""
    assert message[0] in finding.message
    return replace(finding, message=finding.message.replace(*message), **fields)


SAME = [
    (SHARED, but(SHARED, place=Place("index", 90))),
    (SHARED, but(SHARED, place=Place("other", 1))),
    (SHARED, but(SHARED, severity=Severity.INFO)),
    (SHARED, but(SHARED, entry=Where("b.toml", 1), message=("(stability.toml:7)", "(b.toml:1)"))),
    # Another of the same objects comes first.
    (SHARED, but(SHARED, message=("`a.f`", "`a.g`"), also=("page `notes`", "`a.f`"))),
    (SHARED, but(SHARED, message=("`a.f`", "page `notes`"), also=("`a.g`", "`a.f`"))),
    (ORPHAN, but(ORPHAN, message=("`a.f`?", "`a.k`?"))),
    (ORPHAN, but(ORPHAN, message=(". Did you mean `a.f`?", ""))),
]
OTHER = [
    (SHARED, but(SHARED, rule="notice-contradicts")),
    (SHARED, but(SHARED, message=("2.3", "2.4"))),
    (SHARED, but(SHARED, message=("`a.f`", "`a.k`"), subject="a.k")),
    (SHARED, but(SHARED, message=("2 more", "1 more"), also=("`a.g`",))),
    (SHARED, but(SHARED, message=("2 more", "3 more"), also=("`a.g`", "page `notes`", "`x`"))),
    (SHARED, but(SHARED, also=("`a.g`", "page `mores`"))),
    (ORPHAN, but(ORPHAN, message=("a.h", "a.i"))),
    (ORPHAN, but(ORPHAN, subject="a")),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same(one: Finding, other: Finding) -> None:
    """Lines, places of the manifest, the order of objects and advice are no part of it."""
    assert mark(one) == mark(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another(one: Finding, other: Finding) -> None:
    """One more object, one less, another entry or another text is another finding."""
    assert mark(one) != mark(other)


def test_what_it_is_about() -> None:
    """Another entry or document is another finding, unless the entry is one of the names."""
    assert mark(ORPHAN, "T-2") != mark(ORPHAN)
    swapped = but(NAMES, message=("`T-1`", "`T-2`"), also=("`T-1`",))
    assert mark(swapped, "T-2") == mark(NAMES, "T-1")


def test_two_parameters_of_one_object() -> None:
    """A second parameter of the same function is counted, though the function is the same."""
    head = "the parameter `x` of `f` and 1 more should be gone"
    two = Finding("overdue-removal", head, also=("the parameter `y` of `f`",), subject="f")
    three = but(two, message=("1 more", "2 more"), also=(*two.also, "the parameter `z` of `f`"))
    assert mark(two) != mark(three)


def test_places_in_odd_folders() -> None:
    """Parentheses and spaces in the path of the manifest hide no line number."""
    odd = but(SHARED, message=("(stability.toml:7)", "(my docs (old)/stability.toml:7)"))
    moved = but(odd, message=("toml:7)", "toml:12)"))
    assert mark(odd) == mark(moved)


def test_equal_ones_are_counted() -> None:
    """Two of the same have two fingerprints, the same in any order."""
    twins = [but(SHARED, place=Place("index", line)) for line in (4, 9, 12)]
    marks = [f.fingerprint for f in stamped(twins, lambda _: "T-1")]
    assert marks == [mark(SHARED), f"{mark(SHARED)}-2", f"{mark(SHARED)}-3"]
    assert [f.fingerprint for f in stamped(reversed(twins), lambda _: "T-1")] == marks


def test_fingerprints_stay() -> None:
    """Baselines have them: whoever changes how they are made tells so in the changelog."""
    assert [mark(SHARED), mark(ORPHAN), mark(NAMES)] == [
        "8ed61e114779f5de",
        "7799f3dfe4504daa",
        "0fc1e99ce6883ca9",
    ]


def test_order() -> None:
    """Findings are sorted by rule, place and message, whatever order they are found in."""
    found = [ORPHAN, SHARED, NAMES, but(SHARED, place=Place("a", 9))]
    assert in_order(found) == in_order(reversed(found)) == [NAMES, found[3], SHARED, ORPHAN]
