"""What autosummary lists has to be there."""

import warnings


def shown() -> None:
    """Show it."""
    warnings.warn("`shown` is in beta.", UserWarning, stacklevel=2)
