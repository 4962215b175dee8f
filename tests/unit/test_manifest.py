"""The manifest format is read whole, several files and a preset make one manifest."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from packaging.version import Version

from sphinxext.stability.manifest import load
from sphinxext.stability.model import Change, Feature, Level, Manifest, Window
from sphinxext.stability.targets import Target

#: Reads texts as the files of one manifest.
Read = Callable[..., Manifest]
Edit = Callable[[bytes], bytes]

DESIGN = Path(__file__).parent / "manifests" / "design.toml"


def _plain(value: object) -> object:
    """Turn records back into what TOML holds, without what is empty or a place."""
    if isinstance(value, Target):
        return str(value)
    if isinstance(value, msgspec.Struct):
        names = ((field.name, field.encode_name) for field in msgspec.structs.fields(value))
        pairs = {key: _plain(getattr(value, name)) for name, key in names if name != "where"}
        return {key: item for key, item in pairs.items() if item not in (None, "", [], {})}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Version) else value


def _holds(found: Any, wanted: Any) -> bool:  # noqa: ANN401
    """Tell whether *found* has all of *wanted*; shorthands stand for their tables."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(_holds(found.get(k), v) for k, v in wanted.items())
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(_holds, found, wanted))
    return wanted in (found, *(found.values() if isinstance(found, dict) else ()))


@pytest.fixture(scope="module")
def design() -> Manifest:
    return load([DESIGN])


def test_every_key_of_the_format_is_read_and_kept(design: Manifest) -> None:
    written = tomllib.loads(DESIGN.read_text(encoding="utf-8"))
    found: Any = _plain(design)
    (beta,) = written["scheme"].pop("levels")
    assert _holds(found["scheme"]["levels"][1], beta)
    assert [key for key in written if not _holds(found[key], written[key])] == []


@pytest.mark.parametrize(
    ("record", "array", "needed"),
    [
        (Level, ("scheme", "levels"), 15),
        (Feature, ("features",), 21),
        (Change, ("changes",), 24),
    ],
)
def test_the_example_leaves_out_no_key(record: type, array: tuple[str, ...], needed: int) -> None:
    node: Any = tomllib.loads(DESIGN.read_text(encoding="utf-8"))
    for key in array:
        node = node[key]
    keys = {f.encode_name for f in msgspec.structs.fields(record)} - {"where"}
    assert set(node[0]) == keys
    assert len(keys) == needed


def test_values_have_the_types_that_the_format_gives_them(design: Manifest) -> None:
    feature, change = design.features[0], design.changes[0]
    assert feature.objects[2] == Target("torchvision.io.decode_jpeg", parameter="device")
    assert feature.contexts[0].when == {"workload": "training"}
    assert change.deprecated is not None
    assert change.deprecated.known == Version("2.3")
    assert change.deprecated.nightly == dt.date(2023, 11, 2)
    assert [one.is_target for one in change.alternatives] == [True, True]
    assert design.changes[1].effective == "never"
    assert [waiver.expires for waiver in design.waivers] == [dt.date(2026, 3, 1), Version("2.8")]
    assert feature.since == Version("1.6")
    assert design.releases[0].date == dt.date(2025, 1, 29)


def test_entries_know_their_lines(design: Manifest) -> None:
    lines = DESIGN.read_text(encoding="utf-8").splitlines()
    for entry, header in [
        (design.features[0], "[[features]]"),
        (design.changes[1], "[[changes]]"),
        (design.waivers[0], "[[waivers]]"),
        (design.scheme.kinds[0], "[[scheme.kinds]]"),
    ]:
        assert entry.where.file == str(DESIGN)
        assert lines[entry.where.line - 1] == header


def test_titles_and_labels_come_from_ids(read: Read) -> None:
    manifest = read(
        'format = 1\n[[scheme.levels]]\nid = "release-candidate"\nrank = 1\n'
        '[[scheme.kinds]]\nid = "model_class"\n'
        '[[features]]\nid = "named-tensors"\nlevel = "release-candidate"\n'
    )
    assert manifest.scheme.levels[0].label == "Release candidate"
    assert manifest.scheme.kinds[0].label == "Model class"
    assert manifest.features[0].title == "Named tensors"


def test_an_alternative_with_white_space_is_text(read: Read) -> None:
    manifest = read(
        'format = 1\n[[changes]]\nid = "a"\ntype = "removal"\nalternatives = ["your own loop"]\n'
    )
    assert not manifest.changes[0].alternatives[0].is_target


def test_a_deprecation_may_have_an_unknown_start(read: Read) -> None:
    manifest = read('format = 1\n[[changes]]\nid = "a"\ntype = "removal"\ndeprecated = true\n')
    start = manifest.changes[0].deprecated
    assert start is not None
    assert start.known is None


def test_files_add_to_each_other(read: Read) -> None:
    manifest = read(
        'format = 1\n[project]\nname = "p"\n[contexts]\nos = ["linux"]\n'
        '[[releases]]\nversion = "1.0"\n',
        'format = 1\n[project]\ndefault-level = "stable"\n[contexts]\nos = ["windows"]\n'
        '[scheme]\nextends = "pytorch"\n[[releases]]\nversion = "2.0"\n',
    )
    assert (manifest.project.name, manifest.project.default_level) == ("p", "stable")
    assert manifest.contexts == {"os": ("linux", "windows")}
    assert [str(release.version) for release in manifest.releases] == ["1.0", "2.0"]
    assert [release.where.file[-6:] for release in manifest.releases] == ["a.toml", "b.toml"]


def test_a_preset_is_overridden_by_id_key_by_key(read: Read) -> None:
    plain = read('format = 1\nscheme.extends = "pytorch"\n')
    manifest = read(
        'format = 1\n[scheme]\nextends = "pytorch"\n[[scheme.levels]]\nid = "beta"\n'
        'summary = "Ours."\nformerly = ["Preview"]\n[[scheme.levels]]\nid = "alpha"\nrank = 5\n'
    )
    assert [level.id for level in manifest.scheme.levels] == [
        "stable",
        "beta",
        "prototype",
        "alpha",
    ]
    beta, known = manifest.scheme.levels[1], plain.scheme.levels[1]
    assert (beta.summary, beta.formerly) == ("Ours.", ("Preview",))
    assert (beta.rank, beta.commitment, beta.color) == (known.rank, known.commitment, known.color)
    assert manifest.scheme.levels[0].commitment == plain.scheme.levels[0].commitment


def test_a_kind_of_a_preset_is_overridden_by_aspect_and_level(read: Read) -> None:
    manifest = read(
        'format = 1\n[scheme]\nextends = "aws-neuron"\n[[scheme.kinds]]\nid = "api"\n'
        '[scheme.kinds.aspects]\n"API contract" = { alpha = "None" }\n'
    )
    api = manifest.scheme.kinds[0]
    assert api.aspects["API contract"]["alpha"] == "None"
    assert api.aspects["API contract"]["beta"] == "May change in minor ways"
    assert api.label == "API"


def test_windows_of_a_preset_are_replaced_whole(read: Read) -> None:
    manifest = read(
        'format = 1\nscheme.extends = "pytorch"\n[policy.windows]\ndefault = { releases = 1 }\n'
    )
    windows = manifest.policy.windows
    assert windows.default == Window(releases=1)
    assert windows.silent == Window(releases=2, days=180)
    assert manifest.policy.serialized_needs_upgrader


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: b"# comment\n" + text + b"\n# another \xc3\xa9\n",
    ],
    ids=["byte order mark", "CRLF", "comments"],
)
def test_the_way_a_file_is_saved_does_not_matter(read: Read, change: Edit) -> None:
    text = b'format = 1\n[[features]]\nid = "a"\nlevel = "b"\ndescription = """\none\ntwo"""\n'
    text += b'[[scheme.levels]]\nid = "b"\nrank = 1\n'
    found, plain = read(change(text)), read(text)
    assert _plain(found) == _plain(plain)


def test_no_text_at_all_but_the_format_is_an_empty_manifest(read: Read) -> None:
    assert read("format = 1") == Manifest(format=1)
