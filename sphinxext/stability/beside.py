"""Notices that stand beside an object, at the section or page around it, and count for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from sphinxext.stability.facts import DocumentFacts, SeenNotice, SeenObject, SeenSection
from sphinxext.stability.prose import DEPRECATED, denies, names_of
from sphinxext.stability.targets import last_segment

#: Notices of a whole section; what has changed in one of its parts is another matter.
_WHOLE = frozenset({"deprecated", "versionremoved"})


def called(docname: str, seen: SeenSection | SeenObject) -> list[str]:
    """Return what a text may call the thing that it stands at."""
    if isinstance(seen, SeenObject):
        return [one for name in (seen.name, *seen.also) for one in names_of(name)]
    parts = [
        part for label in seen.labels for part in re.split(r"\s+[-–—:]\s+|:\s+|\s*[(\[]", label)
    ]
    page = [docname.rpartition("/")[2]] if seen.parent < 0 else []
    return [name for name in (*parts, *page) if len(name) > 1]


class Surroundings:
    """What stands around the objects of one document."""

    def __init__(self, facts: DocumentFacts) -> None:
        self.facts = facts

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset(last_segment(one.name) for one in self.facts.objects)

    def standing(self, seen: SeenSection | SeenObject) -> tuple[SeenNotice, ...]:
        """Return the notices at a thing, then those around it that speak of it."""
        if isinstance(seen, SeenSection):
            return seen.notices
        return (*seen.notices, *self._around(seen))

    def _around(self, seen: SeenObject) -> Iterator[SeenNotice]:
        number = seen.section
        while number >= 0:
            section = self.facts.sections[number]
            for notice in section.notices:
                if not notice.parameter and self._speaks_of(notice, last_segment(seen.name)):
                    yield notice
            number = section.parent

    def _speaks_of(self, notice: SeenNotice, name: str) -> bool:
        """Tell whether a notice of a section is about an object in it.

        It is when it names the object; it is not when it names another one instead.
        """
        if notice.is_prose:
            return False
        words = set(re.findall(r"\w+", notice.text))
        if name in words:
            return True
        return (notice.type in _WHOLE or notice.type == "admonition") and not words & self._others

    def is_deprecated(self, seen: SeenObject) -> bool:
        """Tell whether the documentation says in any way that an object is deprecated."""
        if seen.parent >= 0 and self.is_deprecated(self.facts.objects[seen.parent]):
            return True
        if any(map(_tells_of_deprecation, self.standing(seen))):
            return True
        return any(DEPRECATED in label for label in self.facts.sections[seen.section].labels)


def _tells_of_deprecation(notice: SeenNotice) -> bool:
    if notice.parameter:
        return False
    if notice.is_prose or notice.type == "admonition":
        return DEPRECATED in notice.text.lower() and not denies(notice.text, DEPRECATED)
    return notice.type in _WHOLE
