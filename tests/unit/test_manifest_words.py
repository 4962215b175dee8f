"""Faults between entries and between files: what one says of another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sphinxext.stability import assets

#: Returns the lines of what is wrong with the files of these texts.
FaultsOf = Callable[..., list[str]]

PRESETS = ", ".join(sorted(path.stem for path in assets.PRESETS.glob("*.toml")))
HEAD = 'format = 1\nscheme.extends = "pytorch"\n'
FEATURE = HEAD + '[[features]]\nid = "a"\nlevel = "beta"\n'  # five lines


def test_contexts_that_the_manifest_lists_are_the_only_ones(faults_of: FaultsOf) -> None:
    text = FEATURE + 'contexts = [{ when = { WHEN }, level = "beta" }]\n'
    text += '[contexts]\nworkload = ["training", "inference"]\n'
    assert faults_of(text.replace("WHEN", 'worklaod = "training"')) == [
        (
            "a.toml:6: features[0].contexts[0].when.worklaod: `worklaod` is not a context: "
            "workload. Did you mean `workload`?"
        )
    ]
    assert faults_of(text.replace("WHEN", 'workload = "trainig"')) == [
        (
            "a.toml:6: features[0].contexts[0].when.workload: `trainig` is not a workload: "
            "training, inference. Did you mean `training`?"
        )
    ]


def test_what_is_not_offered_is_a_context_without_a_level(faults_of: FaultsOf) -> None:
    """In words that the manifest lists; in no context at all it would have ended."""
    text = FEATURE + 'contexts = [{ when = { workload = "training" }, level = "beta" }]\n'
    text += 'not-offered = [{ WHEN }]\n[contexts]\nworkload = ["training", "inference"]\n'
    where = "a.toml:7: features[0].not-offered[0]"
    assert faults_of(text.replace("WHEN", "")) == [
        f'{where}: is empty; name a context, such as `{{ workload = "training" }}`'
    ]
    assert faults_of(text.replace("WHEN", 'workload = "trainig"')) == [
        (
            f"{where}.workload: `trainig` is not a workload: training, inference. "
            "Did you mean `training`?"
        )
    ]
    assert faults_of(text.replace("WHEN", 'workload = "training"')) == [
        f"{where}: is a context for which `contexts` gives a level; leave one of them out"
    ]
    assert faults_of(text.replace("{ WHEN }", '"training"')) == [
        f"{where}: must be a table, not a string"
    ]
    twice = '{ workload = "inference" }, { workload = "inference" }'
    assert faults_of(text.replace("{ WHEN }", twice)) == [
        "a.toml:7: features[0].not-offered[1]: is given twice; leave one of them out"
    ]
    assert faults_of(text.replace("WHEN", "workload = 1")) == [
        f"{where}.workload: must be a string, not a whole number"
    ]


def test_an_unknown_preset_is_the_only_fault(faults_of: FaultsOf) -> None:
    """Levels that it would have brought are not reported as unknown, too."""
    assert faults_of(FEATURE.replace("pytorch", "pytroch")) == [
        (f"a.toml:2: scheme.extends: `pytroch` is not a preset: {PRESETS}. Did you mean `pytorch`?")
    ]


def test_a_file_that_cannot_be_read_brings_no_other_faults(faults_of: FaultsOf) -> None:
    """The levels may well stand in it."""
    entry = '[[features]]\nid = "a"\nlevel = "beta"\n'
    assert faults_of("format = 1\n" + entry, HEAD + "=\n") == [
        "b.toml:3: is not TOML: invalid statement"
    ]


def test_an_id_given_twice_names_the_other_place(faults_of: FaultsOf) -> None:
    entry = '[[features]]\nid = "a"\nlevel = "beta"\n'
    assert faults_of(FEATURE, "format = 1\n\n" + entry) == [
        "b.toml:4: features[0].id: `a` is already the id of the entry at a.toml:4"
    ]
    level = '[[scheme.levels]]\nid = "beta"\nrank = 20\n'
    assert faults_of(HEAD + level + level) == [
        "a.toml:7: scheme.levels[1].id: `beta` is already the id of the entry at a.toml:4"
    ]


def test_a_single_value_in_two_files_names_the_other_place(faults_of: FaultsOf) -> None:
    assert faults_of(HEAD + '[project]\nname = "a"\n', 'format = 1\nproject.name = "b"\n') == [
        "b.toml:2: project.name: is already given at a.toml:4; give it once"
    ]


def test_paths_count_within_their_own_file(faults_of: FaultsOf) -> None:
    """Neither another file's entries nor the preset's levels shift the numbers."""
    assert faults_of(
        FEATURE, 'format = 1\n[[features]]\nid = "b"\nlevel = "beta"\nsince = 1\n'
    ) == ['b.toml:5: features[0].since: must be a string, not a whole number; write "1" in quotes']
    assert faults_of(HEAD + '[[scheme.levels]]\nid = "beta"\nrank = "x"\n') == [
        "a.toml:5: scheme.levels[0].rank: must be a whole number, not a string"
    ]


def test_all_faults_of_all_files_come_in_one_run_in_the_order_of_lines(faults_of: FaultsOf) -> None:
    found = faults_of(
        FEATURE + 'since = "x"\ntitle = 1\n[[changes]]\nid = "c"\ntype = "x"\nerror = "y"\n',
        'format = 2\n[[features]]\nid = "a"\nlevel = "gamma"\nold = 1\n',
    )
    places = [fault.split(": ")[0] for fault in found]
    assert places == [
        "a.toml:6",
        "a.toml:7",
        "a.toml:10",
        "a.toml:11",
        "b.toml:1",
        "b.toml:3",
        "b.toml:4",
        "b.toml:5",
    ]


def test_former_names_are_valid_in_a_history_and_aliases_everywhere(faults_of: FaultsOf) -> None:
    text = 'format = 1\nscheme.extends = "aws-neuron"\n[[features]]\nid = "a"\n'
    text += 'level = "Developer-Preview"\ntarget = { level = "general-availability" }\n'
    text += 'history = [{ level = "developer-preview" }, { level = "old" }]\n'
    (fault,) = faults_of(text)
    assert fault.startswith("a.toml:7: features[0].history[1].level: `old` is not a level of")


NOWHERE = """kind = "x"
contexts = [CONTEXTS]
not-offered = [NOT]
[contexts]
workload = ["training", "inference"]
framework = ["pytorch", "jax"]
"""
TRAINING = '{ when = { workload = "training" }, level = "beta" }'
FINE = '{ when = { workload = "training", framework = "jax" }, level = "beta" }'


@pytest.mark.parametrize(
    ("absent", "contexts", "is_fault"),
    [
        ('{ workload = "training" }, { workload = "inference" }', "", True),
        ('{ workload = "training" }, { workload = "inference" }', FINE, False),
        ('{ workload = "training" }', "", False),
        (
            '{ workload = "inference" }, { framework = "jax" }, { framework = "pytorch" }',
            TRAINING,
            True,
        ),
        ('{ workload = "inference" }, { framework = "jax" }', TRAINING, False),
    ],
)
def test_a_feature_is_offered_somewhere(
    faults_of: FaultsOf, absent: str, contexts: str, *, is_fault: bool
) -> None:
    """What is said for more keys counts; equally near, it is not offered."""
    text = FEATURE + NOWHERE.replace("CONTEXTS", contexts).replace("NOT", absent)
    other = "a.toml:6: features[0].kind: `x` is not a kind of the scheme"
    fault = (
        "a.toml:8: features[0].not-offered: leaves no context to the feature; "
        "leave one out, or say when it has `ended`"
    )
    assert faults_of(text) == [other] + [fault] * is_fault
