"""What is read out of the message of a warning, and how it is written into a page."""

from __future__ import annotations

import io

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import example, given
from hypothesis import strategies as st

from sphinxext.stability.code.messages import Said, as_rst, deprecates, is_about, read, shown


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("", Said()),
        ("It is deprecated.", Said()),
        ("`f` is deprecated since 2.4.", Said("2.4")),
        ("f is deprecated as of version 2.4 and later", Said("2.4")),
        ("f was deprecated in pkg 2.4.1", Said("2.4.1")),
        ("f is deprecated starting with the release v2.4", Said("2.4")),
        ("Deprecated\n    since   2.4", Said("2.4")),
        ("f will be removed in version 2.7.", Said(until="2.7")),
        ("scheduled for removal in 2.7", Said(until="2.7")),
        ("support is dropped from 2.7 on", Said(until="2.7")),
        ("deprecated since 2.4, to be removed in 3.0", Said("2.4", "3.0")),
        ("Use `pkg.g` instead.", Said(alternatives=("pkg.g",))),
        ("Use ``g()`` instead.", Said(alternatives=("g",))),
        ("use 'g' or use \"h\"", Said(alternatives=("g", "h"))),
        ("please use pkg.g.", Said(alternatives=("pkg.g",))),
        ("deprecated in favour of new_name", Said(alternatives=("new_name",))),
        ("Use `g`, really: use `g`.", Said(alternatives=("g",))),
    ],
)
def test_what_a_message_says(message: str, said: Said) -> None:
    assert read(message) == said


@pytest.mark.parametrize(
    "message",
    [
        "f is deprecated since 2.",  # may be the end of a sentence, or a part of a version
        "f is deprecated since 2.4rc1",
        "f was added in 2.4",
        "f supports 2.7 and 3.0",
        "deprecated since Python 3.12, removed in Python 3.14",
        "use the force instead",
        "switch to another",
    ],
)
def test_what_is_not_certain_is_not_read(message: str) -> None:
    assert read(message) == Said()


@pytest.mark.parametrize(
    ("message", "is_one"),
    [
        ("f is deprecated", True),
        ("This was Deprecated", True),
        ("an obsolete function", True),
        ("superseded by g", True),
        ("f will be removed", True),
        ("f is no longer supported", True),
        ("f will no longer be maintained", True),
        ("f will return a tuple", False),
        ("f removes files", False),
        ("", False),
    ],
)
def test_a_message_deprecates(message: str, is_one: bool) -> None:  # noqa: FBT001
    assert deprecates(message) is is_one


@pytest.mark.parametrize(
    ("message", "is_one"),
    [
        ("This is deprecated", True),
        ("This method is deprecated", True),
        ("It is deprecated", True),
        ("f is deprecated", True),
        ("`pkg.f` is deprecated", True),
        ("The function pkg.f() has been deprecated", True),
        ("C.f is now deprecated", True),
        ("… is deprecated", True),
        ("Use g instead", True),
        ("Maker is deprecated", False),
        ("pkg.g is deprecated", False),
        ("`other_name` is deprecated", False),
        ("The argument `x` is deprecated", False),
        ("f: the option is deprecated", False),
        ("deprecated keyword x", False),
        ("Passing None to f is deprecated", False),
        ("The default of f is deprecated", False),
    ],
)
def test_what_a_message_is_about(message: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_about(message, ("C", "f")) is is_one


def parsed(text: str) -> tuple[nodes.document, str]:
    """Parse a text; return also what docutils complained about."""
    said = io.StringIO()
    settings = {"report_level": 1, "halt_level": 6, "warning_stream": said}
    return publish_doctree(text, settings_overrides=settings), said.getvalue()


@pytest.mark.parametrize(
    ("message", "text", "code"),
    [
        ("Use g.", "Use g.", []),
        ("Use `g`.", "Use g.", ["g"]),
        ("Use ``g`` or `h`s", "Use g or hs", ["g", "h"]),
        ("(`g`)", "(g)", ["g"]),
        ("`a\\`", "a\\", ["a\\"]),
        ("one ` alone", "one ` alone", []),
        ("`` ``", "`` ``", []),
        ("*a* **b** a_ _a_ |c| [1]_ <d> \\e", "*a* **b** a_ _a_ |c| [1]_ <d> \\e", []),
        ("two\n\n  lines\tand more", "two lines and more", []),
    ],
)
def test_a_message_as_markup(message: str, text: str, code: list[str]) -> None:
    document, said = parsed(as_rst(message))
    assert said == ""
    assert [type(node) for node in document.children] == [nodes.paragraph]
    assert document.astext() == text
    assert [node.astext() for node in document.findall(nodes.literal)] == code


#: Characters that a message can have once it was read.
READABLE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
#: What begins something in reStructuredText, or ends a paragraph in another way.
MARKUP = st.sampled_from([*"-=+:`\\_*|<>[]().#/ \nx1iv•", "..", "::", "__", ">>>", "--", "``"])


@given(st.text(READABLE) | st.lists(MARKUP).map("".join))
@example("- item")
@example("1. Use g")
@example("iv) Use g")
@example(".. note:: Use g")
@example(":param x: gone")
@example("====")
@example("+---+")
@example("Use g::")
@example("::")
@example("..")
def test_any_message_is_one_plain_paragraph(message: str) -> None:
    """Nothing in it is markup but code, and nothing of it is lost but backticks around code."""
    document, said = parsed(as_rst(message))
    assert said == ""
    assert {type(node) for node in document.findall()} <= {
        nodes.document,
        nodes.paragraph,
        nodes.Text,
        nodes.literal,
        nodes.reference,  # an address that stands alone
    }
    assert len(document.children) <= 1
    words = document.astext().replace("`", "").split()
    assert "".join(words) == "".join(message.replace("`", "").split())


def test_what_no_page_can_show_is_replaced() -> None:
    assert shown("a\ud800b\x00c\x1bd\ufffee") == "a�b�c�d�e"
    assert shown("two\n\tlines – ∑ 😀") == "two\n\tlines – ∑ 😀"
