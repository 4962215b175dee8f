"""Fixtures for all tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import webserver

if TYPE_CHECKING:
    from sphinx.testing.util import SphinxTestApp

# Sphinx colours what it says where the environment looks like a terminal or a CI service.
os.environ.pop("FORCE_COLOR", None)
os.environ["NO_COLOR"] = "1"
# Annotations are for the log of the project's own workflow.
os.environ.pop("GITHUB_ACTIONS", None)

pytest_plugins = ["sphinx.testing.fixtures"]

#: Writes files: name → text, with the folders between.
Write = Callable[[dict[str, str]], Path]
#: Builds the documentation in ``tmp_path / "docs"`` and returns the finished application.
Build = Callable[..., "SphinxTestApp"]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files below ``tmp_path / "docs"``; returns that folder."""

    def write(files: dict[str, str]) -> Path:
        docs = tmp_path / "docs"
        for name, text in files.items():
            path = docs / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return docs

    return write


@pytest.fixture
def build(tmp_path: Path, make_app: Callable[..., SphinxTestApp]) -> Build:
    """Build with ``sphinx.testing``; a second call builds incrementally.

    Keyword arguments: ``buildername``, ``parallel``, ``outdir`` (name below ``_build``),
    ``confoverrides``, ``filenames`` for a build of named files. The application has
    ``statuscode``, ``warning`` and ``status``; ``conf.py`` needs to list the extension.
    """

    def build(
        buildername: str = "html",
        *,
        parallel: int = 0,
        outdir: str = "",
        filenames: tuple[str, ...] = (),
        confoverrides: dict[str, Any] | None = None,
    ) -> SphinxTestApp:
        docs = tmp_path / "docs"
        app = make_app(
            buildername,
            srcdir=docs,
            builddir=docs / "_build" / outdir if outdir else None,
            parallel=parallel,
            confoverrides=confoverrides,
        )
        app.build(filenames=[str(docs / name) for name in filenames])
        return app

    return build


@pytest.fixture(scope="module")
def running() -> Iterator[webserver.Server]:
    """Run a web server on loopback for the tests of a module."""
    with webserver.running() as server:
        yield server


@pytest.fixture
def server(
    running: webserver.Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> webserver.Server:
    """Return a web server that has nothing yet; it is asked whatever proxy the machine has."""
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    running.forget()
    return running


@pytest.fixture(scope="session")
def rootdir() -> Path:
    """Return the folder of the test roots, for ``sphinx.testing``."""
    return Path(__file__).parent / "roots"
