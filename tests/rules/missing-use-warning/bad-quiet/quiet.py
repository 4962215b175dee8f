"""A package."""


def record():
    """Record."""


class Stream:
    """A stream."""
