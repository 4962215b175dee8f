"""Small projects for the tests with real builds."""

from __future__ import annotations

import copy
import html
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.domains.python import PyObject
from sphinx.util.console import strip_escape_sequences

if TYPE_CHECKING:
    from sphinx.testing.util import SphinxTestApp

#: Levels without admonitions; unlisted objects are stable.
MANIFEST = """\
format = 1

[project]
name = "pkg"
default-level = "stable"

[[scheme.levels]]
id = "stable"
label = "Stable"
rank = 30
summary = "It stays as it is."
color = "green"

[[scheme.levels]]
id = "beta"
label = "Beta"
rank = 20
formerly = ["Experimental"]
summary = "It may *change*."
color = "amber"

[[scheme.levels]]
id = "alpha"
label = "Alpha"
rank = 10
summary = "It may go away."
color = "violet"

[[scheme.levels]]
id = "prototype"
label = "Prototype"
rank = 5
aliases = ["preview"]
summary = "Early, to gather feedback."
admonition = "warning"
color = "red"
"""

CONF = """\
project = "pkg"
version = release = "2.4"
extensions = ["sphinxext.stability"]
exclude_patterns = ["_build"]
html_theme = "basic"
copyright = "the authors"
"""


class Built:
    """A finished build: what it wrote and what it warned about."""

    def __init__(self, app: SphinxTestApp) -> None:
        self.app, self.outdir = app, Path(app.outdir)

    def read(self, name: str = "index.html") -> str:
        """Return the text of a file."""
        return (self.outdir / name).read_text(encoding="utf-8")

    def plain(self, name: str = "index.html") -> str:
        """Return the words of the body of an HTML page, as a reader sees them."""
        body = re.search(
            r'<div class="body" role="main">(.*?)<div class="clearer">', self.read(name), re.DOTALL
        )
        assert body
        seen = re.sub(r"<template>.*?</template>", "", body[1], flags=re.DOTALL)
        text = html.unescape(re.sub(r"<[^>]+>", "", seen)).replace("¶", "")
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())

    def signatures(self, name: str = "index.html") -> list[str]:
        """Return the words of each signature of a page."""
        found = re.findall(r'<dt class="sig [^>]*>(.*?)</dt>', self.read(name), re.DOTALL)
        texts = [html.unescape(re.sub(r"<[^>]+>", "", one)).replace("¶", "") for one in found]
        return [" ".join(text.split()) for text in texts]

    @property
    def warnings(self) -> list[str]:
        """The lines of the warnings, paths relative to the source directory."""
        text = strip_escape_sequences(self.app.warning.getvalue())
        lines = text.replace(f"{self.app.srcdir}{os.sep}", "").splitlines()
        # Sphinx says so of its own nodes where one test makes several applications.
        return [line for line in lines if "[app.add_" not in line]


class Docs:
    """A small project; ``path`` is its source directory."""

    def __init__(self, write: Callable[..., Path], build: Callable[..., SphinxTestApp]) -> None:
        self._write, self._build = write, build
        self.path = write({"conf.py": CONF})

    def write(
        self,
        pages: dict[str, str],
        entries: str = "",
        conf: str = "",
        *,
        manifest: str = MANIFEST,
    ) -> None:
        """Write pages by file name; *entries* and *conf* come after what all projects have."""
        self._write({"conf.py": CONF + conf, "stability.toml": manifest + entries, **pages})

    def add(self, pages: dict[str, str]) -> None:
        """Write more files, or other texts."""
        self._write(pages)

    def build(self, builder: str = "html", **options: Any) -> Built:  # noqa: ANN401
        """Build; the options are those of the fixture ``build``."""
        return Built(self._build(builder, **options))


@pytest.fixture
def docs(write: Callable[..., Path], build: Callable[..., SphinxTestApp]) -> Docs:
    """Return a project to write and build."""
    return Docs(write, build)


@pytest.fixture(autouse=True)
def _own_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test the field types of Sphinx: napoleon changes them for the whole process."""
    fields = [copy.copy(field) for field in PyObject.doc_field_types]
    monkeypatch.setattr(PyObject, "doc_field_types", fields)
