"""What levels promise, whatever a scheme calls them: how those of several schemes compare."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable

from sphinxext.stability.badges import STATES, Badge
from sphinxext.stability.inventory import LevelItem


class Promise(enum.StrEnum):
    """What a level promises its users, the most first."""

    KEEPS = "keeps backward compatibility"
    CHANGES = "may change"
    UNSAID = "no promise stated"
    TRIAL = "not for production"


#: What makes levels of two schemes count as one: label and promise.
Key = tuple[str, str]


def of_level(level: LevelItem) -> Promise:
    """Return what a level promises; what is not for production promises no more than that."""
    if level.production is False:
        return Promise.TRIAL
    if level.backward_compatible is None:
        return Promise.UNSAID
    return Promise.KEEPS if level.backward_compatible else Promise.CHANGES


def key(badge: Badge) -> Key:
    """Return what a badge has in common with those of the same level in other schemes."""
    return badge.label, badge.promise


def in_words(label: str, promise: str) -> str:
    """Tell a level from one of another scheme that promises something else."""
    return f"{label} ({promise})"


def names(badge: Badge) -> frozenset[str]:
    """Return what readers may call a level, all in small letters."""
    words = (badge.label, in_words(badge.label, badge.promise), badge.level.rpartition(":")[2])
    return frozenset(word.lower() for word in words if word)


def told_apart(badges: Iterable[Badge]) -> dict[Key, Badge]:
    """Return a badge for each label and promise, the most stable first, then the states.

    Where levels share a label and not the promise, the badges name it. A badge that stands for
    the levels of several projects explains none of them, and leads to none.
    """
    found: dict[Key, Badge] = {}
    for badge in badges:
        known = found.get(key(badge))
        if known is None:
            found[key(badge)] = badge._replace(context="")
        elif known.level not in {"", badge.level}:
            found[key(badge)] = known._replace(tooltip="", level="", href="")
    labels = Counter(label for label, _ in found)
    for pair, badge in found.items():
        if labels[badge.label] > 1:
            found[pair] = badge._replace(context=badge.promise)
    return dict(sorted(found.items(), key=lambda item: order(item[1])))


def order(badge: Badge) -> tuple[bool, bool, int, str, str]:
    """Return the key that sorts badges: compatible ones first, then by rank."""
    kept = badge.promise == Promise.KEEPS
    return badge in STATES, not kept, -badge.rank, badge.label, badge.promise
