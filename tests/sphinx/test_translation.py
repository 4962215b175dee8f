"""Notices and definitions are text to translate, from the manifest's lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sphinx.conftest import Docs

ENTRIES = """
[policy]
alternative-level = "prototype"

[[features]]
id = "proto"
title = "Try me"
level = "prototype"
documents = ["index"]

[[changes]]
id = "C1"
type = "removal"
objects = ["pkg.f"]
deprecated = "2.3"
reason = "It leaks."
alternatives = ["pkg.g"]
migration = "Call it less."

[[changes]]
id = "C2"
type = "removal"
objects = ["pkg.h"]
announced = "2.4"
"""
PAGES = {
    "index.rst": """
Home
====

Words.

.. py:function:: pkg.f(a)

   :param a: A.

.. py:function:: pkg.g()

.. py:function:: pkg.h()

.. stability-levels::
"""
}
NOTICE = "It leaks. Use :stability:obj:`pkg.g` instead."
ANNOUNCED = "This will be deprecated."
GERMAN = {
    "Words.": "Wörter.",
    NOTICE: "Es ist undicht. Nimm :stability:obj:`pkg.g`.",
    "Call it less.": "Rufe es seltener auf.",
    ANNOUNCED: "Das wird veraltet sein.",
    ":stability:level:`Prototype <prototype>`: Try me. Early, to gather feedback.": (
        ":stability:level:`Prototyp <prototype>`: Versuch mich."
    ),
    "It may *change*.": "Es kann sich *ändern*.",
}
CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + "".join(
    f'msgid "{text}"\nmsgstr "{german}"\n\n' for text, german in GERMAN.items()
)
CONF = 'language = "de"\nlocale_dirs = ["locale"]\n'


def line_of(docs: Docs, entry: str) -> int:
    """Return the line on which an entry of the manifest starts."""
    lines = (docs.path / "stability.toml").read_text(encoding="utf-8").splitlines()
    return lines.index(f'id = "{entry}"')  # the table's head stands above


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        (NOTICE, "C1"),
        ("Call it less.", "C1"),
        (ANNOUNCED, "C2"),
        (":stability:level:`Prototype <prototype>`: Try me. Early, to gather feedback.", "proto"),
        ("It may *change*.", "beta"),
    ],
)
def test_gettext_extracts_with_file_and_line_of_the_manifest(
    docs: Docs, text: str, entry: str
) -> None:
    """Translators see where a sentence comes from."""
    docs.write(PAGES, ENTRIES)
    built = docs.build("gettext")
    assert built.warnings == []
    catalogue = built.read("index.pot").replace('"\n"', "")
    where, _, rest = catalogue.partition(f'msgid "{text}"')
    assert rest, catalogue
    assert where.rstrip().endswith(f"stability.toml:{line_of(docs, entry)}")
    assert 'msgid "Deprecated since version 2.3: "' not in catalogue


def test_a_german_catalogue_translates_what_is_inserted(docs: Docs) -> None:
    """Notices, further paragraphs, admonitions and definitions, with links kept."""
    docs.write(PAGES | {"locale/de/LC_MESSAGES/index.po": CATALOGUE}, ENTRIES, CONF)
    built = docs.build()
    assert built.warnings == []
    words = built.plain()
    assert "Wörter." in words
    # The label is Sphinx's own, in the language of the first application of the process.
    assert "ersion 2.3: Es ist undicht. Nimm pkg.g.\nRufe es seltener auf." in words
    assert "Das wird veraltet sein." in words
    assert "Prototyp: Versuch mich." in words
    assert "Es kann sich ändern." in words
    assert 'href="#pkg.g"' in built.read()


def test_badges_and_rows_stand_in_a_translated_page(docs: Docs) -> None:
    """What is written late is untouched by the translation of the page around it."""
    catalogue = CATALOGUE + 'msgid "Home"\nmsgstr "Heim"\n'
    docs.write(PAGES | {"locale/de/LC_MESSAGES/index.po": catalogue}, ENTRIES, CONF)
    built = docs.build()
    assert built.plain().splitlines()[0] == "Heim Prototype"
    assert built.signatures()[0] == "pkg.f(a) Prototype Deprecated"
    assert "<title>Heim" in built.read()


def test_extraction_is_the_same_twice(docs: Docs) -> None:
    """Catalogues do not depend on what was built before."""
    docs.write(PAGES, ENTRIES)
    first = docs.build("gettext", outdir="one").read("index.pot")
    second = docs.build("gettext", outdir="two").read("index.pot")
    dated = [text for text in (first, second) if "POT-Creation-Date" in text]
    assert [line for line in dated[0].splitlines() if "Date" not in line] == [
        line for line in dated[1].splitlines() if "Date" not in line
    ]
