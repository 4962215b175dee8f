"""All faults of all files in one run: where, which key, what is allowed, what was meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sphinxext.stability.manifest import ManifestError, load

#: Returns the lines of what is wrong with the files of these texts.
FaultsOf = Callable[..., list[str]]

HEAD = 'format = 1\nscheme.extends = "pytorch"\n'
FEATURE = HEAD + '[[features]]\nid = "a"\nlevel = "beta"\n'  # five lines
CHANGE = HEAD + '[[changes]]\nid = "a"\ntype = "removal"\n'
LEVEL = 'format = 1\n[[scheme.levels]]\nid = "a"\nrank = 1\n'
LEVELS = "stable, beta, prototype"
FIELDS = (
    "id, title, kind, level, since, history, reason, target, objects, exclude, documents, "
    "contexts, not-offered, tracking, docs, feedback, enable, moved-to, ended, description, owner"
)
TYPES = (
    "removal, rename, behavior, default-value, parameter-removal, parameter-rename, "
    "keyword-only, mode-swap, return-type, dependency"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "a.toml:1: format: is missing; write `format = 1`"),
        ("format = ", "a.toml:1: is not TOML: invalid value"),
        ("format = 1\n[a]\n\n[a]\n", "a.toml:4: is not TOML: cannot declare `a` twice"),
        (
            "format = 1\n[a.'b c']\n[a.'b c']\n",
            "a.toml:3: is not TOML: cannot declare `a.b c` twice",
        ),
        ('format = 1\na = "\n', "a.toml:2: is not TOML: illegal character '\\n'"),
        (b"format = 1\n\n# \xff\n", "a.toml:3: is not UTF-8; save the file in that encoding"),
        (
            b"\xef\xbb\xbfformat = 1\n# \xff\n",
            "a.toml:2: is not UTF-8; save the file in that encoding",
        ),
        ('f"', "a.toml:1: is not TOML: expected '=' after a key in a key/value pair"),
    ],
    ids=[
        "empty",
        "value",
        "twice",
        "twice below",
        "string",
        "encoding",
        "encoding after mark",
        "key",
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(
    faults_of: FaultsOf,
    text: str | bytes,
    expected: str,
) -> None:
    assert faults_of(text) == [expected]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("[" * 3000 + "]" * 3000, "nested too deeply"),
        ("1" * 5000, "a number has too many digits"),
    ],
    ids=["nested too deeply", "too long a number"],
)
def test_what_tomli_gives_up_on_is_a_fault_too(faults_of: FaultsOf, value: str, why: str) -> None:
    assert faults_of(f"format = 1\nx = {value}\n") == [
        f"a.toml:1: is not TOML that can be read: {why}"
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("2", "`2` is not a format that this version reads: 1. Upgrade sphinxext-stability"),
        ("0", "`0` is not a format that this version reads: 1"),
    ],
)
def test_an_unknown_format_is_named(faults_of: FaultsOf, value: str, message: str) -> None:
    assert faults_of(f"\nformat = {value}\n") == [f"a.toml:2: format: {message}"]


@pytest.mark.parametrize("value", ['"1"', "true", "1.0", "[1]"])
def test_a_format_of_another_type_is_one_fault(faults_of: FaultsOf, value: str) -> None:
    (fault,) = faults_of(f"format = {value}\n")
    assert fault.startswith("a.toml:1: format: ")


def test_a_format_needs_no_quotes(faults_of: FaultsOf) -> None:
    (fault,) = faults_of('format = "1"')
    assert fault.endswith("`1` is not a format that this version reads: 1; write 1 without quotes")


@pytest.mark.parametrize("text", ["soon", "2025-01-01\\ny = 2", "2025-13-01", "", "2025"])
def test_other_texts_would_be_no_better_without_quotes(faults_of: FaultsOf, text: str) -> None:
    (fault,) = faults_of(f'format = 1\n[[releases]]\nversion = "2"\ndate = "{text}"')
    assert fault == "a.toml:4: releases[0].date: must be a date, not a string"


def test_missing_files_and_folders_say_so(tmp_path: Path) -> None:
    with pytest.raises(ManifestError) as caught:
        load([tmp_path / "no.toml", tmp_path])
    assert str(caught.value).splitlines() == [
        f"{tmp_path}: is a directory; name its files, such as `{tmp_path.name}/*.toml`",
        f"{tmp_path / 'no.toml'}: there is no such file; `stability_manifest` names it",
    ]


NO_LEVEL = f"is not a level of scheme `pytorch`: {LEVELS}"
NO_VERSION = "is not a version that PEP 440 allows, such as `2.7` or `2.7.0rc1`"

#: A sound head, and where the keys after it belong.
IN_FILE = (HEAD, "")
IN_FEATURE = (FEATURE, "features[0].")
IN_CHANGE = (CHANGE, "changes[0].")
IN_LEVEL = (LEVEL, "scheme.levels[0].")


def _one_fault_on_the_last_line(
    faults_of: FaultsOf, head: tuple[str, str], text: str, fault: str
) -> None:
    before, path = head
    line = (before + text).count("\n") + 1
    assert faults_of(f"{before}{text}\n") == [f"a.toml:{line}: {path}{fault}"]


@pytest.mark.parametrize(
    ("head", "text", "fault"),
    [
        (
            IN_FILE,
            "[project]\nnme = 1",
            "project.nme: `nme` is not a key here: name, default-level. Did you mean `name`?",
        ),
        (
            IN_FEATURE,
            "levle = 1",
            f"levle: `levle` is not a key here: {FIELDS}. Did you mean `level`?",
        ),
        (IN_FEATURE, "xyzzy = 1", f"xyzzy: `xyzzy` is not a key here: {FIELDS}"),
        (
            IN_FEATURE,
            "where = 1",
            f"where: `where` is not a key here: {FIELDS}. Did you mean `owner`?",
        ),
        (
            IN_FEATURE,
            'target = { level = "beta", versoin = "1" }',
            "target.versoin: `versoin` is not a key here: level, version. Did you mean `version`?",
        ),
        (
            IN_FILE,
            "[policy.windows]\ndefault = { relaeses = 2 }",
            (
                "policy.windows.default.relaeses: `relaeses` is not a key here: "
                "releases, days, combine, of, at. Did you mean `releases`?"
            ),
        ),
    ],
)
def test_an_unknown_key_is_named(
    faults_of: FaultsOf, head: tuple[str, str], text: str, fault: str
) -> None:
    _one_fault_on_the_last_line(faults_of, head, text, fault)


@pytest.mark.parametrize(
    ("head", "text", "fault"),
    [
        (IN_FEATURE, "title = 3", "title: must be a string, not a whole number"),
        (IN_FEATURE, "since = 2.7", 'since: must be a string, not a number; write "2.7" in quotes'),
        (IN_FEATURE, 'objects = "torch.vmap"', "objects: must be an array, not a string"),
        (IN_FEATURE, "objects = [\n1]", "objects[0]: must be a string, not a whole number"),
        (IN_FEATURE, 'target = "beta"', "target: must be a table, not a string"),
        (IN_CHANGE, 'silent = "yes"', "silent: must be true or false, not a string"),
        (
            IN_CHANGE,
            "deprecated = 2.3",
            'deprecated: must be a string, not a number; write "2.3" in quotes',
        ),
        (
            IN_CHANGE,
            "deprecated = 1",
            'deprecated: must be a string, not a whole number; write "1" in quotes',
        ),
        (
            IN_CHANGE,
            "effective = 2.7",
            'effective: must be a string, not a number; write "2.7" in quotes',
        ),
        (
            IN_FILE,
            '[[releases]]\nversion = "1"\ndate = "2025-01-29"',
            "releases[0].date: must be a date, not a string; write 2025-01-29 without quotes",
        ),
        (IN_FILE, "features = 1", "features: must be an array, not a whole number"),
        (IN_FILE, "[features]", "features: must be an array, not a table"),
        (
            IN_FILE,
            '[policy.windows]\ndefault = { days = "two" }',
            "policy.windows.default.days: must be a whole number, not a string",
        ),
        (IN_LEVEL, "production = 1", "production: must be true or false, not a whole number"),
    ],
)
def test_a_wrong_type_is_named(
    faults_of: FaultsOf, head: tuple[str, str], text: str, fault: str
) -> None:
    _one_fault_on_the_last_line(faults_of, head, text, fault)


@pytest.mark.parametrize(
    ("head", "text", "fault"),
    [
        (
            IN_FILE,
            '[project]\ndefault-level = "stabel"',
            f"project.default-level: `stabel` {NO_LEVEL}. Did you mean `stable`?",
        ),
        (IN_FILE, '[policy]\nalternative-level = "x"', f"policy.alternative-level: `x` {NO_LEVEL}"),
        (
            IN_FILE,
            '[[features]]\nid = "a"\nlevel = "betta"',
            f"features[0].level: `betta` {NO_LEVEL}. Did you mean `beta`?",
        ),
        (
            IN_FILE,
            '[[features]]\nid = "a"\nlevel = "Experimental"',
            f"features[0].level: `Experimental` {NO_LEVEL}",
        ),
        (IN_FEATURE, 'target = { level = "Nightlies" }', f"target.level: `Nightlies` {NO_LEVEL}"),
        (
            IN_FEATURE,
            'history = [{ level = "Expermental" }]',
            (
                f"history[0].level: `Expermental` {NO_LEVEL}, Experimental, Nightlies. "
                "Did you mean `Experimental`?"
            ),
        ),
        (
            IN_FEATURE,
            'contexts = [{ when = {}, level = "alpha" }]',
            f"contexts[0].level: `alpha` {NO_LEVEL}",
        ),
        (IN_FEATURE, 'kind = "api"', "kind: `api` is not a kind of the scheme"),
        (IN_FEATURE, 'moved-to = "b"', "moved-to: `b` is not a feature: a"),
        (IN_CHANGE, 'features = ["a"]', "features[0]: `a` is not a feature"),
        (IN_CHANGE, 'after = "TD-1"', "after: `TD-1` is not a change: a"),
        (
            IN_FILE,
            '[[changes]]\nid = "a"\ntype = "removel"',
            f"changes[0].type: `removel` is not allowed here: {TYPES}. Did you mean `removal`?",
        ),
        (
            IN_LEVEL,
            'color = "pink"',
            "color: `pink` is not allowed here: green, amber, violet, red, blue, grey",
        ),
        (
            IN_LEVEL,
            'admonition = "warn"',
            "admonition: `warn` is not allowed here: warning, note, none. Did you mean `warning`?",
        ),
        (
            IN_LEVEL,
            'window = "non"',
            "window: `non` is not allowed here: none. Did you mean `none`?",
        ),
        (
            IN_LEVEL,
            'requires = ["trackng"]',
            (
                f"requires[0]: `trackng` is not a field of a feature: {FIELDS}. "
                "Did you mean `tracking`?"
            ),
        ),
    ],
)
def test_a_word_that_names_nothing_is_named(
    faults_of: FaultsOf, head: tuple[str, str], text: str, fault: str
) -> None:
    _one_fault_on_the_last_line(faults_of, head, text, fault)


@pytest.mark.parametrize(
    ("head", "text", "fault"),
    [
        (IN_FEATURE, 'since = "main"', f"since: `main` {NO_VERSION}"),
        (IN_CHANGE, 'deprecated = "2.x"', f"deprecated: `2.x` {NO_VERSION}"),
        (IN_CHANGE, 'deprecated = { version = "2.x" }', f"deprecated.version: `2.x` {NO_VERSION}"),
        (IN_CHANGE, 'effective = "2.7-final"', f"effective: `2.7-final` {NO_VERSION}"),
        (
            IN_FEATURE,
            'objects = ["torch.a**"]',
            "objects[0]: `**` in `torch.a**` must be a whole segment, such as `torch.**`",
        ),
        (
            IN_FEATURE,
            'objects = ["torch. range"]',
            "objects[0]: `torch. range` has white space in its name",
        ),
        (IN_FEATURE, 'exclude = ["py:"]', "exclude[0]: `py:` has no name, such as `torch.range`"),
        (
            IN_FILE,
            '[[features]]\nlevel = "beta"\nid = "a b"',
            "features[0].id: `a b` is not an id: letters, digits, `.`, `_`, `+` and `-`",
        ),
        (
            IN_FEATURE,
            'docs = "javascript:x"',
            "docs: `javascript:x` is not an address that starts with http:// or https://",
        ),
    ],
)
def test_a_value_that_cannot_be_parsed_is_named(
    faults_of: FaultsOf, head: tuple[str, str], text: str, fault: str
) -> None:
    _one_fault_on_the_last_line(faults_of, head, text, fault)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (HEAD + '[[features]]\ntitle = "A"\nlevel = "beta"', "3: features[0].id: is missing"),
        (HEAD + '[[features]]\nid = "a"', "3: features[0].level: is missing; or give `contexts`"),
        (HEAD + '[[changes]]\nid = "a"', "3: changes[0].type: is missing"),
        (HEAD + "[[releases]]\ndate = 2025-01-29", "3: releases[0].version: is missing"),
        (
            HEAD + '[[changes]]\nid = "a"\ntype = "behavior"',
            "3: changes[0].summary: is missing; a change of type `behavior` needs one",
        ),
        (
            FEATURE + 'contexts = [{ level = "beta" }]',
            "6: features[0].contexts[0].when: is missing",
        ),
    ],
)
def test_a_missing_key_is_named_at_its_entry(faults_of: FaultsOf, text: str, fault: str) -> None:
    assert faults_of(text) == [f"a.toml:{fault}"]
