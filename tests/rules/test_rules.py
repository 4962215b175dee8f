"""Every rule over every fixture: what it must find stands inside the fixture.

``README.md`` beside this file says how. Each ``<rule>/bad-*`` and ``<rule>/good-*`` is a small
whole Sphinx project. It is built with ``-b stability`` and *all* rules on; the findings must be
those expected, in number, place and whole message. A good fixture is silent under every rule.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sphinx.util.console import strip_escape_sequences

from sphinxext.stability.findings import Severity
from sphinxext.stability.rules import REGISTRY

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in HERE.glob("*/*-*/") if path.name != "__pycache__")
EXPECT = re.compile(
    r"^\s*(?:#|\.\.) expect(?: at (?P<at>\S.*?:\d+))?: (?P<rule>[\w-]+): (?P<text>.+)"
)
UNDERLINE = re.compile(r"([=-])\1{2,}$")
TEXTS = {".toml", ".rst", ".md", ".py"}

#: Rules that are off or info by default are warnings here; the others keep what they have.
ALL_ON = {
    rule.id: str(rule.severity)
    if rule.severity in {Severity.WARNING, Severity.ERROR}
    else "warning"
    for rule in REGISTRY.values()
}

#: Place (``index.rst:7``), rule, message.
Expected = tuple[str, str, str]


def expectations(project: Path) -> list[Expected]:
    """Return what the files of a fixture expect, sorted."""
    files = (path for path in project.rglob("*") if path.suffix in TEXTS)
    return sorted(found for path in files for found in _expected_in(path, project))


def _expected_in(path: Path, project: Path) -> list[Expected]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = []
    for index, line in enumerate(lines):
        match = EXPECT.match(line)
        if match is None:
            continue
        after = index + 1
        while after < len(lines) and (not lines[after].strip() or EXPECT.match(lines[after])):
            after += 1
        if after + 1 < len(lines) and UNDERLINE.match(lines[after + 1]):
            after += 1
        here = f"{path.relative_to(project).as_posix()}:{after + 1}"
        found.append((match["at"] or here, match["rule"], match["text"].strip()))
    return found


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=[path.relative_to(HERE).as_posix() for path in FOLDERS]
)
def test_fixture(folder: Path, tmp_path: Path, make_app: Callable[..., Any]) -> None:
    """A fixture gives the findings that it expects, no more, and no other warning."""
    expected = expectations(folder)
    rules = {rule for _, rule, _ in expected}
    if folder.name.startswith("good-"):
        assert not expected, "a good fixture expects nothing"
    else:
        assert folder.parent.name in rules, "a bad fixture expects a finding of its rule"

    docs = shutil.copytree(folder, tmp_path / "docs")
    app = make_app(
        "stability",
        srcdir=docs,
        builddir=tmp_path / "out",
        confoverrides={"stability_rules": ALL_ON},
    )
    app.build()

    report = json.loads(Path(app.outdir, "findings.json").read_text(encoding="utf-8"))
    found = [(f["location"], f["rule"], f["message"]) for f in report["findings"]]
    assert sorted(found) == expected
    warned = strip_escape_sequences(app.warning.getvalue()).splitlines()
    assert len(warned) == len(expected), "\n".join(warned)
    assert all(line.endswith("]") and " [stability." in line for line in warned)
    fails = any(ALL_ON[rule] == "error" for rule in rules)
    assert app.statuscode == int(fails)


@pytest.mark.parametrize("rule", REGISTRY)
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_every_rule_has_fixtures(rule: str, kind: str) -> None:
    """Each registered rule has a fixture that it finds something in, and one that it does not."""
    assert list(HERE.glob(f"{rule}/{kind}-*/conf.py"))


def test_every_folder_is_a_rule() -> None:
    """No fixture is left behind by a rule that went away, and none has another name."""
    folders = {path.name for path in HERE.iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders == set(REGISTRY)
    assert all(re.match(r"(bad|good)-[a-z]", path.name) for path in FOLDERS)


@pytest.mark.parametrize("rule", REGISTRY.values(), ids=lambda rule: rule.id)
def test_records_are_complete(rule: Any) -> None:  # noqa: ANN401
    """A rule says what it finds, why that matters and where the demand comes from."""
    assert REGISTRY[rule.id] is rule
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    for sentence in (rule.summary, rule.why):
        assert sentence.endswith(".")
        assert sentence[0].isupper()
    assert rule.source.strip()


def test_the_seven_rules_are_there() -> None:
    """The default severities are those of the contract."""
    defaults = {rule.id: str(rule.severity) for rule in REGISTRY.values()}
    promised = {
        "missing-notice": "error",
        "notice-contradicts": "warning",
        "overdue-removal": "warning",
        "orphan-entry": "warning",
        "several-levels": "warning",
        "unclassified-object": "off",
        "malformed-notice": "warning",
    }
    assert promised.items() <= defaults.items()
