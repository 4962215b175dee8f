"""A package."""

import warnings


def since():
    """Since when."""
    warnings.warn("since is deprecated since version 2.4.", DeprecationWarning)


def until():
    """Until when."""
    warnings.warn("until is deprecated and will be removed in differs 2.6", DeprecationWarning)


def instead():
    """What instead."""
    warnings.warn(
        "`instead` is deprecated, please use `differs.another` instead", DeprecationWarning
    )


def early():
    """Too early."""
    warnings.warn("`early` is deprecated.", DeprecationWarning)


def written():
    """Written by hand.

    .. deprecated:: 2.3
    """
    warnings.warn("`written` is deprecated as of 2.4.", DeprecationWarning)


def other():
    """Do other things."""
