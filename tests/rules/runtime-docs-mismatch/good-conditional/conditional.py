"""A package."""

import warnings
from typing import overload

from typing_extensions import deprecated


def some(x=None):
    """Do things."""
    if x is not None:
        warnings.warn("conditional.some is deprecated with x", DeprecationWarning)
    return x


def early(x=None):
    """Return early."""
    if x is None:
        return x
    warnings.warn("conditional.early is deprecated", DeprecationWarning)
    return x


def argument():
    """Do things."""
    warnings.warn("The argument `x` of conditional.argument is deprecated", DeprecationWarning)


def other():
    """Do things."""
    warnings.warn("`conditional.nothing_like_it` is deprecated", DeprecationWarning)


def future():
    """Do things."""
    warnings.warn("conditional.future will return an array in 3.0", FutureWarning)


def user():
    """Do things."""
    warnings.warn("conditional.user is deprecated", UserWarning)


def quiet():
    """Do things."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.warn("conditional.quiet is deprecated", DeprecationWarning)


def wraps():
    """Do things."""

    def inner():
        warnings.warn("conditional.wraps is deprecated", DeprecationWarning)

    return inner


@overload
@deprecated("Use a number.")
def shaped(x: str) -> str: ...
@overload
def shaped(x: int) -> int: ...
def shaped(x):
    """Do things."""
    return x


def new():
    """Do things."""


old = deprecated("Use new.")(new)


class Base:
    """A base."""

    def __init_subclass__(cls):
        """Warn those who derive from it."""
        warnings.warn("conditional.Base is deprecated", DeprecationWarning)

    @property
    def size(self):
        """The size."""
        return 0

    @size.setter
    @deprecated("The size cannot be set.")
    def size(self, value): ...
