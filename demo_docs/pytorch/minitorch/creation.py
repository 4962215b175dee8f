"""Lists of evenly spaced numbers."""

from __future__ import annotations

import math
import warnings


def arange(start: float, stop: float, step: float = 1) -> list[float]:
    """Return evenly spaced numbers, without the stop value.

    Args:
        start: The first number.
        stop: Where to end; not included.
        step: The distance of two neighbours.

    Returns:
        The numbers.
    """
    return [start + i * step for i in range(max(0, math.ceil((stop - start) / step)))]


def linspace(start: float, stop: float, number: int) -> list[float]:
    """Return a given number of evenly spaced numbers.

    Args:
        start: The first number.
        stop: The last number.
        number: How many to return, at least two.

    Returns:
        The numbers.
    """
    return [start + i * (stop - start) / (number - 1) for i in range(number)]


def closed_range(start: float, stop: float, step: float = 1) -> list[float]:
    """Return evenly spaced numbers up to the stop value, and that one, too.

    Args:
        start: The first number.
        stop: Where to end; included.
        step: The distance of two neighbours.

    Returns:
        The numbers.
    """
    message = "closed_range() is deprecated since 2.3 and goes away in 2.7, use arange()"
    warnings.warn(message, DeprecationWarning, stacklevel=2)
    return [start + i * step for i in range(math.floor((stop - start) / step) + 1)]
