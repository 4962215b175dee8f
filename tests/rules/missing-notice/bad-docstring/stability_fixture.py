"""A module."""


def range() -> None:  # noqa: A001
    """Give numbers.

    The end is included.
    """
