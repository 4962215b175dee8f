"""The source of a documented object is found by docstring or name, and read once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from sphinxext.stability.code import codebase
from sphinxext.stability.code.codebase import Codebase
from sphinxext.stability.code.scan import Module, scan
from sphinxext.stability.facts import SeenObject

MARK = "from warnings import deprecated\n\n"
GONE = '@deprecated("No {0}.")\ndef {0}(): ...\n'

Put = Callable[[dict[str, str | bytes]], None]
Tell = Callable[..., str]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write modules below the folder of the packages."""

    def put(files: dict[str, str | bytes]) -> None:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return put


def code(folder: Path, kept: bytes = b"", decorators: tuple[str, ...] = ()) -> Codebase:
    """Return the code of a folder of packages."""

    def locate(name: str) -> Path | None:
        paths = (folder / name / "__init__.py", folder / f"{name}.py")
        return next((path for path in paths if path.is_file()), None)

    return Codebase(decorators, locate, kept)


def tell(known: Codebase, name: str, source: str = "", objtype: str = "function") -> str:
    """Return place and message of what deprecates an object, in one line."""
    located = known.find(SeenObject("py", objtype, name, source=source))
    return f"{located.shown} {located.deprecated.message}" if located else ""


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the texts that are read closely."""
    found: list[str] = []

    def noted(text: str, *rest: tuple[str, ...]) -> Module:
        found.append(text)
        return scan(text, *rest)

    monkeypatch.setattr(codebase, "scan", noted)
    return found


PACKAGE = {
    "pkg/__init__.py": (
        "from . import sub\n"
        "from .sub import f, missing\n"
        "from .sub import f as g, nothing\n"
        "from pkg.deep.down import h\n"
        "from .stars import *\n"
        "from numpy import array\n"
    ),
    "pkg/sub.py": MARK
    + GONE.format("f")
    + "class C:\n    @deprecated('No m.')\n    def m(self): ...\n",
    "pkg/deep/__init__.py": "",
    "pkg/deep/down.py": f"{MARK}from ..sub import f\n" + GONE.format("h"),
    "pkg/stars.py": "from .more import *\n" + MARK + GONE.format("s"),
    "pkg/more.py": "from .stars import *\n" + MARK + GONE.format("t"),
    "pkg/plain.py": "def f(): ...\n",
    "single.py": MARK + GONE.format("f"),
}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("pkg.sub.f", "pkg/sub.py:3 No f."),
        ("pkg.sub.C.m", "pkg/sub.py:6 No m."),
        ("pkg.sub.C", ""),
        ("pkg.f", "pkg/sub.py:3 No f."),
        ("pkg.g", "pkg/sub.py:3 No f."),
        ("pkg.h", "pkg/deep/down.py:4 No h."),
        ("pkg.deep.down.h", "pkg/deep/down.py:4 No h."),
        ("pkg.deep.down.f", "pkg/sub.py:3 No f."),
        ("pkg.s", "pkg/stars.py:4 No s."),
        ("pkg.t", "pkg/more.py:4 No t."),
        ("pkg.missing", ""),
        ("pkg.nothing.at.all", ""),
        ("pkg.array", ""),
        ("pkg.plain.f", ""),
        ("pkg", ""),
        ("single.f", "single.py:3 No f."),
        ("other.f", ""),
        ("", ""),
    ],
)
def test_found_by_name(put: Put, tmp_path: Path, name: str, told: str) -> None:
    put(dict(PACKAGE))
    assert tell(code(tmp_path), name) == told


def test_only_python_has_source() -> None:
    assert code(Path("nowhere")).find(SeenObject("c", "function", "f")) is None


@pytest.mark.parametrize(
    ("file", "name", "told"),
    [
        ("pkg/sub.py", "pkg.sub.f", "pkg/sub.py:3 No f."),
        ("pkg/sub.py", "pkg.f", "pkg/sub.py:3 No f."),
        ("pkg/sub.py", "pkg.C.m", "pkg/sub.py:6 No m."),
        ("pkg/sub.py", "other.Heir.m", ""),
        ("pkg/sub.py", "pkg.s", "pkg/stars.py:4 No s."),  # that is not there: by its name
        ("pkg/gone.py", "pkg.s", ""),
        ("pkg", "pkg.s", ""),
    ],
)
def test_found_by_docstring(put: Put, tmp_path: Path, file: str, name: str, told: str) -> None:
    put(dict(PACKAGE))
    source = f"{tmp_path / file}:docstring of {name}"
    assert tell(code(tmp_path), name, source) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [("pkg.same.same", "pkg/same.py:3 No same."), ("pkg.same", "pkg/same.py:3 No same.")],
)
def test_a_function_with_the_name_of_its_module(
    put: Put, tmp_path: Path, name: str, told: str
) -> None:
    put({"pkg/__init__.py": "from .same import same", "pkg/same.py": MARK + GONE.format("same")})
    assert tell(code(tmp_path), name, f"{tmp_path / 'pkg/same.py'}:docstring of {name}") == told
    if name == "pkg.same":
        assert tell(code(tmp_path), name) == told


def test_a_module_that_warns(put: Put, tmp_path: Path) -> None:
    warning = "import warnings\nwarnings.warn('pkg.old is deprecated', DeprecationWarning)\n"
    put({"pkg/__init__.py": "", "pkg/old.py": f"{warning}def f(): ...\n"})
    assert tell(code(tmp_path), "pkg.old", objtype="module") == "pkg/old.py:2 pkg.old is deprecated"
    assert tell(code(tmp_path), "pkg.old.f") == ""


def test_modules_that_import_from_each_other(put: Put, tmp_path: Path) -> None:
    """It ends, however many ways there are."""
    names = [f"m{number}" for number in range(9)]
    stars = "".join(f"from .{name} import *\n" for name in names)
    put({f"pkg/{name}.py": f"{stars}from .{name} import x\nfrom . import y" for name in names})
    put({"pkg/__init__.py": f"{stars}from pkg import y\nfrom .m0 import y as x"})
    put({"pkg/m8.py": MARK + GONE.format("z")})
    known = code(tmp_path)
    assert [tell(known, f"pkg.{name}") for name in "xyzw"] == ["", "", "pkg/m8.py:3 No z.", ""]


@pytest.mark.parametrize(
    "text",
    [
        "from ........................................ import f\n",
        "from . import f\n",
        "from .. import f\n",
        "from .f import f\n",
        "from single import f\n",
        "from single import *\n",
    ],
)
def test_imports_that_lead_nowhere(put: Put, tmp_path: Path, text: str) -> None:
    put({"single.py": text})
    assert tell(code(tmp_path), "single.f") == ""


@pytest.mark.parametrize(
    "source",
    [
        b"# coding: latin-1\n# \xe9\n" + (MARK + GONE.format("f")).encode(),
        b"\xef\xbb\xbf\n\n" + (MARK + GONE.format("f")).encode(),
        (MARK + GONE.format("f"))
        .replace("\n", "\r\n")
        .encode()
        .replace(b"from", b"\r\n\r\nfrom", 1),
    ],
)
def test_encodings_and_line_ends(put: Put, tmp_path: Path, source: bytes) -> None:
    put({"single.py": source})
    assert tell(code(tmp_path), "single.f") == "single.py:5 No f."


@pytest.mark.parametrize(
    "source",
    [
        b"# \xe9\n" + (MARK + GONE.format("f")).encode(),
        b"# coding: nothing\n" + (MARK + GONE.format("f")).encode(),
        MARK.encode() + b"def f(:\n",
        b"\x00deprecated(",
        b"\x7fELF deprecated(",
        b"-" * 100_000 + b"deprecated()",
    ],
)
def test_what_cannot_be_read_says_nothing(put: Put, tmp_path: Path, source: bytes) -> None:
    put({"single.py": source, "lib.so": source})
    known = code(tmp_path)
    assert tell(known, "single.f") == ""
    for name in ("single.py", "lib.so", "", "a\0b"):
        assert tell(known, "single.f", f"{tmp_path / name}:docstring of single.f") == ""


def test_a_message_that_another_module_has(put: Put, tmp_path: Path) -> None:
    put(
        {
            "pkg/__init__.py": "",
            "pkg/texts.py": "OLD = 'It is deprecated.'\nOTHER = 'other'\n",
            "pkg/a.py": MARK
            + "from .texts import OLD as O\nfrom .nowhere import X\n"
            + "@deprecated(O)\ndef f(): ...\n@deprecated(X)\ndef g(): ...\n"
            + "@deprecated(Y)\ndef h(): ...\n",
        }
    )
    known = code(tmp_path)
    told = [tell(known, f"pkg.a.{name}") for name in "fgh"]
    assert told == ["pkg/a.py:5 It is deprecated.", "pkg/a.py:7 ", "pkg/a.py:9 "]
    assert str(tmp_path / "pkg/texts.py") in {file for file, _, _ in known.stamp()}


def test_read_once_and_kept(put: Put, tmp_path: Path, scans: list[str]) -> None:
    """What is kept serves until a file has another time or size, or other decorators count."""
    put(dict(PACKAGE))
    first = code(tmp_path)
    assert tell(first, "pkg.f") == tell(first, "pkg.g") != ""
    assert (len(scans), first.is_changed) == (2, True)
    scans.clear()

    second = code(tmp_path, first.encode())
    assert second.stamp() == first.stamp()
    assert tell(second, "pkg.f") == "pkg/sub.py:3 No f."
    assert (scans, second.is_changed) == ([], False)
    assert second.encode() == first.encode()

    put({"pkg/sub.py": "def f(): ...\n"})
    third = code(tmp_path, first.encode())
    assert third.stamp() != first.stamp()
    assert tell(third, "pkg.f") == ""
    assert (scans, third.is_changed) == (["def f(): ...\n"], True)
    scans.clear()

    put(dict(PACKAGE))
    fourth = code(tmp_path, first.encode(), ("pkg.old",))
    assert tell(fourth, "pkg.f") == "pkg/sub.py:3 No f."
    assert len(scans) == 2


def test_what_is_kept_has_one_order(put: Put, tmp_path: Path) -> None:
    """The bytes do not depend on how the names of a module got into memory."""
    names = "".join(f"def f{number}(): ...\n" for number in range(300))
    put({"pkg/__init__.py": names})
    first = code(tmp_path)
    assert tell(first, "pkg.f1") == ""
    second = code(tmp_path, first.encode())
    second.stamp()
    assert tell(second, "pkg.f1") == ""
    assert second.encode() == first.encode()


def test_a_glance_is_enough_for_most_modules(put: Put, tmp_path: Path, scans: list[str]) -> None:
    """What cannot deprecate anything is not read closely for what stands in it."""
    put({"pkg/__init__.py": "from .a import f\nfrom .a import g\n", "pkg/a.py": "def f(): ...\n"})
    known = code(tmp_path)
    source = f"{tmp_path / 'pkg/a.py'}:docstring of pkg.a.f"
    assert [tell(known, name, source) for name in ("pkg.a.f", "pkg.a.C.m")] == ["", ""]
    assert scans == []
    assert tell(known, "pkg.f", source) == ""
    assert scans == []


def test_what_goes_is_no_longer_told(put: Put, tmp_path: Path) -> None:
    put(dict(PACKAGE))
    first = code(tmp_path)
    assert tell(first, "pkg.sub.f")
    (tmp_path / "pkg/sub.py").unlink()
    second = code(tmp_path, first.encode())
    assert second.stamp() != first.stamp()
    assert tell(second, "pkg.sub.f") == ""


def test_a_time_alone_is_reason_to_read(put: Put, tmp_path: Path) -> None:
    put({"single.py": MARK + GONE.format("f")})
    first = code(tmp_path)
    tell(first, "single.f")
    os.utime(tmp_path / "single.py", ns=(1, 1))
    assert code(tmp_path, first.encode()).stamp() != first.stamp()


def test_what_was_kept_may_be_damaged(put: Put, tmp_path: Path) -> None:
    put(dict(PACKAGE))
    first = code(tmp_path)
    told = tell(first, "pkg.f")
    kept = first.encode()
    damaged = [kept[:length] for length in range(0, len(kept), 7)]
    damaged += [bytes([byte]) + kept[1:] for byte in range(0, 256, 5)]
    damaged += [b"", b"\xff", b"{}", msgspec.msgpack.encode((999, (), {}))]
    for one in damaged:
        assert tell(code(tmp_path, one), "pkg.f") == told
