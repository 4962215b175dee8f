"""Check a manifest of 5,000 features and 500 changes: `sphinx-stability check`, start-up included.

The best of some runs is printed, each a process of its own; other work on the machine only adds.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FEATURES, CHANGES, RUNS = 5_000, 500, 7
LEVELS = ("stable", "beta", "prototype")

HEAD = """\
format = 1

[project]
name = "lib"
default-level = "stable"

[scheme]
extends = "pytorch"
"""
FEATURE = """
[[features]]
id = "feature-{number}"
level = "{level}"
since = "{since}"
objects = ["lib.mod{module}.f{number}"]
tracking = "https://example.org/issues/{number}"
"""
CHANGE = """
[[changes]]
id = "TD-{number:04}"
type = "removal"
objects = ["lib.mod{module}.f{number}"]
deprecated = "{deprecated}"
effective = "{effective}"
alternatives = ["lib.mod{module}.g{number}"]
reason = "The name tells nobody what it does."
"""


def manifest() -> str:
    """Return a manifest with forty releases, a hundred days apart.

    What is found in it, prototypes without documentation, is of severity info.
    """
    versions = [f"{number // 10 + 1}.{number % 10}" for number in range(40)]
    day = dt.date(2015, 1, 1)
    text = HEAD
    for number, version in enumerate(versions):
        date = day + dt.timedelta(days=100 * number)
        text += f'\n[[releases]]\nversion = "{version}"\ndate = {date}\n'
    for number in range(FEATURES):
        text += FEATURE.format(
            number=number,
            module=number % 100,
            level=LEVELS[number % 3],
            since=versions[number % 40],
        )
    for number in range(CHANGES):
        start = number % 30
        text += CHANGE.format(
            number=number,
            module=number % 100,
            deprecated=versions[start],
            effective=versions[start + 4],
        )
    return text


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "stability.toml")
        path.write_text(manifest(), encoding="utf-8")
        command = [sys.executable, "-m", "sphinxext.stability", "check", str(path)]
        # As installed: the modules are compiled once, not in every run.
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
            times.append(time.perf_counter() - start)
            assert done.returncode == 0, done.stdout[:2000] + done.stderr
        print(done.stderr.strip())
    print(f"{min(times):.2f} s, best of {RUNS} (target: 0.5)")


if __name__ == "__main__":
    main()
