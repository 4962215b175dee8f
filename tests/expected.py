"""What the fixtures of the rules expect, and how rules are run over them.

``rules/README.md`` says how an expectation is written.
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinxext.stability.findings import Severity
from sphinxext.stability.rules import REGISTRY

#: The folder of a rule has a folder for each of its fixtures.
RULES = Path(__file__).parent / "rules"
FOLDERS = sorted(path for path in RULES.glob("*/*-*/") if path.name != "__pycache__")

#: Rules that are off or info by default are warnings here; the others keep what they have.
ALL_ON = {
    rule.id: str(rule.severity)
    if rule.severity in {Severity.WARNING, Severity.ERROR}
    else "warning"
    for rule in REGISTRY.values()
}

#: Place (``index.rst:7``), rule, message.
Expected = tuple[str, str, str]

_EXPECT = re.compile(
    r"^\s*(?:#|\.\.) expect(?: at (?P<at>\S.*?:\d+))?: (?P<rule>[\w-]+): (?P<text>.+)"
)
_UNDERLINE = re.compile(r"([=-])\1{2,}$")
_TEXTS = {".toml", ".rst", ".md", ".py"}


def expectations(project: Path) -> list[Expected]:
    """Return what the files of a fixture expect, sorted."""
    files = (path for path in project.rglob("*") if path.suffix in _TEXTS)
    return sorted(found for path in files for found in _expected_in(path, project))


def _expected_in(path: Path, project: Path) -> list[Expected]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = []
    for index, line in enumerate(lines):
        match = _EXPECT.match(line)
        if match is None:
            continue
        after = index + 1
        while after < len(lines) and (not lines[after].strip() or _EXPECT.match(lines[after])):
            after += 1
        if after + 1 < len(lines) and _UNDERLINE.match(lines[after + 1]):
            after += 1
        here = f"{path.relative_to(project).as_posix()}:{after + 1}"
        found.append((match["at"] or here, match["rule"], match["text"].strip()))
    return found
