"""Places and texts that are easily forgotten: headings, boxes, removed things, plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sphinx.conftest import Docs

REMOVAL = """
[[changes]]
id = "C1"
type = "removal"
objects = [{objects}]
deprecated = "2.1"
{more}
"""


def removal(objects: str, more: str = "") -> str:
    return REMOVAL.format(objects=objects, more=more)


@pytest.mark.parametrize("builder", ["html", "text", "latex", "man", "xml"])
def test_a_role_in_a_heading_stays_out_of_tables_of_contents(docs: Docs, builder: str) -> None:
    line = "=" * 30
    index = f"Home :stability:`beta`\n{line}\n\n.. toctree::\n\n   page\n"
    page = f"Page :stability:`beta`\n{line}\n\nPart :stability:`alpha`\n{'-' * 30}\n"
    docs.write({"index.rst": index, "page.rst": page})
    built = docs.build(builder)
    assert built.warnings == []
    if builder == "html":
        assert "<title>Page &#8212; pkg" in built.read("page.html").replace(" </", "</")
        assert built.read("index.html").count(">Beta<") == 1


def test_what_stands_in_a_box_is_seen(docs: Docs) -> None:
    """An admonition may hold a directive, or describe an object."""
    page = """
Home
====

.. note::

   .. stability:: beta

   .. py:function:: pkg.f()
"""
    docs.write({"index.rst": page}, removal('"pkg.f"'))
    built = docs.build()
    assert built.warnings == []
    assert built.signatures() == ["pkg.f() Beta Deprecated"]
    assert "Deprecated since version 2.1" in built.plain()


def test_a_directive_in_a_field_is_reported_and_dropped(docs: Docs) -> None:
    page = "Home\n====\n\n.. py:function:: pkg.f(a)\n\n   :param a: The a.\n\n"
    page += "      .. stability:: beta\n"
    docs.write({"index.rst": page})
    (warning,) = docs.build().warnings
    assert warning == (
        "index.rst:8: WARNING: `.. stability::` stands inside a field or table, where it gives "
        "nothing a level: move it below the signature, or below a title [stability.markup]"
    )


def test_a_glob_for_pages_means_no_sections(docs: Docs) -> None:
    """A page is noticed once, however many labels it has."""
    page = "Home\n====\n\n.. _one:\n\nOne\n---\n\n.. _two:\n\nTwo\n---\n"
    change = '[[changes]]\nid = "C1"\ntype = "behavior"\nsummary = "S."\n'
    entry = f'{change}documents = ["*"]\neffective = "2.2"\n'
    docs.write({"index.rst": page}, entry)
    assert docs.build().plain().count("Changed in version 2.2") == 1


def test_a_parameter_belongs_to_the_object_that_it_is_named_with(docs: Docs) -> None:
    """One change of several parameters: each hand-written notice is known for its own."""
    page = """
Home
====

.. py:function:: pkg.f(aa)

   .. deprecated:: 2.1
      The parameter aa.

.. py:function:: pkg.g(bb)

   .. deprecated:: 2.1
      The parameter bb.

.. py:function:: pkg.h()
"""
    docs.write({"index.rst": page}, removal('"pkg.f(aa)", "pkg.g(bb)", "pkg.h"'))
    built = docs.build()
    assert built.warnings == []
    assert built.plain().count("Deprecated since version 2.1") == 3
    assert built.signatures() == ["pkg.f(aa)", "pkg.g(bb)", "pkg.h() Deprecated"]


def test_what_is_gone_says_so_once(docs: Docs) -> None:
    """By hand, or by a tombstone, whose badge is not that of something deprecated."""
    page = """
Home
====

.. py:function:: pkg.f()

   .. versionremoved:: 2.3

.. py:function:: pkg.g()
"""
    grave = removal('"pkg.g"', 'effective = "2.4"\ntombstone = true').replace("C1", "C2")
    docs.write({"index.rst": page}, removal('"pkg.f"', 'effective = "2.3"') + grave)
    built = docs.build()
    assert built.warnings == []
    assert built.plain().count("Removed in version 2.3") == 1
    assert "removal was announced" not in built.plain()
    assert built.signatures()[1] == "pkg.g() Removed"


def test_an_excluded_member_has_the_level_of_the_page(docs: Docs) -> None:
    page = """
Home
====

.. py:class:: pkg.K

   .. py:method:: m()
   .. py:method:: n()
"""
    entries = """
[[features]]
id = "page"
level = "beta"
documents = ["index"]
[[features]]
id = "class"
level = "alpha"
objects = ["pkg.K"]
exclude = ["pkg.K.n"]
"""
    docs.write({"index.rst": page}, entries)
    assert docs.build().signatures() == ["class pkg.K Alpha", "m()", "n() Beta"]


def test_plain_text_is_no_markup(docs: Docs) -> None:
    """Titles and names are text; a second paragraph of a reason stays one."""
    entries = (
        '[[features]]\nid = "a"\ntitle = "The add_ op *"\nlevel = "prototype"\n'
        'objects = ["pkg.f"]\n'
        + removal('"pkg.g"', 'alternatives = ["cpp:std::vector<int>"]')
        + 'reason = """\nSlow::\n\n    x = 1"""\n'
    )
    page = "Home\n====\n\n.. py:function:: pkg.f()\n\n.. py:function:: pkg.g()\n"
    docs.write({"index.rst": page}, entries)
    rules = {"alternative-undocumented": "off"}
    built = docs.build("text", confoverrides={"stability_rules": rules})
    assert built.warnings == []
    text = " ".join(built.read("index.txt").split())
    assert "**Prototype**: The add_ op *. Early, to gather feedback." in text
    assert 'Slow: Use "std::vector<int>" instead. x = 1' in text


def test_a_text_with_a_footnote_is_refused_at_its_entry(docs: Docs) -> None:
    entries = '[[features]]\nid = "a"\nlevel = "beta"\ndescription = "Text.\\n\\n.. [1] Note."\n'
    docs.write({"index.rst": "Home\n====\n\n.. stability:feature:: a\n"}, entries)
    (warning,) = docs.build().warnings
    assert warning == (
        "stability.toml:37: WARNING: a text of the manifest cannot have a title, footnote or "
        "citation of its own [stability.markup]"
    )


def test_a_file_of_the_name_that_others_made_stays(docs: Docs) -> None:
    """Only the inventory that this build wrote is removed with its manifest."""
    docs.write({"index.rst": "Home\n====\n", "extra/stability.json": "{}"})
    docs.add({"conf.py": (docs.path / "conf.py").read_text() + 'html_extra_path = ["extra"]\n'})
    built = docs.build(confoverrides={"stability_inventory": False})
    assert built.read("stability.json") == "{}"


def test_names_of_two_domains_are_told_apart(docs: Docs) -> None:
    page = "Home\n====\n\n.. py:function:: thing()\n\n.. js:function:: thing()\n"
    page += "\n.. py:function:: f()\n"
    docs.write({"index.rst": page}, removal('"f"', 'alternatives = ["py:thing"]'))
    assert '<a class="reference internal" href="#thing"' in docs.build().read()


def test_each_directive_keeps_its_own_content_and_options(docs: Docs) -> None:
    """One for each context: every box has its own words and its own link."""
    page = """
Home
====

.. stability:: prototype
   :context: workload=training
   :tracking: https://example.org/1

   First.

.. stability:: prototype
   :context: workload=inference

   Second.
"""
    docs.write({"index.rst": page})
    text = docs.build().plain()
    first, second = text.index("First."), text.index("Second.")
    assert text.index("Prototype (training)") < first < text.index("Prototype (inference)", first)
    assert text.count("Follow its progress") == 1
    assert text.index("Follow its progress") < first < second


def test_two_directives_for_one_thing_are_reported(docs: Docs) -> None:
    page = "Home\n====\n\n.. stability:: beta\n\n.. stability:: alpha\n"
    docs.write({"index.rst": page})
    (warning,) = docs.build().warnings
    assert warning == (
        "index.rst:2: WARNING: page `index` is Beta and Alpha by its `stability` directives: keep "
        "one [stability.several-levels]"
    )


@pytest.mark.parametrize("mode", ["insert", "check", "off"])
def test_what_a_directive_says_stands_in_every_mode(docs: Docs, mode: str) -> None:
    """It is the author's own word; so is the level of a parameter, said at the object."""
    page = """
Home
====

.. py:function:: pkg.f(a)

   .. stability:: prototype

      Mind the gap.

.. py:function:: pkg.g(a)

   .. stability:: beta
      :parameter: a
      :since: 2.1
"""
    docs.write({"index.rst": page}, conf=f'stability_notices = "{mode}"\n')
    built = docs.build("text")
    assert (built.warnings, built.app.statuscode) == ([], 0)
    text = " ".join(built.read("index.txt").split())
    assert "Warning: **Prototype**: Early, to gather feedback. Mind the gap." in text.replace(
        "feedback.Mind", "feedback. Mind"
    )
    assert 'Note: "a": **Beta**, since version 2.1.' in text


def test_the_badge_of_a_module_and_of_a_feature_to_come(docs: Docs) -> None:
    entries = """
[[features]]
id = "module"
level = "beta"
objects = ["pkg.sub"]
[[features]]
id = "later"
level = "beta"
since = "9.0"
"""
    page = "Home\n====\n\n.. py:module:: pkg.sub\n\n"
    page += ":stability-of:`pkg.sub` and :stability-of:`later`\n\n.. py:function:: f()\n"
    docs.write({"index.rst": page}, entries)
    built = docs.build("text")
    assert built.warnings == []
    assert "[Beta] and [Unclassified]" in built.read("index.txt")


def test_a_page_is_kept_without_the_environment(docs: Docs) -> None:
    """What is inserted belongs to the page: its stored form drags nothing else along."""
    page = "Home\n====\n\n.. py:function:: pkg.f()\n\n.. stability-levels::\n"
    docs.write({"index.rst": page}, removal('"pkg.f"'))
    app = docs.build().app
    doctree = app.env.get_doctree("index")
    assert "Deprecated since version 2.1" in doctree.astext()
    assert {id(node.document) for node in doctree.findall()} == {id(doctree)}


def test_a_row_may_have_no_cells(docs: Docs) -> None:
    """Tables of other extensions leave them out where cells span several rows."""
    conf = """
from docutils import nodes
from docutils.parsers.rst import Directive

class Spanned(Directive):
    def run(self):
        body = nodes.tbody("", nodes.row("", nodes.entry("", morerows=1)), nodes.row())
        return [nodes.table("", nodes.tgroup("", nodes.colspec(colwidth=1), body, cols=1))]

def setup(app):
    app.add_directive("spanned", Spanned)
"""
    docs.write({"index.rst": "Home\n====\n\n.. spanned::\n"}, conf=conf)
    assert docs.build().warnings == []
