"""What builds have read and written, for the tests of incremental ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

#: Links to the pages before and after in the order of the toctree.
NEIGHBOURS = re.compile(rb'<link rel="(next|prev)".*?/>|<li class="right".*?</li>', re.DOTALL)


def files(outdir: Path) -> dict[str, bytes]:
    """Return what a build wrote, without what stock Sphinx does not reproduce."""
    skipped = {"searchindex.js", ".buildinfo", ".buildinfo.bak"}
    return {
        str(path.relative_to(outdir)): path.read_bytes()
        for path in sorted(outdir.rglob("*"))
        if path.is_file() and path.name not in skipped
    }


def read_times(built: Built) -> dict[str, int]:
    """Return when each document was read."""
    return dict(built.app.env.all_docs)


def written(outdir: Path) -> dict[str, int]:
    """Return when each page was written."""
    found = [*outdir.glob("*.html"), *outdir.glob("*.txt")]
    return {path.stem: path.stat().st_mtime_ns for path in found}


def changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """Return the names that are new or have another time."""
    return {name for name in after if before.get(name) != after[name]}


def edit(docs: Docs, old: str, new: str, name: str = "stability.toml") -> None:
    """Replace a text of the manifest, or of another file, once."""
    path = docs.path / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def assert_equals_clean(docs: Docs, built: Built, builder: str = "html") -> None:
    """Compare with a build from nothing."""
    clean = docs.build(builder, outdir="clean")
    # Stock Sphinx leaves the links to the pages before and after as they were.
    found, wanted = (
        {name: NEIGHBOURS.sub(b"", data).split() for name, data in files(one.outdir).items()}
        for one in (built, clean)
    )
    assert sorted(found) == sorted(wanted)
    differ = [name for name in wanted if found[name] != wanted[name]]
    assert [(name, set(found[name]) ^ set(wanted[name])) for name in differ] == []
