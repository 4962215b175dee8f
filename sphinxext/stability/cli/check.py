"""``sphinx-stability check``: every rule that needs no build, on manifests."""

from __future__ import annotations

import argparse
import contextlib
import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sphinxext.stability import clock, rules
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.cli import options, output
from sphinxext.stability.cli.command import (
    Argument,
    Command,
    Example,
    Failure,
    Status,
    note,
    one_of,
)
from sphinxext.stability.findings import Finding, Severity
from sphinxext.stability.manifest import ManifestError, load
from sphinxext.stability.model import Manifest
from sphinxext.stability.report.place import top_level
from sphinxext.stability.report.text import as_text
from sphinxext.stability.rules import REGISTRY, Survey

DEFAULT = Path(options.MANIFEST)
#: What gives exit status 1.
_COUNTED = (Severity.ERROR, Severity.WARNING)


def run(chosen: argparse.Namespace) -> int:
    """Check; return the exit status."""
    with _no_collection():
        return _check(chosen)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Look for no garbage: it takes a fifth of the time, and many small records are none."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _check(chosen: argparse.Namespace) -> int:
    severities, previous = _severities(chosen.severity), None
    if chosen.previous is not None:
        # Hardly ever needed, and it takes time to import.
        from sphinxext.stability.cli.published import read_published  # noqa: PLC0415

        previous = read_published(chosen.previous)
    found: list[Finding] = []
    summaries = []
    for name, manifest in _manifests([Path(name) for name in chosen.files], each=chosen.each):
        moment, _ = clock.evaluate(manifest, str(chosen.version or ""), chosen.date)
        fault = previous.fault(manifest.project.name) if previous else ""
        if fault:
            note(f"--previous: {fault}")
        own = rules.run(Survey.of_manifest(Catalogue(manifest, moment), previous), severities)
        summaries.append(f"{name}: " * chosen.each + _summary(own, manifest, moment))
        found += own
    files = chosen.files or [str(DEFAULT)]
    output.put(_written(found, chosen.format), chosen.output, files)
    for summary in summaries:
        note(summary)
    return Status.FINDINGS if any(f.severity in _COUNTED for f in found) else Status.CLEAN


def _manifests(files: Sequence[Path], *, each: bool) -> list[tuple[str, Manifest]]:
    """Read the files as one manifest, or each as its own; gather the faults of all."""
    if not files and not DEFAULT.exists():
        raise Failure(
            f"there is no {DEFAULT} here: name the FILE, or write one with `sphinx-stability init`"
        )
    files = list(dict.fromkeys(files)) or [DEFAULT]
    missing = [file for file in files if not file.exists()]
    if missing:
        raise Failure("\n".join(f"{file}: there is no such file" for file in missing))
    read, faults = [], []
    for group in [[file] for file in files] if each else [files]:
        try:
            read.append((str(group[0]), load(group)))
        except ManifestError as error:
            faults.append(str(error))
    if faults:
        raise Failure("\n".join(faults))
    return read


def _severities(choices: Sequence[tuple[str, Severity]]) -> Mapping[str, Severity]:
    """Return the severity by rule; say so where one has no effect here."""
    chosen = dict(choices)
    for rule, severity in chosen.items():
        if rule in REGISTRY and REGISTRY[rule].needs_build and severity is not Severity.OFF:
            note(f"{rule} needs the documentation: `sphinx-build -b stability` checks it")
    return chosen


def _written(found: Sequence[Finding], form: str) -> bytes | str:
    """Write the findings; paths are relative to the working directory, or as SARIF has them."""
    located = [(str(finding.entry), finding) for finding in found]
    base = Path.cwd()
    # What machines read is imported only for them.
    if form == "json":
        from sphinxext.stability.report.json import as_json  # noqa: PLC0415

        return as_json(located, base)
    if form == "sarif":
        from sphinxext.stability.report.sarif import as_sarif  # noqa: PLC0415

        return as_sarif(located, top_level(base))
    return as_text(located, base)


def _summary(found: Sequence[Finding], manifest: Manifest, moment: clock.Moment) -> str:
    """Say how many findings there are, in how much, and at which version and date."""
    counts = Counter(finding.severity for finding in found)
    listed = [
        _count(counts[severity], severity if severity != Severity.INFO else "info finding")
        for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
        if counts[severity]
    ]
    checked = f"{_count(len(manifest.features), 'feature')} and "
    checked += _count(len(manifest.changes), "change")
    version = f"version {moment.version}, " if moment.version.release != (0,) else ""
    return f"{', '.join(listed) or 'no findings'} in {checked} (as of {version}{moment.date})"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def _as_choice(text: str) -> tuple[str, Severity]:
    rule, equals, severity = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"`{text}` is not RULE=SEVERITY, such as all=error")
    fault = rules.unknown_choice(rule, severity)
    if fault:
        raise argparse.ArgumentTypeError(fault)
    return rule, Severity(severity)


COMMAND = Command(
    "check",
    "check manifests by every rule that needs no build",
    "Check manifests by every rule that needs no build. Several files are one manifest.\n"
    "The result has a line for each finding; how many there are is told on the standard error\n"
    "output. Findings of severity info are listed, but only warnings and errors give exit\n"
    "status 1.",
    (
        Argument(
            ("files",),
            f"a manifest; without any, {DEFAULT} of the working directory",
            {"metavar": "FILE", "nargs": "*"},
        ),
        Argument(
            ("--each",),
            "take each FILE for a manifest of its own",
            {"action": "store_true"},
        ),
        options.VERSION,
        options.DATE,
        Argument(
            ("--severity",),
            "give a rule, or `all`, another severity: off, info, warning or error; may be repeated",
            {"metavar": "RULE=SEVERITY", "type": _as_choice, "action": "append", "default": []},
        ),
        Argument(
            ("--previous",),
            f"what the last release published, to compare with: {options.INVENTORY}",
            {"metavar": "FILE|FOLDER|URL"},
        ),
        Argument(
            ("--format",),
            "text (the default), json or sarif",
            one_of(("text", "json", "sarif"), "text"),
        ),
        output.OPTION,
    ),
    (
        Example("sphinx-stability check docs/stability.toml", "checks a manifest"),
        Example(
            "sphinx-stability check plans/*.toml --version 2.7 --severity no-alternative=error",
            "checks several files as one manifest, as it stands in 2.7, one rule more strictly",
        ),
        Example(
            "sphinx-stability check docs/stability.toml --format sarif -o findings.sarif",
            "writes a file that code hosts show beside the lines of the manifest",
        ),
    ),
    run,
)
