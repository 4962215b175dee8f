"""A package."""

import warnings


def experimental(function):
    """Mark a function."""
    return function


def record(once=None):
    """Record."""
    if once is None:
        warnings.warn("record is in beta", UserWarning)


class Stream:
    """A stream."""

    def __init__(self):
        self._warn_once()

    def _warn_once(self): ...


@experimental
def marked():
    """Do things."""


def stable():
    """Do other things."""
