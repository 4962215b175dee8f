"""Where results go: to a file, in one step, or to the standard output."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinxext.stability.cli.command import Argument, Failure

#: The name that stands for the standard input or output.
STREAM = "-"

#: The option that names the file.
OPTION = Argument(
    ("-o", "--output"),
    "write to FILE, all of it or nothing; without it, to the standard output",
    {"metavar": "FILE", "default": STREAM},
)


def put(data: bytes | str, name: str = STREAM, read: Iterable[str] = ()) -> None:
    """Write to the standard output, or to the file of that name.

    Files are UTF-8; text on the standard output is what can be read there. *read* are the files
    that the result was made of: none of them is written over.

    :raises Failure: when it cannot be written; a file is as it was before then.
    """
    if name != STREAM:
        if any(_is_same(name, other) for other in read):
            raise Failure(f"{name}: is what the result is made of; name another file")
        _replace(Path(name), data.encode() if isinstance(data, str) else data)
        return
    if sys.stdout is None:  # closed by the shell
        raise Failure("the standard output cannot be written: it is closed")
    with _tolerant():
        if isinstance(data, str):
            data = data.encode(sys.stdout.encoding, "backslashreplace")
        sys.stdout.flush()
        sys.stdout.buffer.write(data)


def _is_same(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def flush() -> None:
    """Write what is still to be written to the standard output."""
    if sys.stdout is not None:
        with _tolerant():
            pass


def create(data: bytes, path: Path) -> None:
    """Write a file that is new.

    :raises FileExistsError: when it is not.
    :raises Failure: when it cannot be written; there is none then.
    """
    opened = False
    try:
        with path.open("xb") as file:
            opened = True
            file.write(data)
    except FileExistsError:
        raise
    except OSError as error:
        if opened:
            path.unlink()
        raise Failure(f"{path}: cannot be written: {error.strerror}") from None


def _replace(path: Path, data: bytes) -> None:
    """Write a file in one step; a device or a pipe is written to, and stays what it is."""
    if path.is_dir():
        raise Failure(f"{path}: is a directory; name a file in it")
    # A pipe of the shell has no name that `resolve` could give.
    is_stream = path.exists() and not path.is_file()
    real = path.resolve()  # a link stays a link
    # Another process may write the same file.
    temporary = real.with_name(f"{real.name}.{os.getpid()}.new")
    try:
        if is_stream:
            path.write_bytes(data)
            return
        try:
            temporary.write_bytes(data)
            os.replace(temporary, real)  # noqa: PTH105
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise Failure(f"{path}: cannot be written: {error.strerror}") from None


@contextlib.contextmanager
def _tolerant() -> Iterator[None]:
    """Let the reader of the standard output go away, as ``head`` does: it has seen enough."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        # Python flushes once more at its end, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise Failure(f"the standard output cannot be written: {error.strerror}") from None
