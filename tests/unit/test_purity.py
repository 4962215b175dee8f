"""Importing the package is free, and its core knows neither Sphinx nor docutils."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

from sphinxext import stability

PACKAGE = "sphinxext.stability"
CORE = sorted(
    module.name
    for module in pkgutil.walk_packages(stability.__path__, f"{PACKAGE}.")
    if not module.name.startswith(f"{PACKAGE}.ext")
)
#: What no module of the core may bring along.
FORBIDDEN = ("sphinx", "docutils", f"{PACKAGE}.ext")
PROGRAM = """
import sys
before = set(sys.modules)
for name in sys.argv[2:]:
    __import__(name)
wanted = tuple(sys.argv[1].split(","))
below = tuple(f"{name}." for name in wanted)
new = set(sys.modules) - before
print(*sorted(name for name in new if name in wanted or name.startswith(below)))
"""


def _brought_along(forbidden: tuple[str, ...], *names: str) -> list[str]:
    """Import *names* in a fresh interpreter; return what of *forbidden* came with them."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, ",".join(forbidden), *names],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_importing_the_package_imports_nothing_slow() -> None:
    slow = (*FORBIDDEN, "jinja2", "msgspec", "packaging", "requests")
    assert _brought_along(slow, PACKAGE) == []


def test_the_core_imports_neither_sphinx_nor_docutils() -> None:
    assert _brought_along(FORBIDDEN, *CORE) == []


@pytest.mark.parametrize("name", CORE)
def test_each_module_of_the_core_can_be_imported_first(name: str) -> None:
    assert _brought_along(FORBIDDEN, name) == []


def test_checking_a_manifest_loads_no_templates() -> None:
    """Start-up is most of the time that a check takes."""
    slow = ("jinja2", "requests", "xml", "asyncio", "multiprocessing")
    assert _brought_along(slow, f"{PACKAGE}.cli.check") == []


def test_what_asks_servers_is_loaded_only_to_ask_one() -> None:
    names = ("fetching.reading", "cli.check", "cli.inventory")
    assert _brought_along(("requests", "urllib3"), *(f"{PACKAGE}.{name}" for name in names)) == []


def test_the_core_is_not_empty() -> None:
    assert {
        f"{PACKAGE}.{name}" for name in ("cli", "model", "manifest", "matching", "rules")
    } <= set(CORE)


def test_the_namespace_is_shared_with_other_extensions() -> None:
    (folder,) = stability.__path__
    assert not Path(folder).parent.joinpath("__init__.py").exists()


def test_the_package_says_that_it_is_typed() -> None:
    (folder,) = stability.__path__
    assert Path(folder, "py.typed").exists()
