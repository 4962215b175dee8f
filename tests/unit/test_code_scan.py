"""What the text of a module deprecates; a warning of some uses only is no deprecation."""

from __future__ import annotations

import time
import warnings
from textwrap import dedent, indent

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinxext.stability.code.scan import Deprecated, Import, Module, may_deprecate, scan

HEAD = "import sys, warnings\nfrom warnings import deprecated, warn\n"
WARN = 'warn("f is deprecated", DeprecationWarning)'


def said(source: str, *decorators: str) -> dict[str, str]:
    """Return the messages of what a module deprecates, by name."""
    found = scan(HEAD + dedent(source), decorators).deprecated
    return {name: one.message for name, one in found.items()}


@pytest.mark.parametrize(
    "imported",
    [
        "from warnings import deprecated\n@deprecated('No.')",
        "from warnings import deprecated as gone\n@gone('No.')",
        "import warnings\n@warnings.deprecated('No.')",
        "import warnings as w\n@w.deprecated('No.', category=None)",
        "import typing_extensions\n@typing_extensions.deprecated('No.', stacklevel=2)",
        "from typing_extensions import deprecated\n@deprecated('''No.''')",
        "try: import x\nexcept ImportError:\n  from warnings import deprecated\n@deprecated('No.')",
        "import warnings\nif True:\n  pass\n@property\n@warnings.deprecated('No.')",
    ],
)
@pytest.mark.parametrize("what", ["def f(): ...", "async def f(): ...", "class f: ..."])
def test_the_decorator_by_any_name(imported: str, what: str) -> None:
    text = f"{imported}\n{what}\n"
    assert may_deprecate(text)
    (name, found), *others = scan(text).deprecated.items()
    line = 1 + text[: text.index("'")].count("\n")
    assert (name, found, others) == ("f", Deprecated("No.", line, by_pep_702=True), [])


@pytest.mark.parametrize(
    "decorator",
    [
        "@deprecated",  # not called: it is no decorator of PEP 702
        "@other.deprecated('No.')",
        "@functools.wraps(deprecated)",
        "@(lambda f: f)",
        "@makers[0]('No.')",
        "@deprecated('No.')('again')",
    ],
)
def test_other_decorators(decorator: str) -> None:
    assert said(f"{decorator}\ndef f(): ...\n") == {}


def test_a_decorator_of_another_module_with_the_same_name() -> None:
    assert scan("from mine import deprecated\n@deprecated('No.')\ndef f(): ...\n") == Module(
        {}, frozenset({"f"}), {"deprecated": Import("mine", "deprecated")}
    )


@pytest.mark.parametrize(
    "body",
    [
        WARN,
        'warnings.warn("f is deprecated", FutureWarning, 2)',
        'warn("f is deprecated", category=PendingDeprecationWarning)',
        'warn(DeprecationWarning("f is deprecated"))',
        'import warnings as w\nw.warn("f is deprecated", DeprecationWarning)',
        f'"""Text."""\nx = 1\n{WARN}\nreturn x',
        f"if x:\n    raise ValueError\n{WARN}",
        f"if x:\n    {WARN}\nelse:\n    {WARN}",
        f"if x:\n    {WARN}\nelif y:\n    {WARN}\nelse:\n    {WARN}",
        f"if x:\n    warn('f is not supported', FutureWarning)\nelse:\n    {WARN}",
        f"try:\n    {WARN}\nfinally:\n    pass",
        f"try:\n    pass\nfinally:\n    {WARN}",
        f"with lock:\n    {WARN}",
        f"def inner():\n    return 1\n{WARN}",
        f"warn('f returns a tuple in future', FutureWarning)\n{WARN}",
    ],
)
def test_a_warning_of_every_use(body: str) -> None:
    source = f"def f(x, y):\n{indent(body, '    ')}\n"
    assert said(source) == {"f": "f is deprecated"}


@pytest.mark.parametrize(
    "body",
    [
        f"if x:\n    {WARN}",
        f"if x:\n    {WARN}\nelif y:\n    {WARN}",
        f"if x:\n    {WARN}\nelse:\n    pass",
        f"if x:\n    return\n{WARN}",
        f"if x:\n    return\nelse:\n    {WARN}",
        f"return 1\n{WARN}",
        f"raise NotImplementedError\n{WARN}",
        f"for x in y:\n    {WARN}",
        f"while x:\n    {WARN}",
        f"for x in y:\n    if x: break\n{WARN}",
        f"try:\n    pass\nexcept ValueError:\n    {WARN}",
        f"try:\n    pass\nexcept ValueError:\n    pass\nelse:\n    {WARN}",
        f"match x:\n    case 1:\n        {WARN}",
        f"def inner():\n    {WARN}\nreturn inner",
        f"class Inner:\n    def g(self):\n        {WARN}",
        f"return lambda: {WARN}",
        f"x and {WARN}",
        f"with warnings.catch_warnings():\n    {WARN}",
        'warn("f is deprecated")',
        'warn("f is deprecated", UserWarning)',
        'warn("f is deprecated", category)',
        'logger.warn("f is deprecated", DeprecationWarning)',
        'warn("f returns a tuple in future", FutureWarning)',
        'warn("the parameter x is deprecated", DeprecationWarning)',
        "warn(message, DeprecationWarning)",
        "warn(*arguments)",
        "warn()",
    ],
)
def test_a_warning_of_some_uses_or_of_something_else(body: str) -> None:
    source = f"def f(x, y):\n{indent(body, '    ')}\n"
    assert said(source) == {}


def test_members() -> None:
    """Properties, class methods, nested classes, makers of instances."""
    source = f"""
    class A:
        @property
        @deprecated("a")
        def size(self): ...
        @size.setter
        def size(self, value): ...
        @property
        def width(self): ...
        @width.setter
        @deprecated("no")
        def width(self, value): ...
        @classmethod
        def make(cls):
            {WARN.replace("f is", "A.make is")}
        @staticmethod
        async def wait():
            {WARN.replace("f is", "wait is")}
        class B:
            @deprecated("b")
            def __call__(self): ...
        if sys.version_info > (3, 12):
            @deprecated("late")
            def late(self): ...
        alias = deprecated("alias")(make)
    class C:
        def __init__(self):
            {WARN.replace("f is", "C is")}
    @dataclass
    class D:
        def __post_init__(self):
            {WARN.replace("f is", "D is")}
    class E:
        @deprecated("e")
        def __new__(cls): ...
    class F:
        def __init_subclass__(cls):
            {WARN.replace("f is", "F is")}
    """
    assert said(source) == {
        "A.size": "a",
        "A.make": "A.make is deprecated",
        "A.wait": "wait is deprecated",
        "A.B.__call__": "b",
        "A.late": "late",
        "A.alias": "alias",
        "C": "C is deprecated",
        "C.__init__": "C is deprecated",
        "D": "D is deprecated",
        "D.__post_init__": "D is deprecated",
        "E": "e",
        "E.__new__": "e",
        "F.__init_subclass__": "F is deprecated",  # who derives from F, not F
    }


def test_a_module() -> None:
    found = scan(f"'''Text.'''\n{HEAD}\n{WARN}\ndef g(): ...\n").deprecated
    assert found == {"": Deprecated("f is deprecated", 5)}
    assert scan(f"{HEAD}\nif sys.platform == 'win32':\n    {WARN}\n").deprecated == {}


def test_definitions_of_one_name() -> None:
    """An overload is one way to call; of two definitions both must deprecate."""
    overloads = "@overload\n@deprecated('one')\ndef f(x: int): ...\n@typing.overload\n"
    assert said(f"{overloads}def f(x: str): ...\ndef f(x): ...\n") == {}
    assert said(f"{overloads}def f(x: str): ...\n@deprecated('all')\ndef f(x): ...\n") == {
        "f": "all"
    }
    by_version = "if sys.version_info > (3, 12):\n  {}def f(): ...\nelse:\n  {}def f(): ...\n"
    mark = "@deprecated('no')\n  "
    assert said(by_version.format(mark, mark)) == {"f": "no"}
    assert said(by_version.format(mark, "")) == {}
    assert said(by_version.format("", mark)) == {}
    guarded = "try:\n  {0}def f(): ...\nexcept ImportError:\n  {0}def f(): ...\n"
    assert said(guarded.format(mark)) == {"f": "no"}
    assert said(guarded.format("")) == {}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("'f is ' 'deprecated'", "f is deprecated"),
        ("('f is '\n      'deprecated')", "f is deprecated"),
        ("'f is ' + 'deprecated'", "f is deprecated"),
        ("'f is deprecated' + why", "f is deprecated…"),
        ("f'{f.__name__} is deprecated'", "… is deprecated"),
        ("'%s is deprecated' % name", "… is deprecated"),
        ("'%(f)s is deprecated in %d%% of %.2f and %-5i' % x", "… is deprecated in …% of … and …"),
        ("'{} is deprecated by {x!r}'.format(name, x=1)", "… is deprecated by …"),
        ("MESSAGE", "f is deprecated: gone"),
        ("MESSAGE + '!'", "f is deprecated: gone!"),
        ("f'{MESSAGE}!'", "…!"),
        (r"'f is\ndeprecated'", "f is\ndeprecated"),
        (r"'f is deprecated \ud800\x00'", "f is deprecated ��"),
    ],
)
def test_messages_as_far_as_the_source_has_them(message: str, text: str) -> None:
    source = f"MESSAGE = 'f is deprecated: gone'\ndef f(x):\n    warn({message}, FutureWarning)\n"
    wanted = {"f": text} if "deprecated" in text else {}
    found = scan(HEAD + source)
    assert {name: one.message for name, one in found.deprecated.items()} == wanted
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Module) == found


def test_the_message_of_a_decorator_may_come_from_elsewhere() -> None:
    found = scan(
        "from warnings import deprecated\nfrom .texts import OLD\n@deprecated(OLD)\ndef f(): ..."
    )
    assert found.deprecated == {"f": Deprecated("", 3, by_pep_702=True, constant="OLD")}
    assert found.imported["OLD"] == Import("texts", "OLD", 1)
    assert said("@deprecated(*texts)\ndef f(): ...\n@deprecated(text())\ndef g(): ...") == {
        "f": "",
        "g": "",
    }


@pytest.mark.parametrize(
    "use",
    [
        "from mylib.util import old\n@old('1.0', 'Use g.')",
        "from mylib.util import old as o\n@o('Use g.', since=1)",
        "from .util import old\n@old(text='Use g.')",
        "from . import util\n@util.old('Use g.')",
        "import mylib.util\n@mylib.util.old('Use g.')",
        "import mylib.util as u\n@u.old('Use g.')",
        "@old('Use g.')",  # in the module itself
    ],
)
def test_decorators_of_the_project(use: str) -> None:
    text = f"{use}\ndef f(): ...\n"
    assert may_deprecate(text, ["mylib.util.old"])
    (found,) = scan(text, ["mylib.util.old"]).deprecated.values()
    assert found == Deprecated("Use g.", text[: text.index("@")].count("\n") + 1)
    assert scan(text).deprecated == {}
    assert not may_deprecate(text)


def test_a_decorator_of_the_project_without_arguments() -> None:
    marked = "@old\nclass f: ...\n@old()\ndef g(): ...\n@bold\ndef h(): ...\n"
    text = f"from mylib.util import old\n{marked}"
    assert scan(text, ["mylib.util.old"]).deprecated == {
        "f": Deprecated("", 2),
        "g": Deprecated("", 4),
    }


def test_what_else_a_module_tells() -> None:
    text = """
    import os
    from a.b import c, d as e
    from . import g
    from ..h import *
    try:
        from i import j
    except ImportError:
        j = None
    x: int = 1
    (y, z) = 1, 2
    OLD = "It is deprecated."
    OTHER = "It is not."
    if os:
        class K: ...
    with x:
        async def m(): ...
    """
    found = scan(dedent(text))
    assert found.defined == {"j", "x", "OLD", "OTHER", "K", "m"}
    assert found.imported == {
        "c": Import("a.b", "c"),
        "e": Import("a.b", "d"),
        "g": Import("", "g", 1),
        "j": Import("i", "j"),
    }
    assert found.stars == (Import("h", "", 2),)
    assert found.texts == {"OLD": "It is deprecated."}


def test_a_module_that_does_not_deprecate_is_told_apart_cheaply() -> None:
    assert not may_deprecate('"""The old way is deprecated."""\ndef f(): ...\n')
    assert may_deprecate("from warnings import deprecated as gone\n")
    assert may_deprecate("category=PendingDeprecationWarning")


def test_python_is_not_heard_when_it_warns_of_what_it_reads() -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        scan("x = '\\d'\n")
    assert heard == []


@pytest.mark.parametrize(
    "text", ["-" * 200_000 + "1", "x = " + "+".join(["'a'"] * 20_000), "a" + ".b" * 50_000]
)
def test_what_nests_too_deeply_is_not_read(text: str) -> None:
    with pytest.raises(SyntaxError, match="nested too deeply"):
        scan(text)


def test_many_branches_take_no_longer_than_their_number() -> None:
    arms = "".join(f"    elif x == {n}:\n        {WARN}\n" for n in range(200))
    source = f"{HEAD}def f(x):\n    if x:\n        {WARN}\n{arms}    else:\n        {WARN}\n"
    start = time.process_time()
    assert list(scan(source).deprecated) == ["f"]
    assert time.process_time() - start < 5


#: Pieces of programs.
STATEMENTS = [HEAD, f"{WARN}\n", "def f(x):\n", "class C:\n", "if x:\n", "else:\n", "return x\n"]
MARKS = ["@deprecated", "('m')", "from . import *\n", "f'{x}", "# coding: x\n", "    "]
PIECES = st.sampled_from([*STATEMENTS, *MARKS, *" \t\n()=%'\"\\\x00\ud800\ufeff*"])


@given(st.text() | st.lists(PIECES).map("".join))
@example("\x00")
@example("\ud800")
@example("x = " + "9" * 5000)
@example("import warnings\nwarnings.warn(**x)")
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = scan(text)
    except (SyntaxError, ValueError):
        return
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Module) == found
