"""Notices at the parameters that they are about: where they stand, and what they say."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

QUIET = 'stability_rules = {"all": "off"}\n'


def change(
    *targets: str,
    type: str = "parameter-removal",  # noqa: A002  (the key of the manifest)
    phases: str = 'deprecated = "2.3"',
    id: str = "C1",  # noqa: A002
) -> str:
    """Write an entry of the manifest."""
    objects = ", ".join(f'"{target}"' for target in targets)
    return f'\n[[changes]]\nid = "{id}"\ntype = "{type}"\nobjects = [{objects}]\n{phases}\n'


def page(text: str) -> dict[str, str]:
    return {"index.rst": f"Home\n====\n\n{text}\n"}


def _place(node: nodes.Node) -> str:
    """Return what a notice stands at: a parameter or value, or nothing for the object."""
    parent = node.parent
    while parent is not None and not isinstance(parent, addnodes.desc):
        if isinstance(parent, nodes.definition_list_item):
            return str(parent[0].astext())
        if isinstance(parent, nodes.list_item | nodes.field):
            bold = next(iter(parent.findall(nodes.strong)), parent)
            return bold.astext().strip()
        parent = parent.parent
    return ""


def _owner(node: nodes.Node) -> str:
    """Return the words of the signature of the description that a node stands in."""
    parent = node.parent
    while parent is not None and not isinstance(parent, addnodes.desc):
        parent = parent.parent
    return re.split(r"\(", parent[0].astext())[0].split()[-1] if parent is not None else ""


def notices(built: Built, docname: str = "index") -> list[tuple[str, str, str]]:
    """Return object, parameter and text of every version notice and admonition."""
    found = built.app.env.get_doctree(docname).findall(
        lambda n: isinstance(n, addnodes.versionmodified | nodes.note | nodes.warning)
    )
    return [(_owner(n), _place(n), " ".join(n.astext().split())) for n in found]


def line_of(docs: Docs, entry: str) -> int:
    """Return the line on which an entry of the manifest starts."""
    lines = (docs.path / "stability.toml").read_text(encoding="utf-8").splitlines()
    return lines.index(f'id = "{entry}"')


SINCE = "Deprecated since version 2.3: "


def gone(parameter: str) -> str:
    return f"{SINCE}The parameter {parameter} is deprecated."


SEVERAL = """\
.. py:function:: pkg.div(a, rounding_mode, *args, out=None, **kwargs)

   Text.

   :param a: The dividend.
   :param str rounding_mode: How to round.

      * ``'trunc'``: to zero
      * ``'floor'``: down
   :param out: Where to.
   :type out: int
   :param \\*args: Others.
   :keyword named: A name.
   :param \\*\\*kwargs: Rest.
   :returns: A **number**.
"""
#: The fields of each domain and style: page, target, parameter → what the notice stands at.
FIELDS = {
    "one of several": (SEVERAL, "pkg.div(a)", "a"),
    "typed": (SEVERAL, "pkg.div(rounding_mode)", "rounding_mode"),
    "typed by its own field": (SEVERAL, "pkg.div(out)", "out"),
    "positional": (SEVERAL, "pkg.div(args)", "*args"),
    "positional with its star": (SEVERAL, "pkg.div(*args)", "*args"),
    "named": (SEVERAL, "pkg.div(kwargs)", "**kwargs"),
    "keyword": (SEVERAL, "pkg.div(named)", "named"),
    "not described": (SEVERAL.replace("out: ", "other: "), "pkg.div(out)", ""),
    "no fields": (".. py:function:: pkg.f(a)\n\n   Text.\n", "pkg.f(a)", ""),
    "the only one": (".. py:function:: pkg.f(a)\n\n   :param a: The only one.\n", "pkg.f(a)", "a"),
    "the only one, typed": (
        ".. py:function:: pkg.f(a)\n\n   :param int a: Text.\n",
        "pkg.f(a)",
        "a",
    ),
    "without a text": (".. py:function:: pkg.f(a)\n\n   :param a:\n", "pkg.f(a)", "a"),
    "of a class": (
        (
            ".. py:class:: pkg.K(a)\n\n   :param a: T.\n\n   .. py:method:: m(a)\n\n"
            "      :param a: Another.\n"
        ),
        "pkg.K(a)",
        "a",
    ),
    "by a wildcard": (
        ".. py:method:: pkg.K.step(epoch)\n\n   :param epoch: It.\n",
        "pkg.*.step(epoch)",
        "epoch",
    ),
    "two signatures": (
        ".. py:function:: pkg.f(a)\n                 pkg.f(a, b)\n\n   :param a:\n   :param b:\n",
        "pkg.f(b)",
        "b",
    ),
    "C": (
        ".. c:function:: int c_div(int a, int mode)\n\n   :param a: T.\n   :param mode:\n",
        "c_div(mode)",
        "mode",
    ),
    "C++": (
        ".. cpp:function:: int ns::div(int a, int mode)\n\n   :param a: T.\n   :param mode:\n",
        "cpp:function:ns::div(mode)",
        "mode",
    ),
    "C++ template": (
        ".. cpp:function:: template<typename T> int ns::div(T a)\n\n   :param a:\n   :tparam T:\n",
        "ns::div(T)",
        "T",
    ),
    "JavaScript": (
        ".. js:function:: jsdiv(a, mode)\n\n   :param number a:\n   :param string mode: More.\n",
        "js:function:jsdiv(mode)",
        "mode",
    ),
}


@pytest.mark.parametrize(("text", "target", "place"), FIELDS.values(), ids=FIELDS)
def test_a_notice_stands_at_its_parameter(docs: Docs, text: str, target: str, place: str) -> None:
    """In the field list where that describes it, else at the object; once."""
    docs.write(page(text), change(target))
    built = docs.build()
    assert built.warnings == []
    name = target.partition("(")[2].rstrip(")").lstrip("*")
    assert [found[1:] for found in notices(built)] == [(place, gone(name))]


def test_the_notice_comes_after_the_description(docs: Docs) -> None:
    """Below the text and the lists of the parameter, before the next one."""
    docs.write(page(SEVERAL), change("pkg.div(rounding_mode)"))
    built = docs.build("text")
    assert (
        built.read("index.txt")
        == """\
Home
****

pkg.div(a, rounding_mode, *args, out=None, **kwargs)

   Text.

   Parameters:
      * **a** -- The dividend.

      * **rounding_mode** (*str*) --

        How to round.

        * "'trunc'": to zero

        * "'floor'": down

        Deprecated since version 2.3: The parameter "rounding_mode" is
        deprecated.

      * **out** (*int*) -- Where to.

      * ***args** -- Others.

      * **named** -- A name.

      * ****kwargs** -- Rest.

   Returns:
      A **number**.
"""
    )


@pytest.mark.parametrize("first", ["* **b**: told below", "* **b** (the other)\n      * **out**"])
def test_the_name_of_another_parameter_in_a_list_is_no_description(docs: Docs, first: str) -> None:
    """What a list in the text of one parameter sets in bold is not that parameter."""
    text = (
        ".. py:function:: pkg.f(a, b)\n\n   :param a: The first, with\n\n"
        f"      {first}\n   :param b: The second.\n"
    )
    docs.write(page(text), change("pkg.f(b)"))
    built = docs.build()
    node = next(iter(built.app.env.get_doctree("index").findall(addnodes.versionmodified)))
    assert node.parent.astext().startswith("b – The second."), built.plain()


def test_the_terms_of_a_list_are_no_parameters(docs: Docs) -> None:
    """A definition list in the text of a parameter may have a term that goes like another."""
    text = (
        ".. py:function:: pkg.f(mode, valid)\n\n   :param mode: One of\n\n"
        "      valid\n         Only the middle.\n\n      same\n         All.\n"
        "   :param valid: The second.\n"
    )
    docs.write(page(text), change("pkg.f(valid)"))
    built = docs.build()
    node = next(iter(built.app.env.get_doctree("index").findall(addnodes.versionmodified)))
    assert node.parent.astext().startswith("valid – The second."), built.plain()


def test_several_changes_at_one_parameter(docs: Docs) -> None:
    """A parameter and its values have their notices in the order of the manifest."""
    values = change("pkg.div(rounding_mode='trunc')", type="removal", id="C2")
    docs.write(page(SEVERAL), change("pkg.div(rounding_mode)", "pkg.div(out)") + values)
    built = docs.build()
    assert built.warnings == []
    assert notices(built) == [
        ("pkg.div", "rounding_mode", gone("rounding_mode")),
        ("pkg.div", "rounding_mode", f"{SINCE}The value trunc of rounding_mode is deprecated."),
        ("pkg.div", "out", gone("out")),
    ]


def test_members_do_not_inherit_it(docs: Docs) -> None:
    """A parameter of a class is none of its methods', and no reason for a badge."""
    text = (
        ".. py:class:: pkg.K(a)\n\n   .. py:method:: m(a)\n\n      :param a: Text.\n\n      More.\n"
    )
    docs.write(page(text), change("pkg.K(a)"))
    built = docs.build()
    assert notices(built) == [("pkg.K", "", gone("a"))]
    assert built.signatures() == ["class pkg.K(a)", "m(a)"]


MODULE = '''
"""A module."""


def div(a, b, x1, x2, plain, *args, **kwargs):
    """Divide one by another.

    {text}
    """
'''
GOOGLE = """\
Args:
        a (int): The a.
        b: The b.
            It has a second line.
        x1, x2 (int): Both.
        plain:
        *args: Others.
        **kwargs: Rest.

    Keyword Args:
        named: It.
"""
NUMPY = """\
Parameters
    ----------
    a : int
        The a.
    b
        The b.

        * ``'trunc'``: to zero
    x1, x2 : int
        Both.
    plain : int
    *args
        Others.
    **kwargs
        Rest.

    Other Parameters
    ----------------
    named : {'one', 'two'}, optional
        It.

    Returns
    -------
    out : int
        Result.
"""
STYLES = {
    "google": ("sphinx.ext.napoleon", GOOGLE),
    "numpy": ("sphinx.ext.napoleon", NUMPY),
    "google, no fields": ("sphinx.ext.napoleon", GOOGLE, "napoleon_use_param = False\n"),
    "numpy, no fields": ("sphinx.ext.napoleon", NUMPY, "napoleon_use_param = False\n"),
    "numpydoc": ("numpydoc", NUMPY),
}
AUTODOC = """\
import sys
extensions += ["sphinx.ext.autodoc", "{extension}"]
sys.path.insert(0, r"{path}")
"""


@pytest.fixture
def module(docs: Docs) -> Iterator[str]:
    """Return the name of a module that is imported afresh."""
    name = f"parameters_{abs(hash(docs.path))}"
    known = list(sys.path)
    yield name
    sys.path[:] = known
    sys.modules.pop(name, None)


def write_module(docs: Docs, module: str, style: tuple[str, ...], entries: str) -> None:
    extension, text, *more = style
    conf = AUTODOC.format(extension=extension, path=docs.path) + "".join(more)
    pages = page(f".. automodule:: {module}\n   :members:\n")
    docs.write(pages | {f"{module}.py": MODULE.format(text=text)}, entries, conf)


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_docstrings(docs: Docs, module: str, style: tuple[str, ...]) -> None:
    """Every parameter of a docstring is found, whatever its style makes of it."""
    names = ["a", "b", "x1", "x2", "plain", "args", "kwargs", "named"]
    entries = change(*(f"{module}.div({name})" for name in [*names, "missing"]))
    write_module(docs, module, style, entries)
    built = docs.build()
    assert built.warnings == []
    joint = "x1, x2"
    at = {"args": "*args", "kwargs": "**kwargs"}
    if style[0] == "numpydoc" or len(style) > 2:
        at |= {"x1": joint, "x2": joint}
    found = {text: place for _, place, text in notices(built)}
    assert found == {gone(name): at.get(name, name) for name in names} | {gone("missing"): ""}


@pytest.mark.parametrize("text", ["They go.", "x1 goes."])
def test_a_notice_at_several_names_tells_of_all(docs: Docs, module: str, text: str) -> None:
    """What is written below `x1, x2 : int` is written for both."""
    written = NUMPY.replace("Both.", f"Both.\n\n        .. deprecated:: 2.3\n           {text}")
    entries = change(f"{module}.div(x1)", f"{module}.div(x2)")
    write_module(docs, module, ("numpydoc", written), entries)
    built = docs.build()
    assert built.warnings == []
    assert notices(built) == [(f"{module}.div", "x1, x2", f"{SINCE}{text}")]


def test_a_docstring_that_is_not_concerned_stays_as_it_was(docs: Docs, module: str) -> None:
    """Page and search index are those of a build without the extension; the row stays, too."""
    for style in (STYLES["numpydoc"], STYLES["numpy"]):
        write_module(docs, module, style, "")
        with_it = docs.build(outdir=f"with-{style[0]}").read()
        conf = (docs.path / "conf.py").read_text(encoding="utf-8")
        docs.add({"conf.py": conf.replace('["sphinxext.stability"]', "[]")})
        without = docs.build(outdir=f"without-{style[0]}").read()
        assert with_it == without


def test_summary_rows_and_search_are_not_disturbed(docs: Docs, module: str) -> None:
    """The row of an autosummary is the first sentence; the notice's words can be searched."""
    entries = change(f"{module}.div(a)", phases='deprecated = "2.3"\nreason = "Zugzwang."')
    conf = AUTODOC.format(extension="sphinx.ext.napoleon", path=docs.path) + (
        'extensions += ["sphinx.ext.autosummary"]\n'
    )
    pages = page(f".. autosummary::\n\n   {module}.div\n\n.. autofunction:: {module}.div\n")
    docs.write(pages | {f"{module}.py": MODULE.format(text=NUMPY)}, entries, conf)
    built = docs.build()
    assert built.warnings == []
    row = re.search(r'<tr class="row-odd">(.*?)</tr>', built.read(), re.DOTALL)
    assert row
    assert "Divide one by another." in row[1]
    assert "Zugzwang" not in row[1]
    assert "Deprecated" not in row[1]
    index = built.read("searchindex.js")
    assert "zugzwang" in index
    assert '"titles":["Home"]' in index


# What it says.

VERB = {"keyword-only": "Passing x by position is deprecated."}
REQUIRED = {"behavior", "default-value", "return-type", "dependency"}
TYPES = {
    "removal": "It will be removed in version 2.6.",
    "rename": "The old name will be removed in version 2.6.",
    "behavior": "The change takes effect in version 2.6.",
    "default-value": "The change takes effect in version 2.6.",
    "parameter-removal": "It will be removed in version 2.6.",
    "parameter-rename": "The old name will be removed in version 2.6.",
    "keyword-only": "That stops working in version 2.6.",
    "mode-swap": "It will be removed in version 2.6.",
    "return-type": "The change takes effect in version 2.6.",
    "dependency": "The change takes effect in version 2.6.",
}
DESCRIBED = ".. py:function:: pkg.f(x)\n\n   :param x: Text.\n"


def said(docs: Docs, entry: str, *, more: str = "", conf: str = "") -> list[tuple[str, str]]:
    """Return the place and text of what a reader sees of a change of ``pkg.f``."""
    docs.write(page(DESCRIBED), more + entry, QUIET + conf)
    built = docs.build("dummy")
    assert built.warnings == []
    return [found[1:] for found in notices(built)]


def with_summary(kind: str, phases: str) -> str:
    return phases + ('\nsummary = "It differs"' if kind in REQUIRED else "")


@pytest.mark.parametrize(("kind", "end"), TYPES.items(), ids=TYPES)
@pytest.mark.parametrize(
    ("target", "subject"),
    [("pkg.f", ""), ("pkg.f(x)", "The parameter x"), ("pkg.f(x='v')", "The value v of x")],
)
def test_what_a_deprecation_says(
    docs: Docs, kind: str, end: str, target: str, subject: str
) -> None:
    """The subject, then the end that its type leads to."""
    about = f"{subject} is deprecated." if subject else ""
    if kind in REQUIRED:
        about = "It differs."
    elif kind == "keyword-only" and subject:
        about = "Passing x by position is deprecated."
    phases = with_summary(kind, 'deprecated = "2.3"\neffective = "2.6"')
    text = " ".join(filter(None, [about, end]))
    place = "x" if subject else ""
    assert said(docs, change(target, type=kind, phases=phases)) == [(place, f"{SINCE}{text}")]


ANNOUNCED = 'announced = "2.3"\ndeprecated = "2.5"\neffective = "2.8"'
ERROR = 'deprecated = "2.2"\nerror = "2.3"\neffective = "2.6"'
TO_COME = 'deprecated = "2.3"\nerror = "2.5"\neffective = "2.6"'
EFFECTIVE = 'deprecated = "2.1"\neffective = "2.4"'
RESTORED = 'deprecated = "2.1"\neffective = "2.3"\nrestored = "2.4"'
LATER = "It will warn from version 2.5 on. The change is planned for version 2.8."
WAS = "It was deprecated in version 2.1."
PHASES = [
    ("parameter-removal", "(x)", ANNOUNCED, [f"The parameter x will be deprecated. {LATER}"]),
    ("removal", "(x='v')", ANNOUNCED, [f"The value v of x will be deprecated. {LATER}"]),
    ("keyword-only", "(x)", ANNOUNCED, [f"Passing x by position will stop working. {LATER}"]),
    ("default-value", "(x)", ANNOUNCED, [f"It differs. {LATER}"]),
    ("removal", "", ANNOUNCED, [f"This will be deprecated. {LATER}"]),
    (
        "parameter-removal",
        "(x)",
        'deprecated = "2.3"\neffective = "never"',
        [f"{gone('x')} There is no plan to remove it."],
    ),
    (
        "parameter-removal",
        "(x)",
        TO_COME,
        [
            (
                f"{gone('x')} It will raise an error from version 2.5 on. "
                "It will be removed in version 2.6."
            )
        ],
    ),
    (
        "mode-swap",
        "(x='v')",
        ERROR,
        [
            (
                "Deprecated since version 2.2: The value v of x is deprecated. It raises an error "
                "since version 2.3. It will be removed in version 2.6."
            )
        ],
    ),
    (
        "mode-swap",
        "(x='v')",
        'deprecated = "2.3"\neffective = "2.6"\nrestored = "2.8"',
        [
            (
                f"{SINCE}The value v of x is deprecated. It will be removed in version 2.6 "
                "and return with the new behavior in version 2.8."
            )
        ],
    ),
    ("removal", "(x)", EFFECTIVE, [f"Changed in version 2.4: The parameter x was removed. {WAS}"]),
    (
        "parameter-rename",
        "(x)",
        f'{EFFECTIVE}\nalternatives = ["the parameter y"]',
        [
            (
                "Changed in version 2.4: The parameter x was renamed. Use the parameter y instead. "
                f"{WAS}"
            )
        ],
    ),
    (
        "keyword-only",
        "(x)",
        EFFECTIVE,
        [f"Changed in version 2.4: Passing x by position no longer works. {WAS}"],
    ),
    ("default-value", "(x)", EFFECTIVE, [f"Changed in version 2.4: It differs. {WAS}"]),
    (
        "mode-swap",
        "(x='v')",
        RESTORED,
        [
            f"Changed in version 2.3: The value v of x was removed. {WAS}",
            (
                "Changed in version 2.4: The value v of x is back, with the new behavior. "
                "It had been removed in version 2.3."
            ),
        ],
    ),
    (
        "behavior",
        "(x)",
        RESTORED,
        [
            f"Changed in version 2.3: It differs. {WAS}",
            "Changed in version 2.4: The parameter x is back, with the new behavior.",
        ],
    ),
]


@pytest.mark.parametrize(("kind", "target", "phases", "texts"), PHASES)
def test_what_every_phase_says(
    docs: Docs, kind: str, target: str, phases: str, texts: list[str]
) -> None:
    """Announced, warn, error, effective, restored."""
    entry = change(f"pkg.f{target}", type=kind, phases=with_summary(kind, phases))
    assert said(docs, entry) == [("x" if target else "", text) for text in texts]


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind not in REQUIRED])
@pytest.mark.parametrize("phases", [EFFECTIVE, RESTORED])
def test_what_changed_is_said(docs: Docs, kind: str, phases: str) -> None:
    """That it was deprecated once does not say what has become of it."""
    found = said(docs, change("pkg.f", type=kind, phases=phases))
    silent = re.compile(r"Changed in version 2\.\d: It was deprecated in version 2\.1\.")
    assert [text for _, text in found if silent.fullmatch(text)] == []


@pytest.mark.parametrize("kind", ["behavior", "default-value", "keyword-only", "return-type"])
def test_what_is_no_thing_is_not_removed(docs: Docs, kind: str) -> None:
    """There is no plan to *remove* a default value, a behavior, a way to pass something."""
    phases = with_summary(kind, 'deprecated = "2.3"\neffective = "never"')
    ((_, text),) = said(docs, change("pkg.f(x)", type=kind, phases=phases))
    assert "remove" not in text


def test_a_start_that_nobody_knows(docs: Docs) -> None:
    """Without a version it is an admonition, which says once that it is deprecated."""
    entry = change("pkg.f(x)", phases='deprecated = true\neffective = "2.6"')
    assert said(docs, entry) == [
        ("x", "Deprecated. The parameter x is deprecated. It will be removed in version 2.6.")
    ]


# The end that the policy computes.

CALENDAR = """
[policy.windows]
default = {{ {window} }}

[[releases]]
version = "2.2"
date = 2023-12-10

[[releases]]
version = "2.3"
date = 2024-03-10

[[releases]]
version = "2.4"
date = 2024-06-10
"""
COMPUTED = [
    ("releases = 4", "It will not be removed before version 2.7, about March 2025"),
    ("releases = 2, days = 180", "It will not be removed before version 2.5, about September 2024"),
    ("releases = 1", "It may be removed in any release from version 2.4 on"),
    ("days = 30", "It may be removed in any release from version 2.4 on"),
]


@pytest.mark.parametrize(("window", "end"), COMPUTED)
@pytest.mark.parametrize("target", ["pkg.f(x)", "pkg.f(x='v')"])
def test_a_computed_end_is_a_lower_bound(docs: Docs, window: str, end: str, target: str) -> None:
    """Without `effective` the text says what the policy allows, and that it is computed."""
    subject = "The value v of x" if "=" in target else "The parameter x"
    text = f"{SINCE}{subject} is deprecated. {end} (computed from the policy)."
    assert said(docs, change(target), more=CALENDAR.format(window=window)) == [("x", text)]


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("rename", "The old name will not be removed"),
        ("keyword-only", "That will not stop working"),
        ("default-value", "The change will not take effect"),
    ],
)
def test_a_computed_end_of_other_types(docs: Docs, kind: str, end: str) -> None:
    entry = change("pkg.f(x)", type=kind, phases=with_summary(kind, 'deprecated = "2.3"'))
    ((_, text),) = said(docs, entry, more=CALENDAR.format(window="releases = 2"))
    assert text.endswith(
        f"{end} before version 2.5, about September 2024 (computed from the policy)."
    )


def test_a_dated_release_to_come_is_no_guess(docs: Docs) -> None:
    calendar = CALENDAR.format(window="releases = 2") + (
        '\n[[releases]]\nversion = "2.5"\ndate = 2099-01-02\n'
    )
    ((_, text),) = said(docs, change("pkg.f(x)"), more=calendar)
    assert text == (
        f"{gone('x')} It will not be removed before version 2.5, on 2099-01-02 "
        "(computed from the policy)."
    )


# Hand-written notices.

WRITTEN = """\
.. py:function:: pkg.f(x, y)

   {object}

   :param x: Text.

      {parameter}
   :param y: Text.
"""


@pytest.mark.parametrize("where", ["object", "parameter"])
@pytest.mark.parametrize(
    "text",
    [
        ".. deprecated:: 2.3\n         No x any more.",
        ".. deprecated:: 2.3.0 The x is gone.",
        ".. warning:: x is deprecated since 2.3.",
        ".. note:: x is deprecated.",
    ],
)
@pytest.mark.parametrize("mode", ["insert", "check"])
def test_a_notice_that_stands_there_is_not_doubled(
    docs: Docs, where: str, text: str, mode: str
) -> None:
    """Written at the parameter, or at the object and naming the parameter."""
    written = {"object": "Text.", "parameter": "More."}
    written[where] = text if where == "parameter" else text.replace("\n   ", "\n")
    docs.write(
        page(WRITTEN.format(**written)), change("pkg.f(x)"), f"stability_notices = '{mode}'\n"
    )
    built = docs.build()
    assert (built.warnings, len(notices(built))) == ([], 1)


def test_a_notice_at_the_parameter_need_not_name_it(docs: Docs) -> None:
    text = WRITTEN.format(object="Text.", parameter=".. deprecated:: 2.3 No more.")
    docs.write(page(text), change("pkg.f(x)"))
    built = docs.build()
    assert (built.warnings, notices(built)) == ([], [("pkg.f", "x", f"{SINCE}No more.")])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            {"object": "Text.", "parameter": ".. deprecated:: 2.2 Soon."},
            (
                "index.rst:10: WARNING: `pkg.f` has a hand-written `.. deprecated:: 2.2`, but "
                "`C1` (stability.toml:{line}) asks for the notice `.. deprecated:: 2.3` for the "
                "parameter `x`: correct one of them [stability.notice-contradicts]"
            ),
        ),
        (
            {"object": ".. deprecated:: 2.1 The x goes.", "parameter": "More."},
            (
                "index.rst:6: WARNING: `pkg.f` has a hand-written `.. deprecated:: 2.1`, but "
                "`C1` (stability.toml:{line}) asks for the notice `.. deprecated:: 2.3` for the "
                "parameter `x`: correct one of them [stability.notice-contradicts]"
            ),
        ),
    ],
)
def test_one_that_differs_is_left_alone_and_reported(
    docs: Docs, written: dict[str, str], expected: str
) -> None:
    docs.write(page(WRITTEN.format(**written)), change("pkg.f(x)"))
    built = docs.build()
    assert built.warnings == [expected.format(line=line_of(docs, "C1"))]
    assert len(notices(built)) == 1


@pytest.mark.parametrize(
    "written",
    [
        {"object": "Text.", "parameter": ".. versionadded:: 2.3"},
        {"object": "Text.", "parameter": ".. note:: It is fast."},
        {"object": ".. deprecated:: 2.3 Use y.", "parameter": "More."},
    ],
)
def test_a_notice_about_something_else_leaves_room(docs: Docs, written: dict[str, str]) -> None:
    docs.write(page(WRITTEN.format(**written)), change("pkg.f(x)"))
    built = docs.build()
    assert built.warnings == []
    assert ("pkg.f", "x", gone("x")) in notices(built)
    assert len(notices(built)) == 2


NEW_DEFAULT = 'summary = "One by default."\ndeprecated = "2.1"\neffective = "2.4"'


def test_another_version_of_a_parameter_is_another_matter(docs: Docs) -> None:
    """A parameter changes more than once: what was written of 2.0 does not contradict 2.4."""
    written = ".. versionchanged:: 2.0 May be a string, too."
    docs.write(
        page(WRITTEN.format(object="Text.", parameter=written)),
        change("pkg.f(x)", type="default-value", phases=NEW_DEFAULT),
    )
    built = docs.build()
    assert built.warnings == []
    assert [text for _, _, text in notices(built)] == [
        "Changed in version 2.0: May be a string, too.",
        f"Changed in version 2.4: One by default. {WAS}",
    ]


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        ("a", "Returns a tuple."),
        ("size", "The size of the result is known."),
        ("out", "It ran out."),
    ],
)
def test_a_parameter_that_goes_by_a_common_word(docs: Docs, parameter: str, text: str) -> None:
    """That an object "returns a tuple" says nothing of a parameter `a`."""
    source = (
        f".. py:function:: pkg.f({parameter})\n\n   .. versionchanged:: 2.0 {text}\n\n"
        f"   :param {parameter}: The first.\n"
    )
    entry = change(f"pkg.f({parameter})", type="default-value", phases=NEW_DEFAULT)
    docs.write(page(source), entry)
    built = docs.build()
    assert built.warnings == []
    assert ("pkg.f", parameter, f"Changed in version 2.4: One by default. {WAS}") in notices(built)


def test_a_notice_in_a_list_is_seen_once(docs: Docs) -> None:
    """One directive is one directive, however deep it stands in the text of a parameter."""
    text = (
        ".. py:function:: pkg.f(a)\n\n   :param a: One of\n\n      * ``'x'``: x\n\n"
        "        .. deprecated:: Use it.\n   :param b: Text.\n"
    )
    docs.write(page(text), "")
    assert docs.build().warnings == [
        (
            "index.rst:10: WARNING: `.. deprecated:: Use` has no version where one belongs: "
            "write `.. deprecated:: 2.3` with the text after it or below "
            "[stability.malformed-notice]"
        )
    ]


def test_check_reports_the_parameter_by_name(docs: Docs) -> None:
    """Nothing is written; one finding for a cause, at its first object."""
    text = DESCRIBED + "\n.. py:function:: pkg.g(x)\n\n.. py:function:: pkg.h(y)\n"
    docs.write(
        page(text),
        change("pkg.f(x)", "pkg.g(x)", "pkg.h(y='v')"),
        'stability_notices = "check"\n',
    )
    built = docs.build()
    where = f"stability.toml:{line_of(docs, 'C1')}"
    assert built.warnings == [
        (
            "index.rst:4: ERROR: `pkg.f` and 1 more lack the notice `.. deprecated:: 2.3` for the "
            f"parameter `x`, which `C1` ({where}) asks for [stability.missing-notice]"
        ),
        (
            "index.rst:10: ERROR: `pkg.h` lacks the notice `.. deprecated:: 2.3` for the "
            f"parameter `y`, which `C1` ({where}) asks for [stability.missing-notice]"
        ),
    ]
    assert (notices(built), built.app.statuscode) == ([], 1)


# Levels of parameters.

FEATURE = """
[[features]]
id = "dev"
title = "Devices"
level = "{level}"
since = "2.1"
objects = ["pkg.f(x)"]
"""


@pytest.mark.parametrize(
    ("level", "kind", "text"),
    [
        ("beta", "note", "x is Beta: Devices. It may change. Since version 2.1."),
        (
            "prototype",
            "warning",
            "x is Prototype: Devices. Early, to gather feedback. Since version 2.1.",
        ),
    ],
)
def test_a_level_of_a_parameter(docs: Docs, level: str, kind: str, text: str) -> None:
    """A feature that names a parameter says so there; the object has no badge for it."""
    docs.write(page(DESCRIBED), FEATURE.format(level=level))
    built = docs.build()
    assert built.warnings == []
    assert notices(built) == [("pkg.f", "x", text)]
    assert f'<div class="stability-notice admonition {kind}">' in built.read()
    assert built.signatures() == ["pkg.f(x)"]


def test_a_level_of_a_parameter_that_is_not_described(docs: Docs) -> None:
    docs.write(page(".. py:function:: pkg.f(x)\n\n   Text.\n"), FEATURE.format(level="beta"))
    built = docs.build()
    text = "x is Beta: Devices. It may change. Since version 2.1."
    assert (built.warnings, notices(built)) == ([], [("pkg.f", "", text)])


@pytest.mark.parametrize(
    ("written", "count"), [("In beta.", 1), ("This is a beta feature.", 1), ("It is fast.", 2)]
)
def test_a_hand_written_level_of_a_parameter(docs: Docs, written: str, count: int) -> None:
    text = WRITTEN.format(object="Text.", parameter=f".. note:: {written}")
    docs.write(page(text), FEATURE.format(level="beta"))
    built = docs.build()
    assert (built.warnings, len(notices(built))) == ([], count)


DIRECTIVE = """\
.. py:function:: pkg.f(x)

   .. stability:: {level}
      :parameter: x
      :since: 2.2

      Only here.

   {field}
"""


@pytest.mark.parametrize(("field", "place"), [(":param x: Text.", "x"), ("Text.", "")])
def test_a_directive_for_a_parameter(docs: Docs, field: str, place: str) -> None:
    """It stands at the parameter with what the author adds, and not where it was written."""
    docs.write(page(DIRECTIVE.format(level="beta", field=field)))
    built = docs.build()
    assert built.warnings == []
    assert notices(built) == [("pkg.f", place, "x: Beta, since version 2.2. Only here.")]
    assert built.signatures() == ["pkg.f(x)"]


def test_a_directive_and_an_entry_for_one_parameter(docs: Docs) -> None:
    """The directive at the object wins, as it does for the object: one note, not two."""
    docs.write(
        page(DIRECTIVE.format(level="beta", field=":param x: Text.")), FEATURE.format(level="beta")
    )
    built = docs.build()
    assert built.warnings == []
    assert len(notices(built)) == 1, notices(built)


def test_a_directive_that_contradicts_the_entry_for_a_parameter(docs: Docs) -> None:
    """A reader must not be told two levels of one thing; the contradiction is a finding."""
    docs.write(
        page(DIRECTIVE.format(level="alpha", field=":param x: Text.")), FEATURE.format(level="beta")
    )
    built = docs.build()
    assert [line for line in built.warnings if "[stability.notice-contradicts]" in line]
    assert len(notices(built)) == 1, notices(built)


# Every builder.

WORDS = "The parameter rounding_mode is deprecated. It is slow. Use pkg.other instead."
PAGE = (
    SEVERAL + "\n.. py:function:: pkg.other(x)\n\n   :param x: Text.\n"
    "\n.. c:function:: int c_div(int mode)\n\n   :param mode: Text.\n"
)
ENTRIES = change(
    "pkg.div(rounding_mode)",
    "pkg.div(rounding_mode='trunc')",
    "pkg.div(missing)",
    "c_div(mode)",
    phases='deprecated = "2.3"\nreason = "It is slow."\nalternatives = ["pkg.other"]\n'
    r'migration = "Call it::\n\n   div(1)"',
) + FEATURE.replace("pkg.f", "pkg.other").format(level="prototype")
BUILDERS = ["html", "dirhtml", "singlehtml", "epub", "text", "latex", "man", "texinfo", "xml"]


def words(built: Built) -> str:
    """Return the words of what a builder wrote, without markup."""
    names = {".html", ".xhtml", ".txt", ".tex", ".1", ".texi", ".xml"}
    files = [f for f in Path(built.outdir).rglob("*") if f.suffix in names]
    text = " ".join(f.read_text(encoding="utf-8") for f in files)
    commands = r"\\f[BIPR]|\\[a-zA-Z]+(\[[^]]*\])?|@[a-z]+(?={)|@ref{\d+,,"
    text = re.sub(rf"<[^>]*>|{commands}", "", text)
    text = re.sub(r"[{}\"`'*\\]", "", text)
    return " ".join(text.split())


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_builder_writes_them(docs: Docs, builder: str) -> None:
    docs.write(page(PAGE), ENTRIES)
    built = docs.build(builder)
    assert built.warnings == []
    text = words(built)
    assert "Deprecated since version 2.3" in text
    assert "rounding_mode is deprecated. It is slow. Use" in text
    assert "of rounding_mode is deprecated" in text
    assert "missing is deprecated" in text
    assert "mode is deprecated" in text
    assert "is Prototype: Devices. Early, to gather feedback." in text
    assert "Call it:" in text


def test_gettext_and_a_translation(docs: Docs) -> None:
    """Notices at parameters are texts of their own; the parameter's text keeps its translation."""
    docs.write(page(PAGE), ENTRIES)
    built = docs.build("gettext")
    assert built.warnings == []
    pot = built.read("index.pot").replace('"\n"', "")
    text = "The parameter ``rounding_mode`` is deprecated. It is slow. "
    text += "Use :stability:obj:`pkg.other` instead."
    where, found, _ = pot.partition(f'msgid "{text}"')
    assert found, pot
    assert where.rstrip().endswith(f"stability.toml:{line_of(docs, 'C1')}")
    german = {
        text: "Der Parameter ``rounding_mode`` geht. Nimm :stability:obj:`pkg.other`.",
        "The dividend.": "Der Dividend.",
        "How to round.": "Wie gerundet wird.",
        "``'trunc'``: to zero": "``'trunc'``: zur Null",
        "Text.": "Wörter.",
    }
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    po = head + "".join(f'msgid "{key}"\nmsgstr "{value}"\n\n' for key, value in german.items())
    docs.add({"locale/de/LC_MESSAGES/index.po": po})
    docs.write(page(PAGE), ENTRIES, 'language = "de"\nlocale_dirs = ["locale"]\n')
    built = docs.build(outdir="german")
    assert built.warnings == []
    shown = built.plain()
    assert "Der Parameter rounding_mode geht. Nimm pkg.other." in shown
    assert "The parameter rounding_mode is deprecated" not in shown
    assert "The parameter missing is deprecated." in shown
    assert 'href="#pkg.other"' in built.read()


def test_the_list_of_changes_names_the_object(docs: Docs) -> None:
    """The ``changes`` builder lists it under the object, with the parameter in the text."""
    docs.write(page(DESCRIBED), change("pkg.f(x)"), 'version = "2.3"\n')
    html = docs.build("changes").read("changes.html")
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in re.findall("<li>.*", html)]
    assert [row for row in rows if "pkg.f" in row and "The parameter x is deprecated." in row], rows


def test_alternatives_that_name_a_parameter_are_links(docs: Docs) -> None:
    """`pkg.f(x='w')` leads to ``pkg.f``."""
    entry = change(
        "pkg.f(x='v')",
        type="removal",
        phases="deprecated = '2.3'\nalternatives = [\"pkg.f(x='w')\", 'pkg.f(x)']",
    )
    docs.write(page(DESCRIBED), entry, "nitpicky = True\n")
    built = docs.build()
    assert built.warnings == []
    found = [(name, place, text.replace("'", "")) for name, place, text in notices(built)]
    assert found == [
        (
            "pkg.f",
            "x",
            f"{SINCE}The value v of x is deprecated. Use pkg.f(x=w) or pkg.f(x) instead.",
        )
    ]
    assert len(re.findall(r'href="#pkg\.f"[^>]*><code class="xref', built.read())) == 2


def test_parallel_reading_gives_the_same(docs: Docs) -> None:
    pages = page(".. toctree::\n   :glob:\n\n   p*\n") | {
        f"p{i}.rst": f"P\n=\n\n{SEVERAL.replace('pkg', f'pkg{i}')}" for i in range(6)
    }
    docs.write(pages, change("**.div(rounding_mode)"))
    serial = docs.build(outdir="serial")
    parallel = docs.build(parallel=2, outdir="parallel")
    assert serial.warnings == parallel.warnings == []
    for i in range(6):
        assert serial.read(f"p{i}.html") == parallel.read(f"p{i}.html")
        assert gone("rounding_mode") in parallel.plain(f"p{i}.html")


OTHER_FIELDS = """\
.. py:function:: pkg.f(type, x)

   :param x: The x.
   :rtype: int
   :returns: A type.
   :raises ValueError: If there is none.
"""


@pytest.mark.parametrize("parameter", ["type", "Returns", "ValueError"])
def test_other_fields_describe_no_parameters(docs: Docs, parameter: str) -> None:
    """Their last words, and what is raised, are no names: the notice stands at the object."""
    docs.write(page(OTHER_FIELDS), change(f"pkg.f({parameter})"), QUIET)
    assert notices(docs.build()) == [("pkg.f", "", gone(parameter))]


def test_an_object_without_parameters_knows_none_to_compare_with(docs: Docs) -> None:
    """What it returns and raises says nothing of its parameters."""
    text = ".. py:data:: pkg.f\n\n   :returns: A type.\n   :raises ValueError: If not.\n"
    docs.write(page(text), change("pkg.f(axis)", type="keyword-only"))
    rules = {"all": "off", "orphan-entry": "warning"}
    assert docs.build(confoverrides={"stability_rules": rules}).warnings == []
