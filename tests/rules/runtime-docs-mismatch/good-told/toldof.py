"""A package."""

import warnings

from typing_extensions import deprecated


def manifest():
    """Told by the manifest."""
    warnings.warn(
        "Deprecated since 2.3 and removed in 2.7: use `toldof.other`.", DeprecationWarning
    )


def written():
    """Told by hand.

    .. deprecated:: 2.3
       Use another.
    """
    warnings.warn("`written` is deprecated since 2.3.", DeprecationWarning)


@deprecated("Use ``toldof.other`` or *none* instead.")
def inserted():
    """Told by PEP 702."""


def beside():
    """Told by the section."""
    warnings.warn("`beside` is deprecated", DeprecationWarning)


def other():
    """Do other things."""
