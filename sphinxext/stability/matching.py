"""Which entries mean an object, and which a page or section.

Objects are found in a trie over the segments of the targets.

Looking an object up takes time for its own segments, not for the number of entries. Only
targets whose segment at one place is a pattern (``align_*``) are tried one by one there.
"""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

import msgspec

from sphinxext.stability.targets import (
    Target,
    document_matches,
    is_glob,
    segment_pattern,
    segments,
)

E = TypeVar("E")

#: So many names are compared with a misspelt one.
_MOST_SIBLINGS = 1000


class Match(msgspec.Struct, Generic[E], frozen=True, gc=False):
    """An entry that means the object looked up, through one of its targets."""

    entry: E
    target: Target
    #: How specific: the leading segments that match literally, then the segments in all.
    rank: tuple[int, int]


class _Node(msgspec.Struct, Generic[E], gc=False):
    # Tuples, for most nodes have one of these only.
    literal: dict[str, _Node[E]] = {}
    wild: tuple[tuple[re.Pattern[str], _Node[E]], ...] = ()
    deep: _Node[E] | None = None  # after `**`; it stays reached while segments go by
    is_deep: bool = False
    ends: tuple[Match[E], ...] = ()


#: The segments that objects share, the nodes reached by them, and what holds for all of those.
_Around = tuple[tuple[str, ...], list[_Node[E]], list[Match[E]]]


class TargetIndex(Generic[E]):
    """Entries under their targets."""

    def __init__(self) -> None:
        self._root: _Node[E] = _Node()
        self._wild_edges: dict[tuple[int, str], _Node[E]] = {}
        self._around: _Around[E] = self._outside(())

    def add(self, target: Target, entry: E) -> None:
        """Put *entry* under *target*."""
        if self._around[0]:  # what was remembered may lack this target
            self._around = self._outside(())
        node, literals, leading = self._root, 0, True
        for segment in target.segments:
            if "*" in segment:
                leading = False
                if not (segment == "**" and node.is_deep):  # `**.**` says no more than `**`
                    node = self._step(node, segment)
                continue
            after = node.literal.get(segment)
            if after is None:
                after = node.literal[segment] = _Node()
            node = after
            literals += leading
        node.ends += (Match(entry, target, (literals, len(target.segments))),)

    def _step(self, node: _Node[E], segment: str) -> _Node[E]:
        if segment == "**":
            if node.deep is None:
                node.deep = _Node(is_deep=True)
            return node.deep
        pattern = segment_pattern(segment)
        assert pattern is not None, "literal segments are no concern here"  # noqa: S101
        key = (id(node), segment)
        if key not in self._wild_edges:
            self._wild_edges[key] = _Node()
            node.wild += ((pattern, self._wild_edges[key]),)
        return self._wild_edges[key]

    def match(self, domain: str, objtype: str, name: str) -> list[Match[E]]:
        """Return the entries that mean the object or one that it is a member of.

        The most specific come first; an entry comes once, with its most specific target for
        each parameter and value that it names.
        """
        parts = segments(name)
        if not parts:
            return []
        outer, reached, around = self._around
        if outer != parts[:-1]:  # objects come with their neighbours
            _, reached, around = self._around = self._outside(parts[:-1])
        if not reached and not around:
            return []
        ends = [end for node in _advance(reached, parts[-1]) for end in node.ends]
        found = [end for end in (*around, *ends) if end.target.accepts(domain, objtype)]
        if len(found) < 2:  # noqa: PLR2004
            return found
        best: dict[tuple[int, str, str], Match[E]] = {}
        for match in sorted(found, key=lambda match: match.rank, reverse=True):
            best.setdefault((id(match.entry), match.target.parameter, match.target.value), match)
        return list(best.values())

    def _outside(self, parts: tuple[str, ...]) -> _Around[E]:
        """Return what holds for all that is in something: no parameter, that is its own."""
        reached, seen, found = [self._root], set[int](), list[Match[E]]()
        for segment in parts:
            reached = _advance(reached, segment)
            for node in reached:
                if node.ends and id(node) not in seen:
                    seen.add(id(node))
                    found += [end for end in node.ends if not end.target.parameter]
        return parts, reached, found


def _advance(nodes: list[_Node[E]], segment: str) -> list[_Node[E]]:
    """Return the nodes reached from *nodes* by one more segment, each once."""
    reached: dict[int, _Node[E]] = {}
    for origin in nodes:
        # `**` may stand for nothing: what follows it is reached from before it as well.
        for node in (origin, origin.deep):
            if node is None:
                continue
            if node.is_deep:
                reached[id(node)] = node
            if (literal := node.literal.get(segment)) is not None:
                reached[id(literal)] = literal
            for pattern, child in node.wild:
                if pattern.match(segment):
                    reached[id(child)] = child
    return list(reached.values())


class DocumentIndex(Generic[E]):
    """Which features or changes name a page, or a labelled section of it."""

    def __init__(self) -> None:
        self._exact: dict[tuple[str, str], list[E]] = {}
        self._globs: list[tuple[str, str, E]] = []

    def add(self, document: str, entry: E) -> None:
        """Put *entry* under ``docname`` or ``docname#label``, either of which may be a glob."""
        docname, _, label = document.partition("#")
        if is_glob(docname) or is_glob(label):
            self._globs.append((docname, label.lower(), entry))
        else:
            self._exact.setdefault((docname, label.lower()), []).append(entry)

    def match(self, docname: str, label: str) -> list[tuple[E, tuple[int, int]]]:
        """Return the entries and how specific they are: exact names first, then longer heads.

        The empty label is the page itself: a glob for pages means no sections.
        """
        found = [(entry, (1, 0)) for entry in self._exact.get((docname, label), ())]
        ranked = [
            (entry, (0, len(re.split(r"[*?\[]", document)[0])))
            for document, section, entry in self._globs
            if bool(section) == bool(label)
            and document_matches(document, docname)
            and document_matches(section, label)
        ]
        return found + sorted(ranked, key=lambda item: item[1], reverse=True)


def spellings(labels: tuple[str, ...]) -> Iterable[str]:
    """Give the labels as written and as HTML fragments: ``cuda graphs``, ``cuda-graphs``."""
    return dict.fromkeys(
        spelling
        for label in labels
        for spelling in (label, re.sub(r"[^a-z0-9]+", "-", label).strip("-"))
    )


def nearest(names: Sequence[str], name: str, before: str = "") -> str:
    """Return a sentence naming the documented object that a misspelt name may mean.

    *names* are sorted. Those under the longest documented head are compared, by what follows
    it: comparing all of a large project's names would take seconds. *before* is written before the
    name, such as the project.
    """
    parts = segments(name)
    for length in range(len(parts) - 1, -1, -1):
        head = name[: name.rindex(parts[length])] if length else ""
        first, last = bisect.bisect_left(names, head), bisect.bisect_right(names, head + "\uffff")
        if first < last:
            tails = [one[len(head) :] for one in names[first:last][:_MOST_SIBLINGS]]
            near = difflib.get_close_matches(name[len(head) :], tails, n=1, cutoff=0.7)
            return f". Did you mean `{before}{head}{near[0]}`?" if near else ""
    return ""
