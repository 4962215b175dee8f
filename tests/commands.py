"""``sphinx-build`` as tests call it."""

from __future__ import annotations

import contextlib
import io
import subprocess
from pathlib import Path

from sphinx.cmd.build import main


def sphinx(docs: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``sphinx-build`` on *docs*, its output in ``_build``, as in a process of its own.

    It is run in this process, which saves starting Python some hundred times; ``test_builder``
    starts real ones.
    """
    command = [*arguments, ".", "_build"]
    with (
        contextlib.chdir(docs),
        contextlib.redirect_stdout(io.StringIO()) as output,
        contextlib.redirect_stderr(io.StringIO()) as errors,
    ):
        status = main(command)
    return subprocess.CompletedProcess(command, status, output.getvalue(), errors.getvalue())
