"""The options of a directive: read so that what is wrong with one is told like all other faults.

docutils reports a wrong option on several lines, without the options that there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from sphinxext.stability.manifest.faults import unknown
from sphinxext.stability.versions import read_version

#: Reads the text of an option, None without any; raises a ValueError that says what is allowed.
Convert = Callable[[Any], Any]


class Fault(NamedTuple):
    """Stands for an option that cannot be used; the message says why."""

    message: str


class Spec(dict[str, Convert]):
    """The options of a directive: those that it lacks, and those with a fault, give one."""

    def __init__(self, options: Mapping[str, Convert]) -> None:
        super().__init__({name: _noting(name, convert) for name, convert in options.items()})

    def __missing__(self, name: str) -> Convert:
        message = unknown(name, "an option", self)
        return lambda _argument: Fault(message)


def first_fault(options: Mapping[str, Any]) -> str:
    """Return what is wrong with the first option that has a fault, or nothing."""
    faults = (value.message for value in options.values() if isinstance(value, Fault))
    return next(faults, "")


def _noting(name: str, convert: Convert) -> Convert:
    def read(argument: str | None) -> object:
        try:
            return convert(argument)
        except ValueError as error:
            return Fault(f"`:{name}:`: {error}")

    return read


def words(argument: str | None) -> tuple[str, ...]:
    """Split at commas or white space."""
    return tuple((argument or "").replace(",", " ").split())


def one_of(allowed: Iterable[str]) -> Convert:
    """Read one of a few words."""
    choices = tuple(allowed)

    def read(argument: str | None) -> str:
        word = (argument or "").strip().lower()
        if word not in choices:
            raise ValueError(unknown(word, "allowed here", choices))
        return word

    return read


def context(argument: str | None) -> dict[str, str]:
    """Read ``workload=training, framework=jax``."""
    pairs = [part.partition("=") for part in (argument or "").split(",") if part.strip()]
    if not pairs or not all(equals and key.strip() for key, equals, _ in pairs):
        raise ValueError("write it as `workload=training`, separated by commas")
    return {key.strip(): value.strip() for key, _, value in pairs}


def version(argument: str | None) -> str:
    """Read a version."""
    return str(read_version((argument or "").strip()))
