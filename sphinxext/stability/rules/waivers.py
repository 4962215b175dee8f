"""Waivers: findings that a project accepts, with a reason and until it says."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator, Mapping

from sphinxext.stability.clock import Moment
from sphinxext.stability.findings import Severity
from sphinxext.stability.manifest.faults import suggestion
from sphinxext.stability.model import Waiver
from sphinxext.stability.rules.rule import Found, Rule, Survey
from sphinxext.stability.targets import Target
from sphinxext.stability.versions import base


class Waivers:
    """The waivers of a manifest that have not expired."""

    def __init__(self, survey: Survey) -> None:
        self._ids = survey.ids
        self._by_rule: dict[str, list[Waiver]] = {}
        for waiver in survey.catalogue.manifest.waivers:
            if not has_expired(waiver, survey.catalogue.moment):
                self._by_rule.setdefault(waiver.rule, []).append(waiver)

    def excuse(self, rule: str, found: Found) -> Waiver | None:
        """Return the waiver by which a finding of a rule is accepted."""
        waivers = self._by_rule.get(rule, ())
        return next((waiver for waiver in waivers if self.covers(waiver, found)), None)

    def covers(self, waiver: Waiver, found: Found) -> bool:
        """Tell whether a waiver means a finding: its entry, its document, or all of its objects."""
        if waiver.target in {self._ids.get(found.entry), found.place.docname}:
            return True
        meant, of = self.share(waiver, found)
        return 0 < of == meant

    def share(self, waiver: Waiver, found: Found) -> tuple[int, int]:
        """Return how many objects of a finding a waiver means, and how many there are."""
        names = [found.subject, *(re.findall(r"`([^`]+)`", text)[-1] for text in found.also)]
        if not all(names):
            return 0, 0
        return sum(_means(waiver.target, name) for name in names), len(names)

    def partly(self, waiver: Waiver, found: Iterable[Found]) -> str:
        """Say of how many objects of a finding a waiver means only some, or nothing."""
        for one in found:
            meant, of = self.share(waiver, one)
            if meant:
                entry = f"`{self._ids[one.entry]}`, or " if one.entry in self._ids else ""
                return (
                    f"only {meant} of {of} objects of the finding: name {entry}all of them by a "
                    "pattern"
                )
        return ""


def _means(target: str, name: str) -> bool:
    try:
        return Target.parse(target).covers("", "", name)
    except ValueError:
        return target == name


def has_expired(waiver: Waiver, moment: Moment) -> bool:
    """Tell whether a waiver ends at a moment, or has ended before."""
    if waiver.expires is None:
        return False
    if isinstance(waiver.expires, dt.date):
        return waiver.expires <= moment.date
    return base(waiver.expires) <= moment.version


def _expired(registry: Mapping[str, Rule], survey: Survey) -> Iterator[Found]:
    for waiver in survey.catalogue.manifest.waivers:
        if waiver.rule in registry and has_expired(waiver, survey.catalogue.moment):
            yield Found(
                f"the waiver of `{waiver.rule}` for `{waiver.target}` has expired "
                f"({waiver.expires}): mend what it excuses, or move `expires` and say why",
                entry=waiver.where,
            )


def _unused(registry: Mapping[str, Rule], survey: Survey) -> Iterator[Found]:
    """Ask the rules again that waivers name: what they find is not excused here.

    A waiver of a rule that cannot be run may well excuse something.
    """
    waivers = Waivers(survey)
    found_by = functools.cache(lambda rule: list(registry[rule].find(survey)))
    for waiver in survey.catalogue.manifest.waivers:
        if waiver.rule not in registry:
            yield Found(
                f"the waiver for `{waiver.target}` names `{waiver.rule}`, which is no rule "
                f"that can be waived: correct it{suggestion(waiver.rule, registry)}",
                entry=waiver.where,
            )
        elif not survey.can_run(registry[waiver.rule]) or has_expired(
            waiver, survey.catalogue.moment
        ):
            continue
        elif not any(waivers.covers(waiver, found) for found in found_by(waiver.rule)):
            excused = waivers.partly(waiver, found_by(waiver.rule)) or "nothing: take it out"
            yield Found(
                f"the waiver of `{waiver.rule}` for `{waiver.target}` excuses {excused}",
                entry=waiver.where,
            )


def family(registry: Mapping[str, Rule]) -> Iterable[Rule]:
    """Return the rules on waivers; *registry* has those that can be waived."""
    return (
        Rule(
            "expired-waiver",
            "A waiver is past its date or version.",
            "What was accepted for a time is accepted no longer.",
            "MDN browser-compat-data: exceptions report themselves",
            Severity.WARNING,
            functools.partial(_expired, registry),
            needs_build=False,
        ),
        Rule(
            "unused-waiver",
            "A waiver, or an entry of the baseline, excuses nothing.",
            "It hides the next finding of its kind.",
            "rustc's unfulfilled lint expectations; MDN browser-compat-data",
            Severity.WARNING,
            functools.partial(_unused, registry),
            needs_build=False,
        ),
    )
