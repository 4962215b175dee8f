"""Every rule over every fixture: what it must find stands inside the fixture.

``README.md`` beside this file says how. Each ``<rule>/bad-*`` and ``<rule>/good-*`` is a small
whole Sphinx project. It is built with ``-b stability`` and *all* rules on. The findings of the
rules that a bad fixture names must be those expected, in number, place and whole message; a good
fixture is silent under every rule.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from expected import ALL_ON, FOLDERS, RULES, expectations
from sphinx.util.console import strip_escape_sequences

from sphinxext.stability.cli import main
from sphinxext.stability.cli.project import read_conf
from sphinxext.stability.rules import REGISTRY


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=[path.relative_to(RULES).as_posix() for path in FOLDERS]
)
def test_fixture(folder: Path, tmp_path: Path, make_app: Callable[..., Any]) -> None:
    """A fixture gives the findings that it expects, no more of their rules, and no other warning.

    What other rules find in a bad fixture is no concern of it; in a good one nothing may be found.
    """
    expected = expectations(folder)
    named = {rule for _, rule, _ in expected}
    if folder.name.startswith("good-"):
        assert not expected, "a good fixture expects nothing"
        named = set(REGISTRY)
    else:
        assert folder.parent.name in named, "a bad fixture expects a finding of its rule"

    docs = shutil.copytree(folder, tmp_path / "docs")
    app = make_app(
        "stability",
        srcdir=docs,
        builddir=tmp_path / "out",
        confoverrides={"stability_rules": ALL_ON},
    )
    app.build()

    report = json.loads(Path(app.outdir, "findings.json").read_text(encoding="utf-8"))
    found = [(f["location"], f["rule"], f["message"]) for f in _not_waived(report["findings"])]
    assert sorted(one for one in found if one[1] in named) == expected
    warned = strip_escape_sequences(app.warning.getvalue()).splitlines()
    rules = [line.rpartition(" [stability.")[2].removesuffix("]") for line in warned]
    assert set(rules) <= set(REGISTRY), "\n".join(warned)
    assert sum(rule in named for rule in rules) == len(expected), "\n".join(warned)
    assert app.statuscode == int(any(ALL_ON[rule] == "error" for _, rule, _ in found))


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=[path.relative_to(RULES).as_posix() for path in FOLDERS]
)
def test_check_finds_it_without_a_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`sphinx-stability check` finds what the rules that need no build find in one, and no more.

    What a bad fixture does not expect of other rules is no concern of it here either.
    """
    expected = [one for one in expectations(folder) if not REGISTRY[one[1]].needs_build]
    # Whether a waiver of a rule that needs a build excuses anything is not known here.
    absent = [f"`{rule.id}`" for rule in REGISTRY.values() if rule.needs_build]
    expected = [
        (place, rule, text)
        for place, rule, text in expected
        if rule != "unused-waiver" or not any(name in text for name in absent)
    ]
    named = {rule for _, rule, _ in expectations(folder)}
    if folder.name.startswith("good-"):
        named = set(REGISTRY)
    assert all(place.startswith("stability.toml:") for place, _, _ in expected)

    monkeypatch.chdir(folder)
    arguments = [f"--severity={rule}={severity}" for rule, severity in ALL_ON.items()]
    status = main(["check", "--format=json", *arguments, *_moment_of(folder)])
    found = [
        (f["location"], f["rule"], f["message"])
        for f in json.loads(capsys.readouterr().out)["findings"]
    ]
    assert sorted(one for one in found if one[1] in named) == expected
    assert status == int(bool(found))


def _not_waived(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [finding for finding in findings if finding["state"] != "waived"]


def _moment_of(folder: Path) -> list[str]:
    """Return what a fixture's ``conf.py`` says of version, date and last release, as options."""
    conf = read_conf(folder / "conf.py")
    assert conf is not None
    texts = {"stability_version": conf.texts["release"], **conf.texts}
    options = ["version", "date", "previous"]
    given = {option: texts.get(f"stability_{option}") for option in options}
    return [f"--{option}={text}" for option, text in given.items() if text]


def test_these_rules_need_no_build() -> None:
    """The manifest is all that they look at; a rule that says nothing of it needs a build."""
    free = {rule.id for rule in REGISTRY.values() if not rule.needs_build}
    assert free == {
        "bad-version",
        "contradictory-state",
        "depends-on-lower",
        "deprecated-in-patch",
        "expired-waiver",
        "history-disorder",
        "level-lowered",
        "missing-field",
        "name-reused-early",
        "no-alternative",
        "no-docs-link",
        "no-removal-plan",
        "no-tracking-link",
        "no-upgrader",
        "phase-skipped",
        "stuck-level",
        "target-missed",
        "unused-waiver",
        "window-shortened",
        "window-too-short",
    }


@pytest.mark.parametrize("rule", REGISTRY)
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_every_rule_has_fixtures(rule: str, kind: str) -> None:
    """Each registered rule has a fixture that it finds something in, and one that it does not."""
    assert list(RULES.glob(f"{rule}/{kind}-*/conf.py"))


def test_every_folder_is_a_rule() -> None:
    """No fixture is left behind by a rule that went away, and none has another name."""
    folders = {path.name for path in RULES.iterdir() if path.is_dir()} - {"__pycache__"}
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


def test_default_severities() -> None:
    """The default severities are those of the contract: warning, where it names no other."""
    others = {
        "error": "missing-notice removed-early",
        "info": "no-tracking-link no-docs-link no-alternative no-removal-plan level-lowered "
        "stuck-level exposes-deprecated deprecated-in-patch alternative-too-new",
        "off": "unclassified-object exposes-undocumented mentions-removed missing-use-warning "
        "links-to-lower-level",
    }
    promised = {rule: severity for severity, rules in others.items() for rule in rules.split()}
    defaults = {rule.id: str(rule.severity) for rule in REGISTRY.values()}
    assert defaults == {rule: promised.get(rule, "warning") for rule in REGISTRY}
