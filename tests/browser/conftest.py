"""A real browser, and pages for it: ``uv run --group browser pytest tests/browser``.

Without Playwright or an installed Chromium these tests are skipped; with
``BROWSER_TESTS=required`` they fail then.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from sources import SOURCES

from sphinxext.stability import inventory, page
from sphinxext.stability.tables import TableOptions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: What an installed Chromium is called.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _unavailable(reason: str) -> NoReturn:
    if os.environ.get("BROWSER_TESTS") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the installed Chromium, once."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ImportError:
        _unavailable("Playwright is not installed: it is in the dependency group `browser`")
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        _unavailable(f"no browser is installed; any of these will do: {', '.join(NAMES)}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a file; keyword arguments are those of a browser context. No script may fail."""
    faults: list[str] = []
    contexts = []

    def open_page(path: Path, query: str = "", *, blocked: str = "", **options: Any) -> Page:  # noqa: ANN401
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}} | options)
        contexts.append(context)
        if blocked:
            context.route(blocked, lambda route: route.fulfill(body=""))
        opened = context.new_page()
        opened.set_default_timeout(10_000)
        opened.on("pageerror", lambda error: faults.append(f"{error}\n{error.stack}"))
        opened.goto(path.as_uri() + query)
        return opened

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


PAGES = {
    "index.rst": "Home\n====\n\n.. toctree::\n\n   status\n   levels\n   two\n",
    "status.rst": "Status\n======\n\n.. stability-index::\n",
    "levels.rst": "Levels\n======\n\n.. stability-index::\n   :group-by: level\n",
    "two.rst": (
        "Two\n===\n\n.. stability-index::\n   :projects: alpaca\n"
        "   :columns: feature level since before next links project kind\n\n"
        ".. stability-index::\n   :projects: beaver camel\n"
    ),
    "stability.toml": 'format = 1\n[project]\nname = "here"\n',
}


@pytest.fixture(scope="session")
def build_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Build the pages with a theme, once for each."""
    built: dict[str, Path] = {}

    def build_site(theme: str) -> Path:
        if theme not in built:
            pytest.importorskip(theme, reason=f"the theme {theme} is not installed")
            folder = tmp_path_factory.mktemp(theme)
            names = [one.name for one in SOURCES]
            projects = {name: (f"https://{name}.example/", f"{name}.json") for name in names}
            conf = f'extensions = ["sphinxext.stability"]\nhtml_theme = "{theme}"\n'
            conf += f"stability_projects = {projects}\nproject = 'Here'\n"
            for name, text in (PAGES | {"conf.py": conf}).items():
                (folder / name).write_text(text, encoding="utf-8")
            for one in SOURCES:
                (folder / f"{one.name}.json").write_bytes(inventory.encode(one.inventory))
            command = [sys.executable, "-m", "sphinx", "-q", "-W", folder, folder / "_build"]
            subprocess.run(command, check=True)
            built[theme] = folder / "_build"
        return built[theme]

    return build_site


@pytest.fixture
def furo(build_site: Callable[[str], Path]) -> Path:
    """Return the folder of the pages in furo."""
    return build_site("furo")


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """Return the page that needs no other file."""
    path = tmp_path / "status.html"
    path.write_text(page.whole(SOURCES, TableOptions("index"), "Feature status"), encoding="utf-8")
    return path
