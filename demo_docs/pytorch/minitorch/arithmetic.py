"""Sums, quotients and rounding of lists of numbers."""

import functools
import math
import warnings
from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

T = TypeVar("T")

RoundingMode = Literal["nearest", "even", "half-up"]


def _soon_keyword_only(name: str) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Let the second argument still be positional, with a warning."""

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        @functools.wraps(function)
        def wrapper(*args: object, **kwargs: object) -> T:
            if len(args) == 1:
                return function(*args, **kwargs)
            first, second = args
            message = f"{name!r} becomes keyword-only in 2.7, write {name}={second!r}"
            warnings.warn(message, DeprecationWarning, stacklevel=2)
            return function(first, **{name: second}, **kwargs)

        return wrapper

    return decorate


@_soon_keyword_only("start")
def total(values: Sequence[float], *, start: float = 0) -> float:
    """Add up all values.

    Args:
        values: The numbers.
        start: What to begin with.

    Returns:
        The sum of ``start`` and all values.
    """
    return sum(values, start)


def add(a: Sequence[float], b: Sequence[float], *, alpha: float) -> list[float]:
    """Add two lists, element by element.

    Args:
        a: The first list.
        b: The second list, as long as the first.
        alpha: What to multiply the elements of ``b`` with.

    Returns:
        The list of ``a + alpha * b``.
    """
    return [x + alpha * y for x, y in zip(a, b, strict=True)]


def div(a: float, b: float, *, rounding_mode: Literal["trunc", "floor"] | None = None) -> float:
    """Divide two numbers.

    Args:
        a: The dividend.
        b: The divisor.
        rounding_mode: ``"trunc"`` rounds the quotient towards zero, ``"floor"`` down; without it,
            the quotient is exact.

    Returns:
        The quotient.
    """
    quotient = a / b
    if rounding_mode == "trunc":
        return math.trunc(quotient)
    if rounding_mode == "floor":
        return math.floor(quotient)
    return quotient


def round_values(values: Sequence[float], *, mode: RoundingMode) -> list[int]:
    """Round every value to a whole number.

    Args:
        values: The numbers.
        mode: What to do with halves: ``"nearest"`` and ``"even"`` take the even neighbour,
            ``"half-up"`` the upper one.

    Returns:
        The whole numbers.
    """
    if mode == "even":
        message = "The mode 'even' is deprecated since 2.6 and goes away in 2.8, use 'nearest'"
        warnings.warn(message, DeprecationWarning, stacklevel=2)
    if mode == "half-up":
        return [math.floor(value + 0.5) for value in values]
    return [round(value) for value in values]
