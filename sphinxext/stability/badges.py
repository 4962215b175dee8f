"""Badges: a level or a state in one word, as records that every output can show."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from sphinxext.stability.answers import Answer, Origin
from sphinxext.stability.policy import Standing


class Badge(NamedTuple):
    """One badge: label, colour, tooltip, the level that it links to, and the context it is for.

    The level of another project is ``project:id``, and ``href`` the address where that tells of
    it. Promise and position compare levels, whatever the scheme: 1 is the highest of its own.
    """

    label: str
    color: str
    tooltip: str = ""
    level: str = ""
    context: str = ""
    href: str = ""
    promise: str = ""
    position: float = 0

    @property
    def words(self) -> str:
        """What it says: ``Beta (training)``."""
        return f"{self.label} ({self.context})" if self.context else self.label

    @property
    def text(self) -> str:
        """The words in brackets, for outputs without boxes."""
        return f"[{self.words}]"


DEPRECATED = Badge("Deprecated", "red", "Goes away: its notice says when, and what to do")
REMOVED = Badge("Removed", "grey", "No longer there: its notice says what to do")
#: What stands where there is neither a level nor a state.
UNCLASSIFIED = Badge("Unclassified", "grey", "No level is known for this.")
#: The states beside the level, or in its place.
STATES = frozenset({DEPRECATED, REMOVED, UNCLASSIFIED})


def of_standing(standing: Standing) -> Badge:
    """Return the badge of a level, naming its context."""
    context = in_context(standing.when)
    since = f" Since version {standing.since}." if standing.since else ""
    level = standing.level
    if level is None:
        return Badge(standing.label, "grey", since.strip(), context=context)
    tooltip = plain(level.summary) + since
    return Badge(standing.label, level.color, tooltip, level.id, context)


def in_context(when: Mapping[str, str]) -> str:
    """Name a context by its values: ``training, PyTorch NeuronX``."""
    return ", ".join(when.values())


def of_answer(answer: Answer) -> tuple[Badge, ...]:
    """Return the badges of an object, or of the title of a section or page.

    A member shows what differs from its parent; an object on a classified page repeats the
    page's level, since a link may lead straight to it; a title shows what names that place.
    """
    classification, outer = answer.classification, answer.outer
    parent = outer if outer and outer.is_place == answer.is_place else None
    found: list[Badge] = []
    if classification and classification.origin is not Origin.DEFAULT:
        known = parent.classification.standings if parent and parent.classification else ()
        if {one.key for one in classification.standings} != {one.key for one in known}:
            found += [of_standing(standing) for standing in classification.standings]
    if not answer.changes:
        return tuple(found)
    if set(answer.deprecations) - set(parent.deprecations if parent else ()):
        found.append(DEPRECATED)
    if set(answer.removals) - set(parent.removals if parent else ()):
        found.append(REMOVED)
    return tuple(found)


@functools.lru_cache  # many badges are of one level
def plain(text: str) -> str:
    """Strip the simplest reStructuredText markup, for tooltips."""
    text = re.sub(r":[\w:+-]+:`([^`<]*?)(?:\s*<[^>]*>)?`", r"\1", text)
    text = re.sub(r"``([^`]+)``", r"\1", text)
    text = re.sub(r"`([^`<]+?)(?:\s*<[^>]*>)?`__?", r"\1", text)
    text = re.sub(r"\*\*([^*]+)\*\*|\*([^*]+)\*", lambda m: m[1] or m[2], text)
    return " ".join(text.split())
