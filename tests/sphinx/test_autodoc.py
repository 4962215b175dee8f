"""Docstrings: autodoc with napoleon and numpydoc, autosummary."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sphinx.conftest import Docs

MODULE = '''
"""A module."""


def written(a):
    """Do it.

    .. stability:: beta
       :since: 2.1

    See :stability-of:`{name}.gone` and :stability:`alpha`.

    {parameters}
    """


def gone(a):
    """Go away."""


def told():
    """Tell.

    .. deprecated:: 2.3
       Use another.
    """


class Thing:
    """A thing."""

    def early(self):
        """Come early."""

    def wrong(self):
        """Be wrong.

        .. stability:: betta
        """


    @property
    def size(self):
        """Size."""
'''
GOOGLE = "Args:\n        a: An *a*.\n"
NUMPY = "Parameters\n    ----------\n    a : int\n        An *a*.\n"
ENTRIES = """
[[features]]
id = "early"
level = "beta"
objects = ["{name}.Thing.early", "{name}.Thing.size"]

[[changes]]
id = "C1"
type = "removal"
objects = ["{name}.gone", "{name}.told"]
deprecated = "2.3"
"""
STYLES = {
    "plain": ("sphinx.ext.autodoc", ":param a: An *a*."),
    "napoleon": ("sphinx.ext.napoleon", GOOGLE),
    "numpydoc": ("numpydoc", NUMPY),
}
#: What napoleon itself does on Sphinx 9.
LEGACY = "ignore:The mapping interface for autodoc options objects is deprecated"


@pytest.fixture
def module(docs: Docs, request: pytest.FixtureRequest) -> Iterator[str]:
    """Name a module that autodoc can import from the documentation's folder."""
    name = "mod_" + re.sub(r"\W", "_", request.node.name)
    sys.path.insert(0, str(docs.path))
    yield name
    sys.path.remove(str(docs.path))
    sys.modules.pop(name, None)


def write(docs: Docs, module: str, style: str, directive: str) -> None:
    extension, parameters = STYLES[style]
    source = MODULE.replace("{parameters}", parameters).replace("{name}", module)
    docs.add({f"{module}.py": source})
    conf = (
        f'extensions += ["sphinx.ext.autodoc", "sphinx.ext.autosummary", {extension!r}]\n'
        'numpydoc_show_class_members = False\nstability_rules = {"all": "off"}\n'
    )
    page = {"index.rst": f"Home\n====\n\n{directive.format(module)}\n"}
    docs.write(page, ENTRIES.replace("{name}", module), conf)


@pytest.mark.filterwarnings(LEGACY)
@pytest.mark.parametrize("style", STYLES)
def test_markup_and_notices_in_docstrings(docs: Docs, module: str, style: str) -> None:
    """Directives and roles work; notices stand first and are not doubled; errors are located."""
    write(docs, module, style, ".. automodule:: {}\n   :members:")
    built = docs.build()
    badges = {
        re.sub(r"\(.*|property ", "", line).rpartition(".")[2].split()[0]: line
        for line in built.signatures()
    }
    assert [badges[name].split()[-1] for name in ("written", "early", "size")] == ["Beta"] * 3
    assert badges["gone"].endswith("gone(a) Deprecated")
    words = built.plain()
    assert "Go away." in words
    assert words.count("Deprecated since version 2.3") == 2, words
    assert "Deprecated since version 2.3.\nGo away." in words
    assert "Deprecated since version 2.3: Use another." in words
    assert "See Deprecated and Alpha." in words.replace("Stable Deprecated", "Deprecated")
    assert re.search(r"a\b.*An a\.", words, re.DOTALL)
    assert len(built.warnings) == 1, built.warnings
    assert re.fullmatch(
        rf"{module}\.py:docstring of {module}\.Thing\.wrong:[34]: WARNING: `betta` is not a level: "
        r"stable, beta, alpha, prototype\. Did you mean `beta`\? \[stability\.markup\]",
        built.warnings[0],
    ), built.warnings


@pytest.mark.filterwarnings(LEGACY)
@pytest.mark.parametrize("style", STYLES)
def test_summary_rows_stay_as_they_are(docs: Docs, module: str, style: str) -> None:
    """What is inserted in a docstring does not empty the row of an autosummary table."""
    directive = ".. autosummary::\n\n   {0}.gone\n\n.. automodule:: {0}\n   :members: gone\n"
    write(docs, module, style, directive)
    built = docs.build()
    words = built.plain().replace("\xa0", " ")
    assert f"{module}.gone(a) Deprecated\nGo away.\nA module." in words
    assert built.warnings == [line for line in built.warnings if "[stability.orphan-entry]" in line]


def test_autosummary_pages_keep_one_address(docs: Docs, module: str) -> None:
    """An object on its own page and in the module's list shows badge and notice on both."""
    directive = ".. autosummary::\n   :toctree: generated\n\n   {0}.gone\n   {0}.Thing\n"
    write(docs, module, "plain", directive)
    built = docs.build()
    page = f"generated/{module}.gone.html"
    assert built.signatures(page) == [f"{module}.gone(a) Deprecated"]
    assert "Deprecated since version 2.3." in built.plain(page)
    assert f'"url":"{page}#{module}.gone"' in built.read("stability.json")
