"""The status of features as Markdown, CSV and JSON; what others wrote stays text."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sphinxext.stability import status
from sphinxext.stability.badges import DEPRECATED, REMOVED, Badge
from sphinxext.stability.cleaning import clean
from sphinxext.stability.rows import Row
from sphinxext.stability.tables import Group, TableOptions

BETA = Badge("Beta", "amber", "May change.", "beta")
STABLE = Badge("Stable", "green", context="inference")
PLAIN = Row("torch", "x", "X", "", "", "", "", (BETA,), "", "", "", "", (), local=True)


def _row(title: str, *badges: Badge, **keys: Any) -> Row:  # noqa: ANN401
    return PLAIN._replace(id=title, title=title, badges=badges, **keys)


ROWS = [
    _row("Named Tensors", BETA, before="Experimental", since="1.6", planned="Stable in 2.7"),
    _row("Models", BETA, STABLE, kind="Model", links=(("Tracking", "https://example.org/1"),)),
    _row("Old", BETA, DEPRECATED, planned="removal in 2.7"),
    _row("Gone", REMOVED, since="2.3", before="Beta", planned="moved to x"),
    _row("New"),
    _row("torch.f", BETA, is_object=True, local=False, href="https://example.org/a_(b).html#f"),
]
TORCH = Group("torch", ROWS)
LINES = """\
- Named Tensors: Beta (was Experimental); Stable in 2.7
- Models: Beta, Stable (inference)
- Old: Beta, Deprecated; removal in 2.7
- Gone: Removed in 2.3 (was Beta); moved to x
- New: Unclassified
- [`torch.f`](https://example.org/a_%28b%29.html#f): Beta
"""


def test_markdown_is_a_list() -> None:
    """Without a heading where there is but one project."""
    assert status.as_markdown([TORCH], _asked("project")) == LINES


def test_markdown_has_a_heading_for_each_group() -> None:
    other = Group("vision_1", [_row("IO", BETA)])
    both = f"## torch\n\n{LINES}\n## vision_1\n\n- IO: Beta\n"
    assert status.as_markdown([TORCH, other], _asked("project")) == both
    assert status.as_markdown([other], _asked("level")) == "## vision_1\n\n- IO: Beta\n"
    assert status.as_markdown([], _asked("project")) == "Nothing is classified.\n"


def test_markdown_is_a_table_where_columns_are_chosen() -> None:
    named = Group("torch", [ROWS[1], _row("a|b", BETA, is_object=True)])
    assert status.as_markdown(
        [named], _asked("project", ("feature", "level", "since", "links"))
    ) == (
        "| Feature | Level | Since | Links |\n"
        "| --- | --- | --- | --- |\n"
        "| Models | Beta, Stable (inference) | – | [Tracking](https://example.org/1) |\n"
        "| `a\\|b` | Beta | – | – |\n"
    )


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _asked(group_by: str, columns: tuple[str, ...] = ()) -> TableOptions:
    return TableOptions("index", group_by=group_by, columns=columns)


def _words(made: str) -> str:
    """Return what a reader sees, and whatever is no plain text as its tag."""
    made = re.sub(r"</?(?:ul|li|p|table|thead|tbody|tr|h2)>|<(/?)t[hd]>", "", made)
    return " ".join(html.unescape(made).replace("\u2060", "").split())


HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "# heading",
    "- - -",
    "1. one",
    "1) one",
    "+ plus",
    "    code",
    "*a* _b_ `c` ~~d~~ **e** __f__",
    "a | b",
    "&lt;b&gt; &amp;",
    "\\*",
    "snake_case and __dunder__",
    "<https://example.org>",
    "> quote",
    "a\n\n# b\r\n- c\u2028d",
    "===",
    "--- | ---",
    "``` x",
    "\x1b[31mred\x1b[0m \x9b1m",
    "\u202egpj.exe",
    "",
]


def _shown(title: str) -> list[str]:
    """Return how a title is shown: in a list, a heading and a table."""
    groups = [Group(title, [_row(title, BETA)]), Group("other", [])]
    found = [MARKDOWN.render(status.as_markdown(groups, _asked("project")))]
    found.append(
        MARKDOWN.render(status.as_markdown([groups[0]], _asked("project", ("feature", "level"))))
    )
    return found


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_are_text_in_markdown(title: str) -> None:
    listed, table = _shown(title)
    text = " ".join(clean(title).split())
    assert _words(listed) == f"{text} {text or '–'}: Beta other".strip()
    assert _words(table) == f"Feature Level {text or '–'} Beta"
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", listed + table)


@given(st.text(alphabet="a1 \t\n#*_`~[]()<>!|\\-+=.:&;@$\"'/", max_size=12))
def test_any_title_is_text_in_markdown(title: str) -> None:
    text = " ".join(clean(title).split())
    listed, table = _shown(title)
    assert _words(listed) == f"{text} {text or '–'}: Beta other".strip()
    assert _words(table) == f"Feature Level {text or '–'} Beta"


def test_nobody_is_called_by_a_title() -> None:
    """Where Markdown is posted, a name after an @ is told of it."""
    made = status.as_markdown([Group("g", [_row("@everyone", BETA)])], _asked("project"))
    assert made == "- @\u2060everyone: Beta\n"


@given(st.text(alphabet="a`|\\ ", min_size=1, max_size=8))
def test_any_name_of_an_object_is_code(name: str) -> None:
    groups = [Group("g", [_row(name, BETA, is_object=True)])]
    made = MARKDOWN.render(status.as_markdown(groups, _asked("project")))
    (found,) = re.findall("<li><code>(.*)</code>: Beta</li>", made)
    assert html.unescape(found).split() == name.split()


def test_links_that_end_early_are_escaped() -> None:
    url = 'https://example.org/) <b> "x" | \u202e\x1b[31m ü'
    row = _row("X", BETA, local=False, href=url, links=(("Tracking", url),))
    escaped = "https://example.org/%29%20%3Cb%3E%20%22x%22%20%7C%20%E2%80%AE%1B%5B31m%20%C3%BC"
    assert status.as_markdown([Group("g", [row])], _asked("project")) == f"- [X]({escaped}): Beta\n"
    (found,) = json.loads(status.as_json([Group("g", [row])], {}))
    assert (found["url"], found["links"]) == (escaped, {"Tracking": escaped})
    assert f"Tracking: {escaped}" in status.as_csv([Group("g", [row])])


def _csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_csv_has_the_columns_of_the_index() -> None:
    head, *rows = _csv(status.as_csv([TORCH]))
    assert head == ["Feature", "Level", "Since", "Before", "Next", "Links", "Project", "Kind"]
    assert rows[1] == [
        *("Models", "Beta, Stable (inference)", "", "", ""),
        *("Tracking: https://example.org/1", "torch", "Model"),
    ]
    assert len(rows) == len(ROWS)
    assert status.as_csv([TORCH], ("project", "feature")).startswith("Project,Feature\ntorch,Named")


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("\t=1", "' =1"),
        ("\r\n=1", "' =1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("\u202e=1", "'=1"),
        ('=HYPERLINK("x";"y")', '\'=HYPERLINK("x";"y")'),
        ("a=1", "a=1"),
        ('say "x", y', 'say "x", y'),
        ("two\nlines", "two lines"),
        ("\x1b[31mred", "[31mred"),
    ],
)
def test_no_cell_is_a_formula(title: str, cell: str) -> None:
    row = _row(title, BETA, before=title, project=title)
    _, found = _csv(status.as_csv([Group("g", [row])], ("feature", "before", "project")))
    assert found == [cell] * 3


def test_json_has_each_row_once() -> None:
    """Whatever groups it is in; a control character is in no text."""
    groups = [Group("Beta", ROWS), Group("Stable", ROWS[:2])]
    found = json.loads(status.as_json(groups, {"torch": "2.4"}))
    assert [row["title"] for row in found] == [row.title for row in ROWS]
    assert found[0] == {
        "project": "torch",
        "version": "2.4",
        "id": "Named Tensors",
        "object": False,
        "title": "Named Tensors",
        "kind": "",
        "levels": ["Beta"],
        "since": "1.6",
        "before": "Experimental",
        "next": "Stable in 2.7",
        "url": "",
        "links": {},
    }
    data = status.as_json([Group("g", [_row("\x1b[1m\u202e", BETA)])], {})
    assert json.loads(data)[0]["title"] == "[1m"


def test_the_rows_of_all_groups_are_counted_once() -> None:
    assert len(status.rows_of([Group("a", ROWS), Group("b", ROWS[:2])])) == len(ROWS)
