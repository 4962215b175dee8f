"""``sphinx-stability baseline``: accepts what was found, so that only new findings fail."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sphinxext.stability.baseline import accepted, written
from sphinxext.stability.baseline import read as read_baseline
from sphinxext.stability.cli import output
from sphinxext.stability.cli.command import Argument, Command, Example, Failure, Status, note, read


def run(chosen: argparse.Namespace) -> int:
    """Write the baseline."""
    stream = chosen.report == output.STREAM
    name = "the standard input" if stream else chosen.report
    if stream and sys.stdin is None:  # closed by the shell
        raise Failure("the standard input cannot be read: it is closed")
    data = sys.stdin.buffer.read() if stream else read(Path(chosen.report))
    try:
        entries = accepted(data)
    except ValueError as error:
        raise Failure(f"{name}: {error}") from None
    _refuse_other(Path(chosen.output))
    output.put(written(entries), chosen.output, [chosen.report])
    number = len(entries)
    note(f"{number} finding{'s' * (number != 1)} accepted")
    return Status.CLEAN


def _refuse_other(path: Path) -> None:
    """Refuse to write over a file that is no baseline: a wrong name costs no work of anybody's."""
    if path.is_file() and path.stat().st_size:
        try:
            read_baseline(read(path))
        except ValueError:
            raise Failure(f"{path}: is no baseline; name another file, or remove it") from None


COMMAND = Command(
    "baseline",
    "accept the findings that there are, so that only new ones fail",
    "Write a baseline: the file of known findings that `stability_baseline` in conf.py names.\n"
    "Only new findings fail then, and those that are mended must be taken out.",
    (
        Argument(
            ("report",),
            "the findings.json that `sphinx-build -b stability` wrote; - for the standard input",
            {"metavar": "FINDINGS.json"},
        ),
        output.OPTION,
    ),
    (
        Example(
            "sphinx-stability baseline checked/findings.json -o docs/baseline.json",
            "accepts what the builder has found",
        ),
    ),
    run,
)
