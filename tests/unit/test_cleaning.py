"""Texts of other projects are harmless as soon as they are read."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext.stability import inventory
from sphinxext.stability.cleaning import LONGEST, clean, is_clean
from sphinxext.stability.inventory import InventoryError

DIRECTING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
#: All that changes the direction of text, by Unicode's own table.
DIRECTIONS = [
    chr(code) for code in range(0x110000) if unicodedata.bidirectional(chr(code)) in DIRECTING
]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "plain – “text” é \N{HEBREW LETTER ALEF} 👩‍💻",
            "plain – “text” é \N{HEBREW LETTER ALEF} 👩‍💻",
        ),
        ("two\n\tlines\r\n and\u2028three\x85four", "two lines and three four"),
        ("two  blanks stay", "two  blanks stay"),
        ("\x1b[31mred\x1b[0m \x00\x07\x7f\x9b1m", "[31mred[0m 1m"),
        ("safe\u202egnp.exe\u202c \u200e\u200f\u061c\u2066\u2069", "safegnp.exe "),
        ("a\ufeffb\ufff9c\U000e0041d", "abcd"),
        ("so\xadft\u200b and\u2060 in\u2064vis\u2065ible", "soft and invisible"),
        ("no\ufffe\uffff char\ufdd0acter\U0001ffff\U0010fffe", "no character"),
        ("joined\u200d and not\u200cjoined", "joined\u200d and not\u200cjoined"),
        ("a \t  b\n c   d \n", "a b c   d "),
        ("x" * LONGEST, "x" * LONGEST),
        ("x" * (LONGEST + 1), "x" * (LONGEST - 1) + "…"),
    ],
)
def test_a_text_is_cleaned(text: str, wanted: str) -> None:
    assert clean(text) == wanted
    assert clean(wanted) == wanted


def test_a_run_of_blanks_takes_no_time() -> None:
    """No pattern begins anew at each of them: these would take minutes, not moments."""
    blanks = " " * 500_000
    assert clean(blanks) == " " * (LONGEST - 1) + "…"
    assert clean(f"{blanks}\n{blanks}x") == " x"


def test_no_direction_is_forgotten() -> None:
    assert len(DIRECTIONS) == 9
    assert clean("".join(DIRECTIONS)) == ""


@given(st.text())
def test_what_is_clean_says_so_whether_escaped_or_not(text: str) -> None:
    """Never is a text taken for clean that is not."""
    for ascii_only in (True, False):
        if is_clean(json.dumps([text], ensure_ascii=ascii_only)):
            assert clean(text) == text


@pytest.mark.parametrize("escaped", [True, False])
def test_every_text_of_an_inventory_is_cleaned(*, escaped: bool) -> None:
    """Names of keys are texts, too; what refers to a name still finds it."""
    bad = "a\u202eb\x1b\nc" + '"' * 10
    good = "ab c" + '"' * 10
    data = {
        "format": 1,
        "project": bad,
        "version": bad,
        "scheme": {"levels": [{"id": bad, "label": bad, "rank": 1}]},
        "features": [{"id": bad, "title": bad, "levels": [{"level": bad, "when": {bad: bad}}]}],
        "changes": [{"id": bad, "type": bad, "phase": bad, "covers": [bad]}],
        "objects": [{"domain": bad, "type": bad, "name": bad, "url": bad, "level": bad}],
    }
    text = json.dumps(data, ensure_ascii=escaped)
    found = inventory.decode(text.encode())
    assert found == inventory.decode(
        json.dumps(data).replace(json.dumps(bad), json.dumps(good)).encode()
    )
    assert found.features[0].levels[0].when == {good: good}
    assert found.objects[0].level in inventory.levels_of(found)


def test_a_long_text_is_found_behind_quotation_marks() -> None:
    data = json.dumps({"format": 1, "project": 'x"' * 10**6, "version": "1"})
    assert len(inventory.decode(data.encode()).project) == LONGEST


def test_messages_show_nothing_that_is_not_clean() -> None:
    level = {"id": "a", "label": "A", "rank": "\x1b[31m\u202ered\n" + "x" * 5000}
    data = {"format": 1, "project": "p", "version": "1", "scheme": {"levels": [level]}}
    with pytest.raises(InventoryError) as caught:
        inventory.decode(json.dumps(data).encode())
    assert str(caught.value).startswith("does not have the shape of an inventory: Expected")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 500
