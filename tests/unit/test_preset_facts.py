"""The presets made from other projects' policies hold the figures that those policies give."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest
from packaging.version import Version

from sphinxext.stability import assets
from sphinxext.stability.manifest import load
from sphinxext.stability.model import Level, Release, Span, Window
from sphinxext.stability.releases import Calendar
from sphinxext.stability.windows import Beginning, measure

#: Two minor releases, the commonest promise.
TWO = Window(releases=2, of="minor")
#: A break only with a new major version.
MAJOR = Window(at="major")


class Facts(NamedTuple):
    """What a preset says as a whole; levels as id and rank, the most stable first."""

    levels: tuple[tuple[str, int], ...]
    default_level: str = ""
    window: Window | None = None


FACTS = {
    "pytorch-api": Facts((("stable", 30), ("unstable", 10)), window=Window(releases=1, of="minor")),
    "executorch": Facts((("stable", 30), ("experimental", 10)), "stable", TWO),
    "kubernetes": Facts((("ga", 30), ("beta", 20), ("alpha", 10))),
    "nodejs": Facts(
        (
            *(("stable", 30), ("legacy", 30)),
            *(("release-candidate", 16), ("active-development", 13)),
            *(("early-development", 10), ("experimental", 10)),
        ),
        window=Window(releases=1, of="major", at="major"),
    ),
    "rust": Facts((("stable", 30), ("unstable", 10))),
    "cpython": Facts((("stable", 30), ("provisional", 10)), "stable", TWO),
    "numpy": Facts(
        (("stable", 30),),
        "stable",
        Window(releases=2, days=365, combine="all", of="minor", at="minor"),
    ),
    "django": Facts((("stable", 30),), "stable", TWO),
    "jetpack": Facts((("stable", 40), ("rc", 30), ("beta", 20), ("alpha", 10))),
    "opentelemetry": Facts(
        (("stable", 40), ("beta", 30), ("alpha", 20), ("development", 10)),
        window=Window(releases=2, days=181, combine="all", of="minor"),
    ),
    "aip-181": Facts((("stable", 30), ("beta", 20), ("alpha", 10))),
    "tensorflow": Facts((("public", 30), ("experimental", 10)), "public", MAJOR),
}
PRESETS = {name: load([assets.PRESETS / f"{name}.toml"]) for name in FACTS}


class Promises(NamedTuple):
    """What a level promises; None is what its source leaves open."""

    compatible: bool | None = None
    production: bool | None = None
    admonition: str = "none"
    window: object = None
    max_age: Span | None = None


STABLE = Promises(compatible=True)
OPEN = Promises(compatible=False, window="none")
#: Node.js shows a box with each of these, and advises against their use in production.
EXPERIMENTAL = Promises(compatible=False, production=False, admonition="warning", window="none")
PROMISES = {
    "pytorch-api": {"stable": STABLE, "unstable": OPEN},
    "executorch": {
        "stable": Promises(compatible=True, production=True),
        "experimental": OPEN._replace(admonition="warning"),
    },
    "kubernetes": {
        "ga": STABLE._replace(window=MAJOR),
        "beta": Promises(
            compatible=False,
            production=False,
            window=Window(releases=3, days=273, combine="all", of="minor"),
            max_age=Span(releases=3, days=276),
        ),
        "alpha": OPEN._replace(production=False),
    },
    "nodejs": {
        "stable": STABLE,
        "legacy": STABLE._replace(admonition="note"),
        "release-candidate": EXPERIMENTAL,
        "active-development": EXPERIMENTAL,
        "early-development": EXPERIMENTAL,
        "experimental": EXPERIMENTAL,
    },
    "rust": {"stable": STABLE, "unstable": OPEN},
    "cpython": {"stable": STABLE, "provisional": OPEN._replace(admonition="note")},
    "numpy": {"stable": STABLE},
    "django": {"stable": STABLE},
    "jetpack": {
        "stable": STABLE,
        "rc": STABLE,
        "beta": Promises(production=True),
        "alpha": OPEN,
    },
    "opentelemetry": {
        "stable": STABLE,
        "beta": Promises(),
        "alpha": OPEN,
        "development": OPEN._replace(production=False),
    },
    "aip-181": {
        "stable": STABLE,
        "beta": Promises(compatible=False, max_age=Span(days=90)),
        "alpha": OPEN,
    },
    "tensorflow": {"public": STABLE, "experimental": OPEN},
}
LEVELS = [(preset, level) for preset, levels in PROMISES.items() for level in levels]


def the_level(preset: str, word: str) -> Level:
    """Return a level of a preset, which must have it."""
    level = PRESETS[preset].scheme.find(word)
    assert level is not None
    return level


@pytest.mark.parametrize("preset", FACTS)
def test_levels_stand_in_the_order_of_their_ranks(preset: str) -> None:
    levels = PRESETS[preset].scheme.levels
    assert tuple((level.id, level.rank) for level in levels) == FACTS[preset].levels
    assert [level.rank for level in levels] == sorted((x.rank for x in levels), reverse=True)


@pytest.mark.parametrize("preset", FACTS)
def test_what_is_not_listed_has_a_level_only_where_the_source_says_so(preset: str) -> None:
    assert PRESETS[preset].project.default_level == FACTS[preset].default_level


@pytest.mark.parametrize("preset", FACTS)
def test_windows_are_those_of_the_source(preset: str) -> None:
    windows = PRESETS[preset].policy.windows
    assert windows.default == FACTS[preset].window
    assert (windows.silent, windows.restore, windows.announcement) == (None, None, None)


@pytest.mark.parametrize(("preset", "level"), LEVELS)
def test_levels_promise_what_the_source_promises(preset: str, level: str) -> None:
    found = the_level(preset, level)
    assert (
        found.backward_compatible,
        found.production,
        found.admonition,
        found.window,
        found.max_age,
    ) == PROMISES[preset][level]


@pytest.mark.parametrize(("preset", "level"), LEVELS)
def test_summaries_are_one_line_and_commitments_are_text(preset: str, level: str) -> None:
    found = the_level(preset, level)
    assert found.summary.endswith(".")
    assert not set("\n`*") & set(found.summary)
    assert found.commitment.strip().endswith(".")


@pytest.mark.parametrize("preset", FACTS)
def test_deprecated_and_removed_are_no_levels(preset: str) -> None:
    words = "0", "deprecated", "soft-deprecated", "pending", "deleted", "removed", "unmaintained"
    assert [word for word in words if PRESETS[preset].scheme.find(word)] == []


@pytest.mark.parametrize(
    ("preset", "word", "level", "label"),
    [
        ("pytorch-api", "api-stable", "stable", "API-Stable"),
        ("pytorch-api", "api-unstable", "unstable", "API-Unstable"),
        ("kubernetes", "stable", "ga", "GA"),
        ("nodejs", "1", "experimental", "Experimental"),
        ("nodejs", "1.0", "early-development", "Experimental: early development"),
        ("nodejs", "1.1", "active-development", "Experimental: active development"),
        ("nodejs", "1.2", "release-candidate", "Experimental: release candidate"),
        ("nodejs", "2", "stable", "Stable"),
        ("nodejs", "3", "legacy", "Legacy"),
        ("jetpack", "release-candidate", "rc", "Release candidate"),
        ("tensorflow", "stable", "public", "Public"),
    ],
)
def test_levels_have_the_other_names_of_the_source(
    preset: str, word: str, level: str, label: str
) -> None:
    found = the_level(preset, word)
    assert (found.id, found.label) == (level, label)


def test_pytorch_called_its_unstable_features_beta_and_prototype() -> None:
    assert the_level("pytorch-api", "unstable").formerly == ("Beta", "Prototype")


def test_rust_wants_a_tracking_issue_for_what_is_unstable() -> None:
    assert the_level("rust", "unstable").requires == ("tracking",)
    assert the_level("rust", "stable").requires == ()


@pytest.mark.parametrize(
    ("name", "experimental"),
    [
        ("tf.data.experimental", True),
        ("tf.data.experimental.AutotuneOptions", True),
        ("tf.experimental.numpy.array", True),
        ("tf.config.experimental_run_functions_eagerly", True),
        ("tf.lite.experimental.Analyzer.analyze", True),
        ("tf.SomeExperimentalOptions.enabled", True),
        ("tf.contrib.layers.conv2d", True),
        ("tf.data.Dataset", False),
        ("tf.compat.v1.Session", False),
    ],
)
def test_tensorflow_knows_experimental_things_by_their_names(
    name: str, *, experimental: bool
) -> None:
    names = the_level("tensorflow", "experimental").names
    assert any(target.covers("py", "function", name) for target in names) is experimental
    assert the_level("tensorflow", "public").names == ()


def calendar(**releases: str) -> Calendar:
    """Return a calendar of releases, spelled ``v4_2="2023-04-03"``."""
    return Calendar(
        Release(version=Version(name[1:].replace("_", ".")), date=dt.date.fromisoformat(date))
        for name, date in releases.items()
    )


DJANGO = calendar(v4_1="2022-08-03", v4_2="2023-04-03", v5_0="2023-12-04", v5_1="2024-08-07")
NODE = calendar(v20_0="2023-04-18", v20_3="2023-06-08", v21_0="2023-10-17", v22_0="2024-04-24")
PYTHON = calendar(v3_10="2021-10-04", v3_11="2022-10-24", v3_12="2023-10-02", v3_13="2024-10-07")
KUBERNETES = calendar(
    v1_31="2024-08-13", v1_32="2024-12-11", v1_33="2025-04-23", v1_34="2025-08-27"
)
TORCH = calendar(v2_8="2025-08-06", v2_9="2025-10-15")


@pytest.mark.parametrize(
    ("preset", "level", "releases", "start", "end", "kept"),
    [
        # Django drops in B.0 what A.1 deprecated, and in B.1 what A.2 did, the last of its series.
        ("django", "stable", DJANGO, "4.1", "5.0", True),
        ("django", "stable", DJANGO, "4.2", "5.0", False),
        ("django", "stable", DJANGO, "4.2", "5.1", True),
        # A warning that came within a major release of Node.js has not lasted for one.
        ("nodejs", "stable", NODE, "20.0", "21.0", True),
        ("nodejs", "stable", NODE, "20.0", "20.3", False),
        ("nodejs", "stable", NODE, "20.3", "21.0", False),
        ("nodejs", "stable", NODE, "20.3", "22.0", True),
        # The example of PEP 387.
        ("cpython", "stable", PYTHON, "3.10", "3.11", False),
        ("cpython", "stable", PYTHON, "3.10", "3.12", True),
        ("kubernetes", "beta", KUBERNETES, "1.31", "1.33", False),
        ("kubernetes", "beta", KUBERNETES, "1.31", "1.34", True),
        ("kubernetes", "ga", KUBERNETES, "1.31", "1.34", False),
        ("kubernetes", "ga", KUBERNETES, "1.31", "2.0", True),
        ("pytorch-api", "stable", TORCH, "2.8", "2.8", False),
        ("pytorch-api", "stable", TORCH, "2.8", "2.9", True),
    ],
)
def test_windows_end_where_the_source_says(
    preset: str, level: str, releases: Calendar, start: str, end: str, *, kept: bool
) -> None:
    own = the_level(preset, level).window
    window = own if isinstance(own, Window) else PRESETS[preset].policy.windows.default
    assert window is not None
    measured = measure(releases, Beginning(Version(start)), Version(end), window)
    assert measured.keeps(window) is kept


@pytest.mark.parametrize("preset", FACTS)
def test_every_figure_stands_below_its_source(preset: str) -> None:
    """Windows, time boxes and names have a comment with an address directly above."""
    lines = (assets.PRESETS / f"{preset}.toml").read_text(encoding="utf-8").splitlines()
    keys = "default = {", "window = {", "max-age = ", "names = "
    for number, line in enumerate(lines):
        if line.startswith(keys):
            above = lines[number - 2 if lines[number - 1].startswith("[") else number - 1]
            assert above.startswith("# ")
            assert "https://" in above


@pytest.mark.parametrize("preset", FACTS)
def test_every_level_names_its_source(preset: str) -> None:
    text = (assets.PRESETS / f"{preset}.toml").read_text(encoding="utf-8")
    for part in text.split("[[scheme.levels]]")[:-1]:
        comment = part.rstrip().rpartition("\n\n")[2]
        assert comment.startswith("# Source:")
