"""Build the demo documentation: ``python demo_docs``.

The manual and three projects are built, then the page that shows the status of all their features.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE / "_build"

#: In this order: the last one reads what the others publish.
PROJECTS = ("manual", "pytorch", "neuron", "tensorflow", "ecosystem")


def build(name: str) -> int:
    """Build one project with warnings as errors; return the exit status of Sphinx."""
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html"]
    return subprocess.run([*command, HERE / name, BUILD / name], check=False).returncode


def main() -> int:
    """Build everything, then tell where to look."""
    for name in PROJECTS:
        print(f"Building {name} ...", flush=True)
        if status := build(name):
            print(f"The demo project {name!r} did not build, see above.", file=sys.stderr)
            return status
    print(f"\nThe feature-status page:\n  {BUILD / 'ecosystem' / 'index.html'}\nIts projects:")
    for name in PROJECTS[1:-1]:
        print(f"  {BUILD / name / 'index.html'}")
    print(f"The manual:\n  {BUILD / 'manual' / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
