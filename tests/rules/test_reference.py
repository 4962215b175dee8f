"""What is told of each rule: its messages are those of the fixtures, and its examples hold.

``sphinxext/stability/rules/reference.toml`` is written by hand, so all of it is tried here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from expected import ALL_ON, FOLDERS, expectations
from sphinx import addnodes
from sphinx.util.console import strip_escape_sequences

from sphinxext.stability.rules import REGISTRY, reference

PLACEHOLDER = re.compile(r"(?P<before>`?)\{[^{}]*?(?P<optional>\??)\}")

#: The messages that fixtures expect, by rule.
EXPECTED: dict[str, set[str]] = {}
for _folder in FOLDERS:
    for _, _rule, _message in expectations(_folder):
        EXPECTED.setdefault(_rule, set()).add(_message)


def pattern(template: str) -> re.Pattern[str]:
    """Make a regular expression of a message; what is quoted has no backtick in it."""
    parts, at = [], 0
    for found in PLACEHOLDER.finditer(template):
        some = "[^`]" if found["before"] else "."
        parts += [re.escape(template[at : found.start()] + found["before"]), some]
        parts.append("*" if found["optional"] else "+")
        at = found.end()
    return re.compile("".join(parts) + re.escape(template[at:]))


@pytest.mark.parametrize(
    ("template", "message", "matches"),
    [
        ("`{feature}` is {level}: add it", "`names` is Beta: add it", True),
        ("`{feature}` is {level}: add it", "`` is Beta: add it", False),
        ("`{feature}` is {level}: add it", "`a` and `b` is Beta: add it", False),
        ("`{feature}` is {level}: add it", "`names` is Beta: add it.", False),
        ("`{feature}`{ and N more?} (once)", "`names` (once)", True),
        ("`{feature}`{ and N more?} (once)", "`names` and 2 more (once)", True),
        ("`{feature}`{ and N more?} (once)", "`names` and 2 more once", False),
    ],
)
def test_patterns(template: str, message: str, matches: bool) -> None:  # noqa: FBT001
    """A placeholder stands for some text, an optional one for none as well, all else for itself."""
    assert bool(pattern(template).fullmatch(message)) is matches


def test_entries_are_rules() -> None:
    """Every rule has an entry, and every entry but the shared one is that of a rule."""
    assert reference._tables().keys() == {reference.SHARED, *REGISTRY}


@pytest.mark.parametrize("rule", REGISTRY)
def test_entries_are_complete(rule: str) -> None:
    """An entry has messages, and two examples that differ."""
    entry = reference.of(rule)
    assert entry.messages
    assert entry.bad != entry.good
    table = reference._tables()[rule]
    assert table.keys() in ({"message", "bad", "good"}, {"messages", "bad", "good"})
    twice = table["bad"].items() & table["good"].items()
    assert not twice, "a file that `good` leaves out is that of `bad`"


def test_what_has_no_entry() -> None:
    """Who asks for what is no rule gets nothing, not an error."""
    assert reference.of("no-such-rule") == reference.Reference()


@pytest.mark.parametrize("rule", REGISTRY)
def test_messages(rule: str) -> None:
    """Each message that a fixture expects is one of the rule's, each of these is expected once."""
    patterns = {template: pattern(template) for template in reference.of(rule).messages}
    unknown = [m for m in EXPECTED[rule] if not any(p.fullmatch(m) for p in patterns.values())]
    assert not unknown, f"reference.toml has no such message of {rule}"
    untried = [t for t, p in patterns.items() if not any(map(p.fullmatch, EXPECTED[rule]))]
    assert not untried, f"no fixture of {rule} expects such a message"


@pytest.fixture
def findings(
    write: Callable[..., Path], build: Callable[..., Any]
) -> Callable[[reference.Files], tuple[set[str], str]]:
    """Return the rules that find something in an example, and all that is warned of."""

    def findings(example: reference.Files) -> tuple[set[str], str]:
        write(reference.project(example))
        app = build("stability", confoverrides={"stability_rules": ALL_ON})
        report = json.loads(Path(app.outdir, "findings.json").read_text(encoding="utf-8"))
        found = [finding for finding in report["findings"] if finding["state"] != "waived"]
        warned = strip_escape_sequences(app.warning.getvalue())
        assert len(warned.splitlines()) == len(found), "an example gives no other warning"
        return {finding["rule"] for finding in found}, warned

    return findings


@pytest.mark.parametrize("rule", REGISTRY)
def test_bad_example(rule: str, findings: Callable[..., Any]) -> None:
    """The rule finds something in its bad example; so may others, what a waiver excused for one."""
    found, warned = findings(reference.of(rule).bad)
    assert rule in found, warned


@pytest.mark.parametrize("rule", REGISTRY)
def test_good_example(rule: str, findings: Callable[..., Any]) -> None:
    """Nothing at all is found in the good example."""
    _, warned = findings(reference.of(rule).good)
    assert not warned


def test_shared_project(findings: Callable[..., Any]) -> None:
    """Nothing is found in what the examples share."""
    _, warned = findings({})
    assert not warned


#: The folder of the manual's own directives, which an installed package has not.
MANUAL = Path(__file__).parents[2] / "demo_docs" / "manual" / "_ext"


@pytest.mark.skipif(not MANUAL.is_dir(), reason="only a checkout has the manual")
def test_manual(
    write: Callable[..., Path], build: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manual describes each rule once, and shows all of its messages and examples."""
    monkeypatch.syspath_prepend(MANUAL)
    page = "Rules\n=====\n\n.. rules-overview::\n\n.. rules::\n\n.. rules-project::\n"
    write({"conf.py": 'extensions = ["reference", "rulebook"]', "index.rst": page})
    app = build("dummy")
    assert not app.warning.getvalue()
    described = {
        node[0]["ids"][0]: node.astext()
        for node in app.env.get_doctree("index").findall(addnodes.desc)
    }
    assert list(described) == [f"rule-{rule}" for rule in REGISTRY]
    for rule, text in zip(REGISTRY, described.values(), strict=True):
        told = reference.of(rule)
        assert all(pattern(message).search(text) for message in told.messages)
        assert all(file.strip() in text for file in (*told.bad.values(), *told.good.values()))
