"""Targets: the one grammar that names objects, their parameters and values.

``[domain:[objtype:]]name[(parameter[=value])]``, where ``*`` in the name stands for anything
within one segment and ``**`` for any number of segments. A name covers its members too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import msgspec

#: Sphinx's own domains with their object types; a build adds those of its extensions.
DOMAINS: Mapping[str, frozenset[str]] = {
    domain: frozenset(types.split())
    for domain, types in {
        "py": "function data class exception method classmethod staticmethod attribute property "
        "type module decorator decoratormethod",
        "c": "member var function macro struct union enum enumerator type functionParam",
        "cpp": "class struct union function member var type concept enum enum-class enum-struct "
        "enumerator functionParam templateParam",
        "js": "function method class data attribute module",
        "rst": "directive directive:option role",
        "std": "term token label confval envvar cmdoption option doc",
        "math": "equation",
        "stability": "feature level",
    }.items()
}

#: Directives whose objects Sphinx registers under another type.
TYPES = {("std", "option"): "cmdoption", ("cpp", "struct"): "class"}

_SEPARATOR = re.compile(r"\.|::")
#: Domains whose names have no parentheses, and no empty part between dots.
_PLAIN_DOMAINS = frozenset({"", "py", "c", "js"})
#: What has parentheses or dots in a name after all: templates of C++, options, paths, and, after a
#: single colon, a domain that is not known here.
_ODD_NAME = re.compile(r"operator\(\)|[<>/\\]|^-|(?<!:):(?!:)")
#: A name without anything else.
_DOTTED = re.compile(r"\w+(?:\.\w+)*")
_ARGUMENT = re.compile(r"\((?P<parameter>[^()=]*?)\s*(?:=\s*(?P<value>[^()]*?))?\s*\)$")


@functools.cache
def segments(name: str) -> tuple[str, ...]:
    """Split a name at its dots and double colons: ``torch.nn`` → ``("torch", "nn")``."""
    return tuple(part for part in _SEPARATOR.split(name) if part)


def last_segment(name: str) -> str:
    """Return the last part of a name; a name of dots alone has none but itself."""
    return (segments(name) or (name,))[-1]


class Target(msgspec.Struct, frozen=True, gc=False):
    """A parsed target; the empty domain, object type, parameter and value mean *any*."""

    name: str
    domain: str = ""
    objtype: str = ""
    parameter: str = ""
    value: str = ""

    @classmethod
    def parse(cls, text: str, domains: Mapping[str, frozenset[str]] = DOMAINS) -> Target:
        """Parse *text*.

        :raises ValueError: saying what is wrong with it.
        """
        if _DOTTED.fullmatch(text):  # as most are
            return cls(text)
        domain, objtype, rest = _prefix(text.strip(), domains)
        # The parentheses of C++'s `operator()` belong to its name.
        match = None if rest.endswith("operator()") else _ARGUMENT.search(rest)
        name = rest[: match.start()].rstrip() if match else rest
        if not segments(name):
            raise ValueError(f"`{text}` has no name, such as `torch.range`")
        if name.split() != [name]:
            raise ValueError(f"`{text}` has white space in its name")
        for segment in segments(name) if "**" in name else ():
            if "**" in segment and segment != "**":
                raise ValueError(f"`**` in `{text}` must be a whole segment, such as `torch.**`")
        if domain in _PLAIN_DOMAINS and not _ODD_NAME.search(name):
            _check_plain(text, name)
        if match and match["value"] is not None and not (match["parameter"] and match["value"]):
            raise ValueError(
                f"`{text}` lacks the parameter or its value: write it as in `torch.div(mode=trunc)`"
            )
        value = (match["value"] or "").strip("'\" ") if match else ""
        parameter = match["parameter"].strip().lstrip("*") if match else ""
        return cls(name, domain, objtype, parameter, value)

    @property
    def segments(self) -> tuple[str, ...]:
        """The parts of the name between its dots or double colons."""
        return segments(self.name)

    @property
    def has_wildcard(self) -> bool:
        """Whether the name is a pattern."""
        return "*" in self.name

    def accepts(self, domain: str, objtype: str) -> bool:
        """Tell whether objects of this domain and type are meant."""
        if self.domain not in {"", domain}:
            return False
        return not self.objtype or (
            TYPES.get((domain, self.objtype), self.objtype) == TYPES.get((domain, objtype), objtype)
        )

    def covers(self, domain: str, objtype: str, name: str) -> bool:
        """Tell whether the object, or an object it is a member of, is meant.

        A target with a parameter means the object itself only.
        """
        whole = bool(self.parameter)
        return self.accepts(domain, objtype) and _covers(self.segments, segments(name), whole=whole)

    def __str__(self) -> str:
        prefix = "".join(f"{part}:" for part in (self.domain, self.objtype) if part)
        argument = self.parameter + (f"={self.value}" if self.value else "")
        return f"{prefix}{self.name}" + (f"({argument})" if argument else "")


def _check_plain(text: str, name: str) -> None:
    """Refuse a name that no object of most domains can have.

    :raises ValueError: saying what is wrong with it.
    """
    if "(" in name or ")" in name:
        raise ValueError(
            f"`{text}` has parentheses that are no parameter at its end, such as `torch.range(dim)`"
        )
    if "" in name.split("."):
        raise ValueError(f"`{text}` has an empty part before, between or after its dots")


def _prefix(text: str, domains: Mapping[str, frozenset[str]]) -> tuple[str, str, str]:
    """Split off the domain and the object type; ``std::vector`` has neither."""
    domain, colon, rest = text.partition(":")
    if not colon or rest.startswith(":") or domain not in domains:
        return "", "", text
    for objtype in sorted(domains[domain], key=len, reverse=True):
        after = rest.removeprefix(f"{objtype}:")
        if after != rest and not after.startswith(":"):
            return domain, objtype, after
    return domain, "", rest


@functools.cache
def segment_pattern(segment: str) -> re.Pattern[str] | None:
    """Return what a segment with ``*`` matches, or None for a literal one."""
    if "*" not in segment:
        return None
    parts = (re.escape(part) for part in segment.split("*"))
    return re.compile(".*".join(parts) + r"\Z", re.DOTALL)


def _covers(pattern: tuple[str, ...], name: tuple[str, ...], *, whole: bool) -> bool:
    """Match *pattern* against *name* or, unless *whole*, against the start of it."""
    if not pattern:
        return not (whole and name)
    if pattern[0] == "**":
        # `X.**` means the members only: at least one segment when it ends the pattern.
        start = 1 if len(pattern) == 1 else 0
        rests = (name[i:] for i in range(start, len(name) + 1))
        return any(_covers(pattern[1:], rest, whole=whole) for rest in rests)
    if not name:
        return False
    expression = segment_pattern(pattern[0])
    if pattern[0] != name[0] and (expression is None or not expression.match(name[0])):
        return False
    return _covers(pattern[1:], name[1:], whole=whole)


def is_glob(pattern: str) -> bool:
    """Tell whether a document is named by a pattern."""
    return any(char in pattern for char in "*?[")


def document_matches(pattern: str, docname: str) -> bool:
    """Tell whether *pattern* means *docname*, as Sphinx's own patterns do.

    ``*`` and ``?`` stop at a slash, ``**`` does not, ``[…]`` is one of some characters.
    """
    return _document_pattern(pattern).fullmatch(docname) is not None


@functools.cache
def _document_pattern(pattern: str) -> re.Pattern[str]:
    special = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*|\*|\?|\[[^\]]+\])", pattern)
    expression = "".join(
        special.get(part) or (f"[{_set(part[1:-1])}]" if number % 2 else re.escape(part))
        for number, part in enumerate(parts)
    )
    try:
        return re.compile(expression)
    except re.error:
        raise ValueError(f"`{pattern}` is not a pattern: check its brackets") from None


def _set(characters: str) -> str:
    """Write the inside of ``[…]`` for a regular expression; ``!`` at the start negates."""
    negated = characters.startswith("!")
    return "^" * negated + re.sub(r"([\\^\[\]])", r"\\\1", characters[negated:])
