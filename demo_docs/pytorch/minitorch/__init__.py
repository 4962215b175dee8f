"""A small package, written for this demo, that lives by PyTorch's compatibility policy.

It is at version 2.6 of the calendar in ``stability.toml``: what is deprecated warns, and what
became an error raises one.
"""

from minitorch.arithmetic import add, div, round_values, total
from minitorch.creation import arange, closed_range, linspace

__all__ = ["add", "arange", "closed_range", "div", "linspace", "round_values", "total"]
