"""Build an index of 5,000 features in 50 projects, and a `csv-table` with as many rows and columns.

Usage: ``python index.py [ROUNDS]``. Rounds alternate between the two, and between them and a page
without a table, whose CPU time is that of Sphinx itself; the medians are compared.
"""

from __future__ import annotations

import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sources import source

from sphinxext.stability import views
from sphinxext.stability.inventory import encode
from sphinxext.stability.rows import Source
from sphinxext.stability.tables import TableOptions

PROJECTS, FEATURES = 50, 100
HEAD = "Page\n====\n\n"


def write_index(folder: Path, sources: list[Source]) -> None:
    """Write a project with an index of what the others publish."""
    projects = {one.name: (one.base, f"{one.name}.json") for one in sources}
    (folder / "conf.py").write_text(
        f'extensions = ["sphinxext.stability"]\nstability_projects = {projects}\n'
    )
    for one in sources:
        (folder / f"{one.name}.json").write_bytes(encode(one.inventory))
    (folder / "index.rst").write_text(f"{HEAD}.. stability-index::\n")


def write_table(folder: Path, sources: list[Source]) -> None:
    """Write a project with the same words in a table, none of them a link or a badge."""
    (folder / "conf.py").write_text("")
    view = views.view(sources, TableOptions("index"))
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        for row in (row for group in view.groups for row in group.rows):
            details = " · ".join([*view.about(row), row.covers])
            levels = " ".join(badge.words for badge in row.badges)
            links = " · ".join(text for text, _ in row.links)
            write([f"{row.title} {details}", levels, row.since, row.before, row.planned, links])
    (folder / "index.rst").write_text(f"{HEAD}.. csv-table::\n   :file: rows.csv\n")


def write_nothing(folder: Path, _: list[Source]) -> None:
    """Write a project with a page and no table."""
    (folder / "conf.py").write_text("")
    (folder / "index.rst").write_text(HEAD)


def cpu_of_build(folder: Path) -> float:
    """Build from nothing and return the CPU time of the process, in seconds."""
    shutil.rmtree(folder / "_build", ignore_errors=True)
    before = os.times()
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", folder, folder / "_build"]
    subprocess.run(command, check=True)
    after = os.times()
    return (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    sources = [source(f"project{number:02}", FEATURES) for number in range(PROJECTS)]
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for write in (write_index, write_table, write_nothing):
            folder = Path(temporary, write.__name__.removeprefix("write_"))
            folder.mkdir()
            write(folder, sources)
        for _ in range(rounds):
            for name in ("index", "table", "nothing"):
                times.setdefault(name, []).append(cpu_of_build(Path(temporary, name)))
        size = Path(temporary, "index", "_build", "index.html").stat().st_size
    index, table, nothing = (statistics.median(times[n]) for n in ("index", "table", "nothing"))
    print(
        f"{PROJECTS * FEATURES} features: index {index:.2f} s, csv-table {table:.2f} s of CPU time"
    )
    print(f"ratio {index / table:.2f} (target: 2)", end=", ")
    print(f"without what Sphinx needs anyway {(index - nothing) / (table - nothing):.2f}")
    print(f"the page has {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
