"""The JSON Schemas that ship: as the records are, and true of what is written and read."""

from __future__ import annotations

import copy
import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import schemas
from packaging.version import Version

from sphinxext.stability import assets, clock, inventory, publishing, tombstones
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.manifest import ManifestError, load

ROOT = Path(__file__).parents[2]
#: Every manifest that can be read: of the presets, the demo, the corpora, and of all rules.
MANIFESTS = [
    *sorted(assets.PRESETS.glob("*.toml")),
    *sorted(ROOT.glob("demo_docs/**/*.toml")),
    *sorted(ROOT.glob("tests/corpora/*.toml")),
    *sorted(ROOT.glob("tests/rules/*/*/stability.toml")),
]


def _schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((assets.SCHEMAS / f"{name}.json").read_bytes())
    return found


@pytest.fixture(scope="module")
def manifest() -> jsonschema.Draft7Validator:
    """Return a validator of manifests."""
    schema = _schema("manifest")
    jsonschema.Draft7Validator.check_schema(schema)
    checker = jsonschema.Draft7Validator.FORMAT_CHECKER
    return jsonschema.Draft7Validator(schema, format_checker=checker)


@pytest.fixture(scope="module")
def published() -> jsonschema.Draft202012Validator:
    """Return a validator of inventories."""
    schema = _schema("inventory")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _as_json(value: object) -> Any:  # noqa: ANN401
    """Write dates as editors do that check TOML by a JSON Schema."""
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("name", ["manifest", "inventory"])
def test_the_files_are_fresh(name: str) -> None:
    """`python tests/schemas.py` brings them up to date."""
    made = schemas.described(schemas.generated()[name], _schema(name))
    assert (assets.SCHEMAS / f"{name}.json").read_text(encoding="utf-8") == schemas.as_text(made)
    assert schemas.undescribed(made) == []


@pytest.mark.parametrize("number", range(4))
def test_every_manifest_that_can_be_read_is_valid(
    manifest: jsonschema.Draft7Validator, number: int
) -> None:
    for path in MANIFESTS[number::4]:
        found = _as_json(tomllib.loads(path.read_text(encoding="utf-8")))
        assert [error.message for error in manifest.iter_errors(found)] == [], path


WHOLE = """
format = 1
project = { name = "p", default-level = "stable" }
contexts = { workload = ["training"] }
[scheme]
extends = "pytorch"
[[scheme.levels]]
id = "beta"
window = { releases = 1, days = 3, combine = "any", of = "patch", at = "major" }
max-age = { releases = 2 }
names = ["**.beta.**"]
requires = ["tracking"]
backward-compatible = false
[[scheme.kinds]]
id = "api"
aspects = { Contract = { beta = "may change" } }
[policy]
keep-changes = { days = 3 }
windows = { default = { releases = 1 } }
[[releases]]
version = "1.0"
date = 2024-01-01
[[features]]
id = "f"
level = "beta"
since = "1.0"
history = [{ level = "prototype", since = "0.9", reason = "x" }]
target = { level = "stable", version = "2.0" }
contexts = [{ when = { workload = "training" }, level = "beta", since = "1.0" }]
tracking = "https://example.org/1"
[[changes]]
id = "c"
type = "removal"
objects = ["m.f"]
deprecated = { version = "1.0", nightly = 2024-01-01 }
effective = "never"
alternatives = ["m.g", { target = "m.h", note = "x" }]
when = { python = ">=3.12" }
[[waivers]]
rule = "stuck-level"
target = "f"
reason = "x"
expires = 2030-01-01
"""
#: A value that no key takes.
WRONG = [{"wrong": {"wrong": 1.5}}]


def _places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of each table and value."""
    yield path
    items = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    for key, item in items:
        yield from _places(item, (*path, key))


#: The tables whose keys are free.
FREE = {"contexts", "aspects", "when", "Contract"}


def test_wrong_keys_and_types_are_refused(manifest: jsonschema.Draft7Validator) -> None:
    """Wherever they stand."""
    whole = _as_json(tomllib.loads(WHOLE))
    assert manifest.is_valid(whole)
    places = list(_places(whole))
    assert len(places) > 80
    for path in places:
        changed = copy.deepcopy(whole)
        *outer, last = path or ("",)
        holder = changed
        for step in outer:
            holder = holder[step]
        inner = holder[last] if path else changed
        if isinstance(inner, dict) and last not in FREE:
            inner["unknown-key"] = WRONG
        elif path:
            holder[last] = WRONG
        assert not manifest.is_valid(changed), path


@pytest.mark.parametrize(
    ("entry", "is_valid"),
    [
        ("deprecated = true", True),
        ('deprecated = "2.3"', True),
        ("deprecated = false", False),
        ("deprecated = 2.3", False),
        ('deprecated = "soon"', False),
        ('effective = "never"', True),
        ('effective = "newer"', False),
        ('type = "removel"', False),
        ('documentation = "www.example.org"', False),
        ('id = "a b"', False),
        ("alternatives = [1]", False),
        ('tombstone = "yes"', False),
    ],
)
def test_values_as_the_reader_takes_them(
    manifest: jsonschema.Draft7Validator, tmp_path: Path, entry: str, *, is_valid: bool
) -> None:
    """What an editor marks is a fault of the file, and the other way round."""
    key = entry.partition(" ")[0]
    given = {"id": '"c"', "type": '"removal"', key: entry.partition(" = ")[2]}
    text = "format = 1\n[[changes]]\n" + "".join(f"{k} = {v}\n" for k, v in given.items())
    assert manifest.is_valid(_as_json(tomllib.loads(text))) is is_valid
    path = tmp_path / "stability.toml"
    path.write_text(text, encoding="utf-8")
    try:
        load([path])
    except ManifestError:
        assert not is_valid
    else:
        assert is_valid


@pytest.mark.parametrize("name", ["torch", "neuron"])
@pytest.mark.parametrize("version", ["2.2", "2.6"])
def test_what_is_published_is_valid(
    published: jsonschema.Draft202012Validator, name: str, version: str
) -> None:
    """Of real projects' manifests, at two times."""
    manifest = load([ROOT / "tests" / "corpora" / f"{name}.toml"])
    moment = clock.moment(manifest, Version(version), dt.date(2025, 6, 1))
    catalogue = Catalogue(manifest, moment)
    made = tombstones.add(publishing.build(catalogue, {}, lambda doc, _: doc, {}), catalogue)
    data = json.loads(inventory.encode(made))
    assert len(data["features"]) > 10
    assert [error.message for error in published.iter_errors(data)] == []


STAGE = inventory.StageItem(level="beta", since="1.0", when={"workload": "training"})
TEXTS = ("a", "b")
PUBLISHED = inventory.Inventory(
    format=1,
    project="p",
    version="1.0",
    scheme=inventory.SchemeItem(
        default_level="beta",
        levels=(
            inventory.LevelItem(
                id="beta", label="B", rank=1, color="red", summary="x", backward_compatible=True
            ),
        ),
        kinds=(inventory.KindItem(id="api", label="API"),),
    ),
    features=(
        inventory.FeatureItem(
            id="f", title="F", levels=(STAGE,), history=(STAGE,), planned=STAGE, covers=TEXTS
        ),
    ),
    changes=(
        inventory.ChangeItem(
            id="c",
            type="removal",
            phase="warn",
            covers=TEXTS,
            computed_end=inventory.EndItem(version="2.0", date="2025-01-01", about=True),
        ),
    ),
    objects=(
        inventory.ObjectItem(
            domain="py", type="class", name="m.C", url="p", contexts=(STAGE,), deprecated=True
        ),
    ),
    removed=(inventory.RemovedItem(what="object", id="m.D", since="1.0", changes=TEXTS),),
)


def test_wrong_types_of_what_is_published_are_refused(
    published: jsonschema.Draft202012Validator,
) -> None:
    """Wherever they stand, by schema and reader alike; keys of a later version are not."""
    data = json.loads(inventory.encode(PUBLISHED))
    assert published.is_valid(data)
    for path in list(_places(data)):
        changed = copy.deepcopy(data)
        *outer, last = path or ("",)
        holder = changed
        for step in outer:
            holder = holder[step]
        inner = holder[last] if path else changed
        if isinstance(inner, dict) and last != "when":
            inner["of-a-later-version"] = WRONG
            assert published.is_valid(changed), path
            assert inventory.decode(json.dumps(changed).encode()) == PUBLISHED, path
        if path:
            holder[last] = WRONG
            assert not published.is_valid(changed), path
            with pytest.raises(inventory.InventoryError):
                inventory.decode(json.dumps(changed).encode())


def test_a_colour_of_a_later_version_is_grey() -> None:
    data = inventory.encode(PUBLISHED).replace(b'"red"', b'"teal"')
    assert inventory.decode(data).scheme.levels[0].color == "grey"
