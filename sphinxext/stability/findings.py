"""Findings: what a check found, how grave it is, and where."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from sphinxext.stability.model import NOWHERE, Where


class Severity(enum.StrEnum):
    """How grave a finding is; ``info`` shows in the `stability` builder and the reports only."""

    OFF = "off"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the documentation: a document and a line, or the source file of a docstring."""

    docname: str = ""
    line: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One result of a check; *entry* is the place of the manifest entry that it is about."""

    rule: str
    message: str
    place: Place = Place()
    entry: Where = NOWHERE
    severity: Severity = Severity.WARNING
    #: What else has the same cause, by name; the reports list it.
    also: tuple[str, ...] = ()


def severity_of(rule: str, default: Severity, chosen: Mapping[str, Severity]) -> Severity:
    """Return the severity that a project gave a rule: by its id, by ``all``, or the default."""
    return chosen.get(rule, chosen.get("all", default))
