"""The presets hold what the announcement, the policy and the classification page say."""

from __future__ import annotations

import pytest

from sphinxext.stability import assets
from sphinxext.stability.badges import DEPRECATED, Badge
from sphinxext.stability.manifest import load
from sphinxext.stability.model import Manifest, Span, Window
from sphinxext.stability.promises import Ladder, order

PRESETS = {path.stem: load([path]) for path in sorted(assets.PRESETS.glob("*.toml"))}
TORCH, NEURON = PRESETS["pytorch"], PRESETS["aws-neuron"]


def test_these_presets_ship() -> None:
    assert set(PRESETS) == {
        *("aip-181", "aws-neuron", "cpython", "django", "executorch", "jetpack", "kubernetes"),
        *("nodejs", "numpy", "opentelemetry", "pytorch", "pytorch-api", "rust", "tensorflow"),
    }


@pytest.mark.parametrize(
    ("preset", "level", "formerly", "promises"),
    [
        (TORCH, "Stable", (), (True, None, "none", None)),
        (TORCH, "Beta", ("Experimental",), (False, None, "warning", "none")),
        (TORCH, "Prototype", ("Nightlies",), (False, None, "warning", "none")),
        (NEURON, "Stable", (), (True, None, "none", None)),
        (NEURON, "Beta", (), (False, False, "none", "none")),
        (NEURON, "Alpha", (), (False, False, "none", "none")),
    ],
)
def test_levels_promise_compatibility_production_use_and_notice(
    preset: Manifest, level: str, formerly: tuple[str, ...], promises: tuple[object, ...]
) -> None:
    found = preset.scheme.find(level)
    assert found is not None
    assert (found.id, found.label, found.formerly) == (level.lower(), level, formerly)
    assert (
        found.backward_compatible,
        found.production,
        found.admonition,
        found.window,
    ) == promises
    assert found.summary
    assert found.commitment.strip()


@pytest.mark.parametrize(
    ("preset", "order"),
    [(TORCH, ["stable", "beta", "prototype"]), (NEURON, ["stable", "beta", "alpha"])],
)
def test_levels_are_ranked_the_most_stable_highest(preset: Manifest, order: list[str]) -> None:
    ranked = sorted(preset.scheme.levels, key=lambda level: -level.rank)
    assert [level.id for level in ranked] == order
    assert len({level.rank for level in ranked}) == len(order)
    assert len({level.color for level in ranked}) == len(order)


@pytest.mark.parametrize(
    ("preset", "level", "words"),
    [
        (TORCH, "stable", ["long term", "performance limits", "documentation", "ahead of time"]),
        (TORCH, "beta", ["all the way to Stable", "without a warning", "operators"]),
        (TORCH, "prototype", ["feedback", "dropped quickly", "binary", "draft documentation"]),
        (NEURON, "stable", ["at least a month before", "compatibility", "performance"]),
        (NEURON, "beta", ["Developer Preview", "minor ways", "not promised"]),
        (NEURON, "alpha", ["Developer Preview", "major ways", "not promised"]),
    ],
)
def test_commitments_say_what_the_sources_promise(
    preset: Manifest, level: str, words: list[str]
) -> None:
    found = preset.scheme.find(level)
    assert found is not None
    text = " ".join(found.commitment.split())
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("level", ["beta", "alpha"])
def test_neuron_says_what_is_not_for_production(level: str) -> None:
    found = NEURON.scheme.find(level)
    assert found is not None
    assert "not for production" in found.summary


def test_only_neuron_has_a_default_level() -> None:
    assert (TORCH.project.default_level, NEURON.project.default_level) == ("", "stable")


def test_pytorch_gives_two_releases_and_180_days_three_times_over() -> None:
    windows, window = TORCH.policy.windows, Window(releases=2, days=180)
    assert (windows.default, windows.silent, windows.restore) == (window, window, window)
    assert (window.combine, window.of, windows.announcement) == ("all", "minor", None)


def test_pytorch_wants_stable_alternatives_and_upgraders() -> None:
    assert TORCH.policy.alternative_level == "stable"
    assert TORCH.policy.serialized_needs_upgrader
    assert TORCH.policy.forward_compatibility == Span(days=14)


def test_neuron_announces_a_month_ahead_and_sets_no_other_window() -> None:
    windows = NEURON.policy.windows
    assert windows.announcement == Window(days=30)
    assert (windows.default, windows.silent, windows.restore) == (None, None, None)


def test_neuron_calls_alpha_and_beta_developer_previews() -> None:
    beta = NEURON.scheme.find("developer-preview")
    assert beta is not None
    assert beta.id == "beta"


BOTH = {"API contract", "Backward compatibility"}
CHANGES = "changed in small steps with new releases"
#: Kind → label, words of its description, footnotes, aspect → level → what the text starts with.
KINDS = {
    "api": (
        "API",
        ["torch_neuron.trace", "environment variables", "flags", "compiler"],
        1,
        {
            "API contract": {
                "alpha": "May change in major",
                "beta": "May change in minor",
                "stable": "Changes in small steps, never breaking the contract*",
            },
            "Backward compatibility": {"alpha": "No", "beta": "No", "stable": "Yes*"},
        },
    ),
    "package": (
        "Package / library",
        ["Neuron Runtime", "PyTorch Neuron", "NeuronX Distributed"],
        1,
        {
            "Testing": {"alpha": "Basic", "beta": "Basic", "stable": "That of a finished product"},
            "Features": {
                "alpha": "Basic",
                "beta": "Minimum viable product (MVP)*",
                "stable": f"Added and {CHANGES}",
            },
            "Performance": {"alpha": "Not tested", "beta": "Not tested", "stable": "Tested"},
        },
    ),
    "feature": (
        "Feature",
        ["Neuron Persistent Cache", "Transformers Neuron"],
        1,
        {
            "Testing": {"alpha": "Basic", "beta": "Basic", "stable": "That of a finished product"},
            "Functionality": {
                "alpha": "Basic",
                "beta": "Minimum viable product (MVP)*",
                "stable": f"Added and {CHANGES}",
            },
            "Performance": {"alpha": "Not tested", "beta": "Not tested", "stable": "Tested"},
        },
    ),
    "model-class": (
        "Model class",
        ["framework", "library", "workload", "Beta for training", "Stable for inference"],
        0,
        {
            "Accuracy / convergence": {"beta": "Validated", "stable": "Validated"},
            "Throughput / latency": {"beta": "Not tested", "stable": "Tested"},
        },
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_neuron_says_what_a_level_means_for_each_kind(kind: str) -> None:
    label, words, footnotes, aspects = KINDS[kind]
    (found,) = [one for one in NEURON.scheme.kinds if one.id == kind]
    description = " ".join(found.description.split())
    assert found.label == label
    assert [word for word in words if word not in description] == []
    assert len(found.footnotes) == footnotes
    assert {name: set(texts) for name, texts in found.aspects.items()} == {
        name: set(texts) for name, texts in aspects.items()
    }
    for name, texts in aspects.items():
        for level, text in texts.items():
            assert found.aspects[name][level].startswith(text)


def test_neuron_has_four_kinds_and_pytorch_none() -> None:
    assert [kind.id for kind in NEURON.scheme.kinds] == list(KINDS)
    assert TORCH.scheme.kinds == ()


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_names_its_sources(preset: str) -> None:
    text = (assets.PRESETS / f"{preset}.toml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert text.count("Source:") >= len(PRESETS[preset].scheme.levels)
    assert "https://" in text.partition("format =")[0]


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_no_level_looks_like_the_states(preset: Manifest) -> None:
    """Deprecated is red."""
    assert DEPRECATED.color not in {level.color for level in preset.scheme.levels}


def test_levels_of_one_rank_stand_in_the_order_of_badges() -> None:
    """On the levels page and in the inventory, as in indexes."""
    ranked = PRESETS["nodejs"].scheme.ranked
    rungs = Ladder(ranked)
    badges = [
        Badge(
            level.label,
            level.color,
            promise=rungs[level.id].promise,
            position=rungs[level.id].position,
        )
        for level in ranked
    ]
    assert [level.id for level in ranked] == [
        *("legacy", "stable", "release-candidate", "active-development"),
        *("experimental", "early-development"),
    ]
    assert badges == sorted(badges, key=order)
