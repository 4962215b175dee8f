# /// script
# dependencies = ["nox[uv]"]
# ///
"""The suite on every supported Sphinx: ``uvx nox``; in a browser: ``uvx nox -s browser``.

An interpreter that is not on the machine is skipped, and nox says so.
"""

from __future__ import annotations

import os

import nox

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["tests"]

#: Python and the Sphinx that it is tested with: the oldest supported, then each later series.
MATRIX = [("3.11", "8.2.3"), ("3.11", "9.0.4"), ("3.12", "9.1.1"), ("3.13", "9.2.0")]

#: What the suite has passed on already in the same run, such as ``3.11/9.0.4``.
PASSED = os.environ.get("PASSED", "").split()


@nox.session
@nox.parametrize(("python", "sphinx"), [pair for pair in MATRIX if "/".join(pair) not in PASSED])
def tests(session: nox.Session, sphinx: str) -> None:
    """Run the suite; after other runs of it, what Sphinx has a part in."""
    folders = ["tests/rules", "tests/sphinx"] if PASSED else []
    groups = nox.project.dependency_groups(nox.project.load_toml(), "test")
    session.install(f"sphinx=={sphinx}", *groups, ".")
    session.run("pytest", "-q", "-n", "2", *(session.posargs or folders))


@nox.session
def browser(session: nox.Session) -> None:
    """Run the tests in the installed Chromium."""
    project = nox.project.load_toml()
    names = ("test", "demo", "browser")
    groups = [one for name in names for one in nox.project.dependency_groups(project, name)]
    session.install(*groups, ".")
    required = {"BROWSER_TESTS": "required"}
    session.run("pytest", "-q", "-n", "0", "tests/browser", *session.posargs, env=required)
