"""Build 500 pages of 20 functions with and without the extension; print CPU times and ratios.

Usage: ``python builds.py [PAGES] [ROUNDS]``. Rounds alternate between the two, and the medians
are compared, so that a machine that slows down slows both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

FUNCTIONS = 20
MANIFEST = """format = 1
[project]
name = "bench"
[scheme]
extends = "pytorch"
"""
MANIFEST += "".join(
    f'[[releases]]\nversion = "2.{minor}"\ndate = {2022 + minor // 2}-0{1 + minor % 2 * 6}-01\n'
    for minor in range(12)
)


def write_project(folder: Path, pages: int, *, extended: bool) -> None:
    """Write a project whose every tenth function is classified and every fiftieth deprecated."""
    folder.mkdir()
    extension = '"sphinxext.stability"' if extended else ""
    (folder / "conf.py").write_text(
        f'project = "bench"\nrelease = "2.6"\nextensions = [{extension}]\n'
    )
    names = [f"   page{i}" for i in range(pages)]
    index = ["Bench", "=====", "", ".. toctree::", "", *names, ""]
    (folder / "index.rst").write_text("\n".join(index))
    entries = [MANIFEST]
    for page in range(pages):
        lines = [f"Page {page}", "=" * 10, ""]
        for number in range(FUNCTIONS):
            name = f"bench.mod{page}.function{number}"
            lines += [
                f".. py:function:: {name}(first, second=None)",
                "",
                f"   Do number {number} of page {page}, see :py:func:`{name}`.",
                "",
                "   :param first: the first thing",
                "   :param second: the second thing",
                "   :returns: a third thing",
                "",
            ]
            if number % 10 == 0:
                entries.append(
                    f'[[features]]\nid = "f{page}-{number}"\nlevel = "stable"\n'
                    f'objects = ["{name}"]\n'
                )
            if number == 5 and page % 2 == 0:
                entries.append(
                    f'[[changes]]\nid = "C{page}"\ntype = "removal"\nobjects = ["{name}"]\n'
                    'deprecated = "2.4"\neffective = "2.9"\nno-alternative = "None."\n'
                )
        (folder / f"page{page}.rst").write_text("\n".join(lines))
    if extended:
        (folder / "stability.toml").write_text("\n".join(entries))


def cpu_of_build(folder: Path) -> float:
    """Build and return the CPU time of the process, in seconds."""
    before = os.times()
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(folder), f"{folder}/_build"]
    # As installed: the modules are compiled once, not in every build.
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, env=env)
    after = os.times()
    return (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )


def main() -> None:
    """Measure and print."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    full: dict[bool, list[float]] = {False: [], True: []}
    again: dict[bool, list[float]] = {False: [], True: []}
    size = {}
    for _ in range(rounds):
        for extended in (False, True):
            with tempfile.TemporaryDirectory() as temporary:
                folder = Path(temporary, "docs")
                write_project(folder, pages, extended=extended)
                full[extended].append(cpu_of_build(folder))
                again[extended].append(min(cpu_of_build(folder) for _ in range(3)))
                pickle = folder / "_build" / ".doctrees" / "environment.pickle"
                size[extended] = pickle.stat().st_size
    for title, found in (("full build", full), ("nothing changed", again)):
        without, with_it = (statistics.median(found[extended]) for extended in (False, True))
        print(f"{title}: {without:.2f} s without, {with_it:.2f} s with: {with_it / without:.3f}")
    ratio = size[True] / size[False]
    print(f"environment: {size[False]:,} bytes without, {size[True]:,} with: {ratio:.3f}")


if __name__ == "__main__":
    main()
