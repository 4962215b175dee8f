"""A package."""

import sys
import warnings

from typing_extensions import deprecated

MESSAGE = "This module of the package is deprecated."


def going(text):
    """Mark a function as going."""
    return lambda function: function


def one():
    """Do one thing."""
    warnings.warn("`untold.one` is deprecated. Use `untold.two` instead.", DeprecationWarning)


def branches(x):
    """Do one thing in two ways."""
    if sys.version_info >= (3, 14):
        warnings.warn("`untold.branches` is not supported.", DeprecationWarning)
    else:
        warnings.warn("`untold.branches` is deprecated.", category=DeprecationWarning)


@deprecated("Use `untold.two` instead.")
def three():
    """Do three things."""


@going("Goes away.")
def four():
    """Do four things."""


@deprecated(MESSAGE)
def five():
    """Do five things."""


@deprecated(MESSAGE)
def six():
    """Do six things."""


class Maker:
    """A maker."""

    def __init__(self):
        if self is None:
            raise TypeError
        warnings.warn("Maker is obsolete", FutureWarning, stacklevel=2)

    @deprecated("Maker.make is deprecated.")
    def make(self):
        """Make."""
