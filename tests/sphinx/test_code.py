"""What the source says: notices of PEP 702, findings, and what is read again when it changes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from sphinx.util.inventory import InventoryFile

from sphinxext.stability.code import codebase
from sphinxext.stability.code.scan import Module, scan

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

TOCTREE = ".. toctree::\n   :glob:\n\n   p*\n"
RULE = "[stability.runtime-docs-mismatch]"
CONF = 'extensions += ["sphinx.ext.autodoc"]\nstability_rules = {"all": "off", '
CONF += '"runtime-docs-mismatch": "warning"}\n'
MARK = "from typing_extensions import deprecated\n\n\n"
FUNCTION = 'def {}():\n    """Do it."""\n'
WARN = '    import warnings\n    warnings.warn("{} is deprecated", DeprecationWarning)\n'


@pytest.fixture
def name(docs: Docs, request: pytest.FixtureRequest) -> Iterator[str]:
    """Name a package that can be imported from the documentation's folder."""
    name = "code_" + re.sub(r"\W", "_", request.node.name)
    sys.path.insert(0, str(docs.path))
    yield name
    sys.path.remove(str(docs.path))
    forget(name)


def forget(name: str) -> None:
    """Let the next import of a package read it again, as the next process does."""
    for module in [one for one in sys.modules if one.partition(".")[0] == name]:
        del sys.modules[module]


def write(docs: Docs, name: str, source: str, page: str = "", conf: str = "") -> None:
    page = page or f".. automodule:: {name}\n   :members:\n"
    docs.add({f"{name}/__init__.py": source})
    docs.write({"index.rst": f"Home\n====\n\n{page}"}, conf=CONF + conf)


def findings(built: Built) -> list[str]:
    return [line for line in built.warnings if RULE in line]


def test_a_message_in_every_format(docs: Docs, name: str) -> None:
    """It is labelled, its code is code, and all else of it is shown as it is."""
    message = r"Use `g`, *not* h_: |x| <y> \\z\n  & [1]_ __w__::"
    write(docs, name, f'{MARK}@deprecated("{message}")\n{FUNCTION.format("f")}')
    shown = r"Deprecated: Use g, *not* h_: |x| <y> \z & [1]_ __w__::"
    built = docs.build()
    assert (built.warnings, built.plain()) == ([], f"Home\n{name}.f()\n{shown}\nDo it.")
    html = built.read()
    assert '<div class="stability-notice deprecated">' in html
    assert '<span class="versionmodified deprecated">Deprecated: </span>' in html
    assert '<span class="pre">g</span></code>' in html
    for builder, file in (("text", "index.txt"), ("texinfo", "pkg.texi"), ("man", "pkg.1")):
        assert "Deprecated" in docs.build(builder).read(file), builder
    text = " ".join(docs.build("text").read("index.txt").split())
    assert shown.replace("Use g", 'Use "g"') in text
    assert "Deprecated: " in docs.build("latex").read("pkg.tex").replace("\\sphinxAtStartPar", "")
    root = ET.fromstring(docs.build("xml").read("index.xml"))  # noqa: S314
    (notice,) = root.iter("versionmodified")
    assert " ".join("".join(notice.itertext()).split()) == shown
    assert (notice.get("type"), notice.get("version")) == ("deprecated", "")


def test_a_message_is_no_entry_of_anything(docs: Docs, name: str) -> None:
    """The list of changes, the inventory and the table of contents are as without it."""
    plain = f"{MARK}{FUNCTION.format('f')}"
    seen = []
    for source in (plain, plain.replace("def f", '@deprecated("= `f` =")\ndef f')):
        write(docs, name, source)
        forget(name)
        built = docs.build(outdir=str(len(seen)))
        with (built.outdir / "objects.inv").open("rb") as file:
            inventory = InventoryFile.load(file, "", lambda *parts: "/".join(parts))
        tocs = {doc: toc.astext() for doc, toc in built.app.env.tocs.items()}
        changes = built.app.env.domains.changeset_domain.changesets
        seen.append((inventory, tocs, changes, built.warnings))
    assert seen[0] == seen[1]
    assert seen[0][3] == []
    assert "no changes" in docs.build("changes").app.status.getvalue()


@pytest.mark.parametrize(
    "message",
    [
        "- gone",
        "1. Use g",
        ".. note:: gone",
        "gone::",
        ":param x: gone",
        "====",
        "`g",
        "``",
        "",
        "|release| and :func:`g`",
        "two\n\n* lines\n\n.. raw:: html\n\n   <b>",
        "<script>alert(1)</script>",
        "{{ jinja }} %s {0}",
        "\x00\x1b[0m\ud800",
    ],
)
def test_no_message_breaks_a_page(docs: Docs, name: str, message: str) -> None:
    write(docs, name, f"{MARK}@deprecated({message!a})\n{FUNCTION.format('f')}")
    for builder in ("html", "xml"):
        built = docs.build(builder)
        assert built.warnings == []
    assert not list(ET.parse(built.outdir / "index.xml").iter("raw"))  # noqa: S314
    words = docs.build().plain().splitlines()
    shown = re.sub(r"[\x00\x1b\ud800]", "�", message)
    wanted = "Deprecated: " + shown if message else "Deprecated."
    assert re.sub(r"\W", "", words[2]) == re.sub(r"\W", "", wanted)
    assert words[3:] == ["Do it."]


@pytest.mark.parametrize("parallel", [0, 2])
def test_insert_check_and_off(docs: Docs, name: str, parallel: int) -> None:
    """What is inserted is no finding; a warning of the code is one in every mode."""
    source = f'{MARK}@deprecated("Use g.")\n{FUNCTION.format("f")}\n\n'
    source += FUNCTION.format("g") + WARN.format("g")
    pages = {f"p{n}.rst": f"Page {n}\n======\n\n.. py:function:: {name}.x{n}()\n" for n in range(6)}
    docs.add(pages)
    page = f".. toctree::\n   :glob:\n\n   p*\n\n.. automodule:: {name}\n   :members:\n"
    write(docs, name, source, page)
    insert, check, off = (
        docs.build(parallel=parallel, outdir=mode, confoverrides={"stability_notices": mode})
        for mode in ("insert", "check", "off")
    )
    place, fix = f"{name}/__init__.py:docstring of {name}", "add a change to the manifest"
    of_g = (
        f"{place}.g:1: WARNING: `{name}.g` is deprecated by the code ({name}/__init__.py:12), "
        f'"g is deprecated", but neither the documentation nor the manifest says so: {fix} {RULE}'
    )
    of_f = (
        f"{place}.f:1: WARNING: `{name}.f` is deprecated by the code ({name}/__init__.py:4), "
        f'"Use g.", but neither the documentation nor the manifest says so: {fix} {RULE}'
    )
    assert "Deprecated: Use g." in insert.plain()
    assert "Deprecated" not in check.plain() + off.plain()
    assert insert.warnings == [of_g]
    assert check.warnings == off.warnings == [of_f, of_g]


@pytest.mark.parametrize(
    ("checks", "told"),
    [("False", ""), ("True", "f"), ("[]", "f"), ("['{name}.going']", "fg"), ("['x.other']", "f")],
)
def test_what_the_option_turns_on(docs: Docs, name: str, checks: str, told: str) -> None:
    going = "def going(text):\n    return lambda function: function\n\n\n"
    source = f'{MARK}{going}@deprecated("No f.")\n{FUNCTION.format("f")}\n\n@going("No g.")\n'
    checks = checks.replace("{name}", name)
    conf = f"stability_notices = 'check'\nstability_code_checks = {checks}\n"
    write(docs, name, source + FUNCTION.format("g"), conf=conf)
    found = [re.search(r"`\w+\.(\w)` is deprecated", line) for line in docs.build().warnings]
    assert "".join(match[1] for match in found if match) == told
    kept = docs.path / "_build/doctrees/stability/code.msgpack"
    assert kept.exists() is (checks != "False")


#: The source of a package before and after, and whether the page shows a notice, and a finding.
EDITS = {
    "decorator": (FUNCTION, '@deprecated("No.")\n' + FUNCTION, True, False),
    "message": ('@deprecated("Yes.")\n' + FUNCTION, '@deprecated("No.")\n' + FUNCTION, True, False),
    "warning": (FUNCTION, FUNCTION + WARN, False, True),
    "no decorator": ('@deprecated("No.")\n' + FUNCTION, FUNCTION, False, False),
    "no warning": (FUNCTION + WARN, FUNCTION, False, False),
    "broken": ('@deprecated("No.")\n' + FUNCTION, "def (", False, False),
}


#: Autodoc itself needs a module that can be imported.
WAYS = [
    pytest.param(*edit, how, id=f"{name}-{how}")
    for name, edit in EDITS.items()
    for how in ("autodoc", "by name", "re-exported")
    if (name, how) != ("broken", "autodoc")
]


@pytest.mark.parametrize(("before", "after", "notice", "finding", "how"), WAYS)
def test_an_edit_of_the_source(
    docs: Docs, name: str, *, how: str, before: str, after: str, notice: bool, finding: bool
) -> None:
    """Just the page that describes it is read again, and all is as in a build from nothing."""
    where = name if how == "re-exported" else f"{name}.inner"
    directive = f"py:function:: {where}.f()" if how != "autodoc" else f"autofunction:: {where}.f"
    docs.add({f"{name}/inner.py": MARK + before.format("f", "f")})
    for page in ("p0", "p1"):
        docs.add({f"{page}.rst": f"Page\n====\n\n.. py:function:: other_{name}.{page}()\n"})
    docs.add({"page.rst": f"Page\n====\n\n.. {directive}\n\n   Text.\n"})
    write(docs, name, "from .inner import *\nfrom .inner import f\n", TOCTREE)
    first = docs.build()
    assert docs.build().app.env.all_docs == first.app.env.all_docs
    docs.add({f"{name}/inner.py": MARK + after.format("f", "f")})
    forget(name)
    second = docs.build()
    # What is only found is no reason to read the page: autodoc has another.
    is_shown = how == "autodoc" or WARN not in before + after
    assert changed(first, second) == ({"page"} if is_shown else set())
    assert ("Deprecated: No." in second.plain("page.html")) is notice
    assert bool(findings(second)) is finding
    forget(name)
    clean = docs.build(outdir="clean")
    assert second.read("page.html") == clean.read("page.html")
    assert findings(second) == findings(clean)


@pytest.mark.parametrize("mode", ["insert", "check"])
def test_a_module_that_comes_later(docs: Docs, name: str, mode: str) -> None:
    """What was looked for and not there is looked for again."""
    docs.add({"page.rst": f"Page\n====\n\n.. py:function:: {name}.new.f()\n"})
    write(docs, name, "", TOCTREE, conf=f"stability_notices = '{mode}'\n")
    assert not findings(docs.build())
    docs.add({f"{name}/new.py": f'{MARK}@deprecated("No.")\n{FUNCTION.format("f")}'})
    later = docs.build()
    assert ("Deprecated: No." in later.plain("page.html")) is (mode == "insert")
    assert bool(findings(later)) is (mode == "check")
    clean = docs.build(outdir="clean")
    assert later.read("page.html") == clean.read("page.html")
    assert findings(later) == findings(clean)


def test_a_message_of_another_module(docs: Docs, name: str) -> None:
    """The page follows the module that has the text."""
    source = f"{MARK}from .texts import OLD\n@deprecated(OLD)\n{FUNCTION.format('f')}"
    docs.add({f"{name}/texts.py": "OLD = 'It is deprecated.'\n"})
    write(docs, name, source)
    assert "Deprecated: It is deprecated." in docs.build().plain()
    docs.add({f"{name}/texts.py": "OLD = 'It is obsolete.'\n"})
    forget(name)
    assert "Deprecated: It is obsolete." in docs.build().plain()


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_page_watches_its_own_source_only(docs: Docs, name: str, parallel: int) -> None:
    """What was looked at for other pages, to find what the manifest changes, is not its own."""
    pages = {}
    for number in range(6):
        docs.add({f"{name}/m{number}.py": f'{MARK}@deprecated("No.")\n{FUNCTION.format("f")}'})
        page = f"Page\n====\n\n.. py:function:: {name}.m{number}.f()\n"
        pages[f"p{number}.rst"] = page
    docs.add({**pages, f"{name}/__init__.py": "", "index.rst": f"Home\n====\n\n{TOCTREE}"})
    change = '[[changes]]\nid = "C1"\ntype = "removal"\nobjects = ["{}.m1.f"]\ndeprecated = "2.3"\n'
    docs.write({}, conf=CONF)
    first = docs.build(parallel=parallel)
    docs.write({}, "\n" + change.format(name), conf=CONF)
    second = docs.build(parallel=parallel)
    assert changed(first, second) == {"p1"}
    assert "Deprecated since version 2.3" in second.plain("p1.html")
    docs.add({f"{name}/m3.py": FUNCTION.format("f")})
    third = docs.build(parallel=parallel)
    assert changed(second, third) == {"p3"}
    clean = docs.build(outdir="clean")
    for number in range(6):
        assert third.plain(f"p{number}.html") == clean.plain(f"p{number}.html")
        assert ("Deprecated: No." in clean.plain(f"p{number}.html")) is (number not in {1, 3})


def changed(before: Built, after: Built) -> set[str]:
    """Return the documents that the second build read again."""
    was, now = before.app.env.all_docs, after.app.env.all_docs
    return {docname for docname in now if now[docname] != was.get(docname)}


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the texts that are read closely."""
    found: list[str] = []

    def noted(text: str, *rest: tuple[str, ...]) -> Module:
        found.append(text)
        return scan(text, *rest)

    monkeypatch.setattr(codebase, "scan", noted)
    return found


def test_source_is_read_once(docs: Docs, name: str, scans: list[str]) -> None:
    """A build with nothing changed reads none of it, the next one only what changed."""
    modules = [f"m{number}" for number in range(4)]
    source = MARK + '@deprecated("{}")\n' + FUNCTION.format("f")
    docs.add({f"{name}/{module}.py": source.format(module) for module in modules})
    page = "".join(f".. automodule:: {name}.{m}\n   :members:\n\n" for m in modules)
    write(docs, name, "", page)
    first = docs.build()
    assert sorted(re.findall(r'deprecated\("(\w+)"', "".join(scans))) == modules
    scans.clear()
    assert docs.build().read() == first.read()
    assert scans == []
    (docs.path / "index.rst").write_text(f"Other\n=====\n\n{page}", encoding="utf-8")
    docs.build()
    assert scans == []
    docs.add({f"{name}/m2.py": source.format("new")})
    forget(name)
    assert "Deprecated: new" in docs.build().plain()
    assert [re.findall(r'deprecated\("(\w+)"', text) for text in scans] == [["new"]]


@pytest.mark.parametrize("data", [b"", b"\xff\xff", b"\x93\x01\x90\x80", None])
def test_what_was_kept_is_damaged(docs: Docs, name: str, data: bytes | None) -> None:
    write(docs, name, f'{MARK}@deprecated("No.")\n{FUNCTION.format("f")}{WARN.format("f")}')
    first = docs.build(confoverrides={"stability_notices": "check"})
    assert len(findings(first)) == 1
    kept = docs.path / "_build/doctrees/stability/code.msgpack"
    whole = kept.read_bytes()
    if data is None:
        kept.unlink()
    else:
        kept.write_bytes(data)
    second = docs.build(confoverrides={"stability_notices": "check"})
    assert second.warnings == first.warnings
    assert kept.read_bytes() == whole


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (b"# coding: latin-1\n# \xe9\n", True),
        (b"# \xe9\n", False),
        (b"def f(:\n", False),
        (b"\x00", False),
        (b"\xef\xbb\xbf", True),
        (None, False),
    ],
)
def test_sources_that_cannot_be_read(
    docs: Docs, name: str, *, source: bytes | None, told: bool
) -> None:
    """They say nothing, and nothing breaks; a C extension has none."""
    page = f".. py:function:: {name}.a.f()\n\n   Text.\n\n.. py:function:: zlib.crc32()\n"
    write(docs, name, "", page)
    if source is not None:
        text = (MARK + '@deprecated("No.")\ndef f(): ...\n').encode()
        Path(docs.path, name, "a.py").write_bytes(source + text)
    built = docs.build()
    assert built.warnings == []
    assert ("Deprecated: No." in built.plain()) is told


MEMBERS = '''
class Thing:
    """A thing."""

    @property
    @deprecated("Use b.")
    def a(self):
        """The a."""

    @classmethod
    @deprecated("Use d.")
    def c(cls):
        """The c."""

    @deprecated("Use f.")
    async def e(self):
        """The e."""

    class Inner:
        """Inner."""

        @deprecated("Use h.")
        def g(self):
            """The g."""


@deprecated("Use Thing.")
class Old:
    """Old."""

    @deprecated("Its class says so.")
    def m(self):
        """M."""
'''


@pytest.mark.parametrize("style", ["sphinx.ext.napoleon", "numpydoc"])
@pytest.mark.filterwarnings("ignore:The mapping interface for autodoc options")
def test_members_and_styles_of_docstrings(docs: Docs, name: str, style: str) -> None:
    """Each shows its own message, first in its description; members of what is gone show none."""
    conf = f"extensions += [{style!r}]\nnumpydoc_show_class_members = False\n"
    write(docs, name, MARK + MEMBERS, conf=conf)
    built = docs.build()
    assert findings(built) == []
    words = built.plain()
    for after in (
        "Use b.\nThe a.",
        "Use d.\nThe c.",
        "Use f.\nThe e.",
        "Use h.\nThe g.",
        "Use Thing.\nOld.",
    ):
        assert f"Deprecated: {after}" in words
    assert words.count("Deprecated") == 5
    assert "Its class says so" not in words


NUMPY = '''@deprecated("Use g.")
def f():
    """Do it.

    {}
    """
'''


@pytest.mark.parametrize(
    "told",
    [
        ".. deprecated:: 2.3\n       Use g.",
        ".. warning:: This is deprecated.",
        "Deprecated; use g.",
        "This function is deprecated.",
    ],
)
def test_what_the_docstring_says_is_not_said_again(docs: Docs, name: str, told: str) -> None:
    write(docs, name, MARK + NUMPY.format(told))
    built = docs.build()
    assert (built.warnings, "Deprecated: Use g." in built.plain()) == ([], False)


def test_myst(docs: Docs, name: str) -> None:
    pytest.importorskip("myst_parser")
    docs.add({f"{name}/__init__.py": f'{MARK}@deprecated("Use `g_`.")\n{FUNCTION.format("f")}'})
    page = f"# Home\n\n```{{py:function}} {name}.f()\n\nText.\n```\n"
    docs.write({"index.md": page}, conf=CONF + 'extensions += ["myst_parser"]\n')
    built = docs.build()
    assert built.warnings == []
    assert built.plain() == f"Home\n{name}.f()\nDeprecated: Use g_.\nText."


def test_translated_documentation(docs: Docs, name: str) -> None:
    """A message can be translated; untranslated it is shown as it is."""
    write(docs, name, f'{MARK}@deprecated("Use `g_` and h_i.")\n{FUNCTION.format("f")}')
    built = docs.build(confoverrides={"language": "de", "locale_dirs": ["locale"]})
    assert built.warnings == []
    assert "Use g_ and h_i." in built.plain()
    pot = docs.build("gettext", outdir="pot").read("index.pot")
    assert 'msgid "Do it."' in pot
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    told = re.search(r'msgid "(Use.*)"', pot)
    assert told
    german = f'{head}msgid "{told[1]}"\nmsgstr "Nimm ``g_``."\n'
    docs.add({"locale/de/LC_MESSAGES/index.po": german})
    built = docs.build(confoverrides={"language": "de", "locale_dirs": ["locale"]}, outdir="de")
    assert built.warnings == []
    assert "Nimm g_." in built.plain()
