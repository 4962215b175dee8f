"""``sphinx-stability rule``: what rules find, and why that matters."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from typing import Any

import msgspec

from sphinxext.stability.cli import output
from sphinxext.stability.cli.command import Argument, Command, Example, Failure, Status, one_of
from sphinxext.stability.manifest.faults import unknown
from sphinxext.stability.rules import REGISTRY, Rule, reference

#: Texts are no wider, in characters.
_WIDTH = 88


def run(chosen: argparse.Namespace) -> int:
    """Explain rules, or list all of them."""
    faults = [unknown(name, "a rule", REGISTRY) for name in chosen.ids if name not in REGISTRY]
    if faults:
        raise Failure("\n".join(faults))
    asked = [REGISTRY[name] for name in dict.fromkeys(chosen.ids)]
    if chosen.format == "json":
        data = msgspec.json.encode([_record(rule) for rule in asked or REGISTRY.values()])
        output.put(msgspec.json.format(data, indent=2) + b"\n")
    elif asked:
        output.put("\n".join(map(_explained, asked)))
    else:
        output.put(_listed(sorted(REGISTRY.values(), key=lambda rule: rule.id)))
    return Status.CLEAN


def _listed(rules: Sequence[Rule]) -> str:
    """Return a line for each rule, in columns."""
    name = max(len(rule.id) for rule in rules)
    severity = max(len(rule.severity) for rule in rules)
    lines = (f"{r.id:{name}}  {r.severity:{severity}}  {r.summary}\n" for r in rules)
    return "".join(lines)


def _record(rule: Rule) -> dict[str, Any]:
    told = reference.of(rule.id)
    return {
        "id": rule.id,
        "summary": rule.summary,
        "why": rule.why,
        "source": rule.source,
        "severity": rule.severity,
        "needs-build": rule.needs_build,
        "messages": list(told.messages),
        "bad": dict(told.bad),
        "good": dict(told.good),
    }


def _explained(rule: Rule) -> str:
    """Return all that is known of a rule, for reading."""
    needs = "needs a build" if rule.needs_build else "needs no build: `check` runs it, too"
    told = reference.of(rule.id)
    blocks = [f"{rule.id} ({rule.severity}; {needs})\n"]
    blocks += [_filled(text) for text in (rule.summary, rule.why, f"Source: {rule.source}.")]
    if told.messages:
        blocks += ["\n  Says:\n", *(_filled(text, "      ") for text in told.messages)]
    for title, files in (("Bad", told.bad), ("Good", told.good)):
        blocks += [f"\n  {title}, in {name}:\n{_quoted(text)}" for name, text in files.items()]
    return "".join(blocks)


def _filled(text: str, margin: str = "  ") -> str:
    fill = textwrap.TextWrapper(
        _WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False
    )
    return fill.fill(text) + "\n"


def _quoted(text: str) -> str:
    return textwrap.indent(text.strip("\n"), "      ") + "\n"


COMMAND = Command(
    "rule",
    "explain rules: what they find, why that matters, and who demands it",
    "Explain rules: what each finds, why that matters and where the demand comes from, how grave\n"
    "it is by default, and whether it needs a build. Without an ID, list all of them.",
    (
        Argument(("ids",), "the id of a rule", {"metavar": "ID", "nargs": "*"}),
        Argument(("--format",), "text (the default) or json", one_of(("text", "json"), "text")),
    ),
    (
        Example("sphinx-stability rule window-too-short", "explains a rule"),
        Example("sphinx-stability rule", "lists all rules with their severities"),
    ),
    run,
)
