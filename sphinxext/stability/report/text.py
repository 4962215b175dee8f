"""``findings.txt`` and the summary: for people."""

from __future__ import annotations

import shlex
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sphinxext.stability.findings import Finding, Severity, State, by_severity
from sphinxext.stability.report.place import Located, Spot
from sphinxext.stability.rules import REGISTRY

_WIDTH = 80
#: How a finding that does not count is marked.
_MARKS = {
    State.KNOWN: " (in the baseline)",
    State.SUPPRESSED: " (suppressed)",
    State.WAIVED: " (waived)",
}


def as_text(located: Located, base: Path) -> str:
    """Return a line for each finding: where, how grave, what, and which rule."""
    return "".join(
        f"{Spot.parse(location).relative(base)}: {finding.severity}: {finding.message} "
        f"[{finding.rule}]{_MARKS.get(finding.state, '')}\n"
        + "".join(f"    also {name}\n" for name in finding.also)
        + (f"    because {' '.join(finding.reason.split())}\n" if finding.reason else "")
        for location, finding in located
    )


def summary(findings: Sequence[Finding], folder: str, baseline: str = "") -> Iterator[str]:
    """Say in lines how many findings each rule has, the worst first, and what to do next.

    *folder* has the reports; *baseline* is the file that accepts findings, if one is set; both as
    a shell would find them.
    """
    counting = [finding for finding in findings if finding.counts]
    by_state = Counter(finding.state for finding in findings)
    if not findings:
        yield "The documentation keeps the promise: no findings."
    elif not counting:
        yield "The documentation keeps the promise but for what is accepted."
    yield from _counts(counting)
    for state, what in (
        (State.KNOWN, f"accepted by the baseline, {baseline}"),
        (State.WAIVED, "accepted by `[[waivers]]` of the manifest"),
        (State.SUPPRESSED, "silenced by suppress_warnings"),
    ):
        if by_state[state]:
            yield f"{by_state[state]:6} {what}"
    if findings:
        yield ""
        yield "What to do next:"
        for advice in _advice(counting, folder, baseline):
            # A command stands in a line of its own, to be copied.
            is_command = advice.startswith("sphinx-stability ")
            yield from [f"    {advice}"] if is_command else _wrapped(advice, "  - ", "    ")


def _counts(findings: Iterable[Finding]) -> Iterator[str]:
    """Give two lines for each rule: how many findings, and what the rule finds."""
    counts = Counter((f.severity, f.rule) for f in findings)
    order = list(Severity)
    for (severity, rule), number in sorted(
        counts.items(), key=lambda item: (-order.index(item[0][0]), -item[1], item[0][1])
    ):
        yield f"{number:6} {severity:8} {rule}"
        yield from _wrapped(REGISTRY[rule].summary, " " * 16, " " * 16)


def _advice(counting: Sequence[Finding], folder: str, baseline: str) -> Iterator[str]:
    """Say where the findings are, how to understand one, and how to live with the rest."""
    yield f"Read {folder}/findings.txt; findings.json and findings.sarif are for machines."
    if not counting:
        return
    yield f"`sphinx-stability rule {by_severity(counting)[0].rule}` explains a rule."
    yield "Mend what is found, or accept it with a reason in `[[waivers]]` of the manifest."
    if all(finding.severity is Severity.INFO for finding in counting):
        return  # which fails nothing
    why = "To fail on new findings only, name a baseline as `stability_baseline` in conf.py"
    if baseline:
        why = "To accept what is new and drop what is gone, write the baseline anew"
    yield f"{why}:"
    files = shlex.quote(f"{folder}/findings.json"), shlex.quote(baseline or "FILE")
    yield "sphinx-stability baseline {} -o {}".format(*files)


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    """Fill lines; commands and paths stay whole."""
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
