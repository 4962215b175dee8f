"""Where changes and features stand at a version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from sphinxext.stability.answers import Applied
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.clock import Moment
from sphinxext.stability.model import Change, Id, Start
from sphinxext.stability.policy import Phase, phase_at, stages_at

Ask = Callable[..., Catalogue]

DAY = dt.date(2024, 8, 1)
WHOLE = """[[changes]]
id = "c"
type = "mode-swap"
announced = "2.2"
deprecated = "2.3"
error = "2.5"
effective = "2.7"
restored = "2.9"
"""


@pytest.mark.parametrize(
    ("version", "phase"),
    [
        ("2.1", Phase.PLANNED),
        ("2.2", Phase.ANNOUNCED),
        ("2.2.3", Phase.ANNOUNCED),
        ("2.3", Phase.WARN),
        ("2.4", Phase.WARN),
        ("2.5", Phase.ERROR),
        ("2.7", Phase.EFFECTIVE),
        ("2.8", Phase.EFFECTIVE),
        ("2.9", Phase.RESTORED),
        ("3.0", Phase.RESTORED),
    ],
)
def test_a_change_is_in_the_furthest_phase_that_is_out(
    ask: Ask, version: str, phase: Phase
) -> None:
    assert ask(WHOLE, version).phases["c"] is phase


@pytest.mark.parametrize(
    ("keys", "phase"),
    [
        ("", Phase.PLANNED),
        ('announced = "9.0"', Phase.PLANNED),
        ("deprecated = true", Phase.WARN),
        ('deprecated = true\neffective = "2.4"', Phase.EFFECTIVE),
        ('deprecated = "2.4"\neffective = "never"', Phase.WARN),
        ('effective = "2.4.0"', Phase.EFFECTIVE),
        ('effective = "2.4.1"', Phase.PLANNED),
        ('deprecated = { version = "2.4rc1", nightly = 2024-05-01 }', Phase.WARN),
    ],
)
def test_every_phase_is_optional(ask: Ask, keys: str, phase: Phase) -> None:
    catalogue = ask(f'[[changes]]\nid = "c"\ntype = "removal"\n{keys}\n', "2.4")
    assert catalogue.phases["c"] is phase


def test_a_change_of_a_component_stands_at_its_version(ask: Ask) -> None:
    text = '[[changes]]\nid = "c"\ntype = "removal"\ncomponent = "nki"\neffective = "0.5"\n'
    text += '[[releases]]\nversion = "0.5"\ndate = 2024-08-02\ncomponent = "nki"\n'
    assert ask(text, "2.4", "2024-08-01").phases["c"] is Phase.PLANNED
    assert ask(text, "2.4", "2024-08-02").phases["c"] is Phase.EFFECTIVE


VERSION = st.builds(lambda minor: Version(f"2.{minor}"), st.integers(0, 12))
CHANGES = st.builds(
    Change,
    id=st.just(Id("c")),
    type=st.sampled_from(["removal", "mode-swap", "behavior"]),
    announced=st.none() | VERSION,
    deprecated=st.none() | st.builds(Start, version=VERSION | st.just(True)),  # noqa: FBT003
    error=st.none() | VERSION,
    effective=st.none() | VERSION | st.just("never"),
    restored=st.none() | VERSION,
)


@given(CHANGES, VERSION, VERSION)
def test_phases_never_go_back(change: Change, one: Version, other: Version) -> None:
    """Whatever the order of the versions in the manifest."""
    early, late = sorted([one, other])
    assert phase_at(change, Moment(early, DAY)) <= phase_at(change, Moment(late, DAY))


@pytest.mark.parametrize(
    ("kind", "objects", "deprecates"),
    [
        ("removal", '"a.b"', True),
        ("rename", '"a.b"', True),
        ("removal", '"a.b(x)"', False),
        ("behavior", '"a.b"', False),
        ("parameter-removal", '"a.b(x)"', False),
        ("mode-swap", '"a.b(x=1)"', False),
        ("default-value", '"a.b(x)"', False),
    ],
)
def test_only_the_end_of_a_whole_object_deprecates_it(
    ask: Ask, kind: str, objects: str, *, deprecates: bool
) -> None:
    text = f'[[changes]]\nid = "c"\ntype = "{kind}"\nsummary = "S."\nobjects = [{objects}]\n'
    (change,) = ask(text).manifest.changes
    target = change.objects[0]
    applied = [Applied(change, phase, target.parameter, target.value) for phase in Phase]
    found = [one.phase for one in applied if one.is_deprecation]
    assert found == ([Phase.WARN, Phase.ERROR, Phase.EFFECTIVE] if deprecates else [])


FEATURE = """[contexts]
workload = ["training", "inference"]
[[features]]
id = "f"
level = "stable"
since = "2.4"
ended = "3.0"
history = [{ level = "Experimental", since = "1.3" }, { level = "Beta", since = "1.6" }]
contexts = [{ when = { workload = "training" }, level = "prototype", since = "2.0" }]
"""


@pytest.mark.parametrize(
    ("version", "standings", "was"),
    [
        ("1.2", [], None),
        ("1.3", [("Experimental", None, "")], None),
        ("1.6", [("Beta", "beta", "")], "Experimental"),
        ("2.0", [("Beta", "beta", ""), ("Prototype", "prototype", "training")], "Experimental"),
        ("2.4", [("Stable", "stable", ""), ("Prototype", "prototype", "training")], "Beta"),
        ("3.0", [], "Beta"),
    ],
)
def test_a_feature_has_the_levels_of_its_version(
    ask: Ask, version: str, standings: list[tuple[str, str | None, str]], was: str | None
) -> None:
    """A former name is shown as written, and is no level of the scheme."""
    catalogue = ask(FEATURE, version)
    found = [
        (one.label, one.level and one.level.id, one.when.get("workload", ""))
        for one in catalogue.standings["f"]
    ]
    assert found == standings
    (feature,) = catalogue.manifest.features
    earlier = stages_at(feature, catalogue.moment)[:-1]
    assert (earlier[-1].level if earlier else None) == was


def test_a_feature_may_have_levels_in_contexts_only(ask: Ask) -> None:
    text = '[[features]]\nid = "f"\ncontexts = [{ when = { os = "linux" }, level = "beta" }]\n'
    (found,) = ask(text).standings["f"]
    assert (found.label, found.when, found.since) == ("Beta", {"os": "linux"}, None)


def test_aliases_and_other_cases_name_the_level(ask: Ask) -> None:
    text = 'format = 1\nscheme.extends = "aws-neuron"\n[[features]]\nid = "f"\n'
    (found,) = ask(text + 'level = "Developer-Preview"\n').standings["f"]
    assert (found.label, found.id) == ("Beta", "beta")
