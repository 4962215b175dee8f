"""Build 500 pages of 20 functions with and without the extension; print CPU times and ratios.

Usage: ``python builds.py [PAGES] [ROUNDS]``. The two are built at the same time, each on a core, so
that a machine that slows down slows both; the medians of the rounds are compared.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
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


def cpu_of_builds(folders: Mapping[bool, Path]) -> dict[bool, float]:
    """Build with and without at the same time; return the CPU time of each process, in seconds."""
    # As installed: the modules are compiled once, not in every build.
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    running = {}
    for extended, folder in folders.items():
        out = f"{folder}/_build"
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(folder), out]
        running[subprocess.Popen(command, env=env).pid] = extended
    spent = {}
    for _ in folders:
        pid, status, usage = os.wait3(0)
        assert status == 0, "a build failed"
        spent[running[pid]] = usage.ru_utime + usage.ru_stime
    return spent


def main() -> None:
    """Measure and print."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    full: dict[bool, list[float]] = {False: [], True: []}
    again: dict[bool, list[float]] = {False: [], True: []}
    size = {}
    for number in range(rounds):
        order = (False, True) if number % 2 else (True, False)
        with tempfile.TemporaryDirectory() as temporary:
            folders = {extended: Path(temporary, str(extended)) for extended in order}
            for extended, folder in folders.items():
                write_project(folder, pages, extended=extended)
            first = cpu_of_builds(folders)
            later = [cpu_of_builds(folders) for _ in range(3)]
            for extended, folder in folders.items():
                full[extended].append(first[extended])
                again[extended].append(min(one[extended] for one in later))
                pickle = folder / "_build" / ".doctrees" / "environment.pickle"
                size[extended] = pickle.stat().st_size
        ratio = full[True][-1] / full[False][-1]
        print(f"round {number + 1}: {full[False][-1]:.2f} s, {full[True][-1]:.2f} s: {ratio:.3f}")
    for title, found in (("full build", full), ("nothing changed", again)):
        without, with_it = (statistics.median(found[extended]) for extended in (False, True))
        print(f"{title}: {without:.2f} s without, {with_it:.2f} s with: {with_it / without:.3f}")
    ratio = size[True] / size[False]
    print(f"environment: {size[False]:,} bytes without, {size[True]:,} with: {ratio:.3f}")


if __name__ == "__main__":
    main()
