"""Notices that stand beside an object, at the section or page around it, and count for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxext.stability.facts import DocumentFacts, SeenNotice, SeenObject, SeenSection
from sphinxext.stability.prose import DEPRECATED, claims, names_of
from sphinxext.stability.targets import segments

#: Notices of a whole section; what has changed in one of its parts is another matter.
_WHOLE = frozenset({"deprecated", "versionremoved"})


def standing(facts: DocumentFacts, seen: SeenSection | SeenObject) -> tuple[SeenNotice, ...]:
    """Return the notices at a thing, then those around it that speak of it."""
    if isinstance(seen, SeenSection):
        return seen.notices
    return (*seen.notices, *_around(facts, seen))


def is_deprecated(facts: DocumentFacts, seen: SeenObject) -> bool:
    """Tell whether the documentation says in any way that an object is deprecated."""
    if seen.parent >= 0 and is_deprecated(facts, facts.objects[seen.parent]):
        return True
    if any(_tells_of_deprecation(notice, seen) for notice in standing(facts, seen)):
        return True
    return any(DEPRECATED in label for label in facts.sections[seen.section].labels)


def _tells_of_deprecation(notice: SeenNotice, seen: SeenObject) -> bool:
    if notice.parameter:
        return False
    if notice.is_prose:
        return bool(claims(notice, [DEPRECATED], names_of(seen.name)))
    if notice.type == "admonition":
        return DEPRECATED in notice.text.lower()
    return notice.type in _WHOLE


def _around(facts: DocumentFacts, seen: SeenObject) -> Iterator[SeenNotice]:
    others = {segments(one.name)[-1] for one in facts.objects}
    number = seen.section
    while number >= 0:
        section = facts.sections[number]
        for notice in section.notices:
            if not notice.parameter and _speaks_of(notice, segments(seen.name)[-1], others):
                yield notice
        number = section.parent


def _speaks_of(notice: SeenNotice, name: str, others: set[str]) -> bool:
    """Tell whether a notice of a section is about an object in it.

    It is when it names the object; it is not when it names another one instead.
    """
    if notice.is_prose:
        return False
    words = set(re.findall(r"\w+", notice.text))
    if name in words:
        return True
    return (notice.type in _WHOLE or notice.type == "admonition") and not words & others
