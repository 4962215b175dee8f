"""``stability.json``: written sorted and stable, read back the same, refused with a reason."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext.stability import inventory, publishing
from sphinxext.stability.catalogue import Catalogue
from sphinxext.stability.cleaning import clean
from sphinxext.stability.facts import DocumentFacts, SeenLevel, SeenObject, SeenSection
from sphinxext.stability.inventory import Inventory, InventoryError
from sphinxext.stability.targets import Target

Ask = Callable[..., Catalogue]

MANIFEST = """project.name = "torch"
[[features]]
id = "z"
level = "beta"
since = "2.1"
history = [{ level = "Experimental", since = "1.3" }]
target = { level = "stable", version = "3.0" }
objects = ["m.z"]
tracking = "https://example.org/z"
[[features]]
id = "a"
level = "stable"
since = "9.0"
history = [{ level = "Nightlies", since = "1.0" }, { level = "beta", since = "1.2" }]
documents = ["page"]
[[features]]
id = "ended"
level = "beta"
ended = "2.0"
[[changes]]
id = "C2"
type = "removal"
objects = ["m.old"]
summary = "Use :py:func:`m.z`."
deprecated = { version = "2.3", nightly = 2024-01-01 }
effective = "never"
alternatives = ["m.z", "your own"]
[[changes]]
id = "C1"
type = "mode-swap"
objects = ["m.z(mode=a)"]
effective = "9.0"
"""
OBJECTS = (
    SeenObject("py", "function", "m.z", "m.z"),
    SeenObject("py", "function", "m.old", "m.old", also=("m.older",)),
    SeenObject("py", "function", "m.plain", "m.plain"),
    SeenObject("std", "option", "prog.-f", "cmdoption-f", levels=(SeenLevel("beta"),)),
)


def _url(docname: str, anchor: str) -> str:
    return f"{docname}.html" + (f"#{anchor}" if anchor else "")


def _build(catalogue: Catalogue, pages: dict[str, DocumentFacts]) -> Inventory:
    documents = {name: (facts, catalogue.document(name, facts)) for name, facts in pages.items()}
    return publishing.build(catalogue, documents, _url, {})


@pytest.fixture
def torch(ask: Ask) -> Inventory:
    """Return the inventory of a small project at version 2.4."""
    page = DocumentFacts((SeenSection("top", ("top",)),))
    return _build(ask(MANIFEST), {"page": page, "api": DocumentFacts(objects=OBJECTS)})


def test_it_tells_what_levels_promise_where_and_for_what(ask: Ask) -> None:
    """What a project does not say is left out; contexts are in the order that it declares."""
    text = """
[contexts]
workload = ["training", "inference"]
framework = ["jax"]
[[scheme.levels]]
id = "beta"
production = false
[[features]]
id = "a"
contexts = [{ when = { workload = "training" }, level = "beta" }]
not-offered = [{ workload = "inference", framework = "jax" }]
"""
    levels = {("level", "beta"): ("levels", "beta"), ("feature", "a"): ("a", "")}
    made = publishing.build(ask(text), {}, _url, levels)
    data = json.loads(inventory.encode(made))
    assert data["scheme"]["contexts"] == {
        "workload": ["training", "inference"],
        "framework": ["jax"],
    }
    stable, beta = data["scheme"]["levels"][:2]
    assert (beta["url"], beta["production"]) == ("levels.html#beta", False)
    assert not {"url", "production"} & set(stable)
    (feature,) = data["features"]
    assert feature["url"] == "a.html"
    assert feature["not-offered"] == [{"workload": "inference", "framework": "jax"}]
    assert inventory.decode(inventory.encode(made)) == made


def test_an_inventory_has_what_holds_at_its_version(torch: Inventory) -> None:
    data = json.loads(inventory.encode(torch))
    assert list(data) == [
        "format",
        "project",
        "version",
        "scheme",
        "features",
        "changes",
        "objects",
    ]
    assert (data["format"], data["project"], data["version"]) == (1, "torch", "2.4")
    assert [level["id"] for level in data["scheme"]["levels"]] == ["stable", "beta", "prototype"]
    assert data["features"] == [
        {
            "id": "a",
            "title": "A",
            "levels": [{"level": "beta", "since": "1.2"}],
            "history": [{"level": "Nightlies", "since": "1.0"}],
            "documents": ["page"],
            "url": "page.html#top",
        },
        {
            "id": "z",
            "title": "Z",
            "levels": [{"level": "beta", "since": "2.1"}],
            "history": [{"level": "Experimental", "since": "1.3"}],
            "planned": {"level": "stable", "since": "3.0"},
            "covers": ["m.z"],
            "url": "api.html#m.z",
            "tracking": "https://example.org/z",
        },
    ]
    assert data["changes"] == [
        {
            "id": "C1",
            "type": "mode-swap",
            "phase": "planned",
            "covers": ["m.z(mode=a)"],
            "effective": "9.0",
        },
        {
            "id": "C2",
            "type": "removal",
            "phase": "warn",
            "covers": ["m.old"],
            "summary": "Use m.z.",
            "deprecated": "2.3",
            "effective": "never",
            "alternatives": ["m.z", "your own"],
        },
    ]


def test_objects_with_a_level_or_a_change_are_listed_sorted(torch: Inventory) -> None:
    assert [
        (item.domain, item.type, item.name, item.url, item.level, item.changes, item.deprecated)
        for item in torch.objects
    ] == [
        ("py", "function", "m.old", "api.html#m.old", "", ("C2",), True),
        ("py", "function", "m.older", "api.html#m.old", "", ("C2",), True),
        ("py", "function", "m.z", "api.html#m.z", "beta", (), False),
        ("std", "cmdoption", "prog.-f", "api.html#cmdoption-f", "beta", (), False),
    ]


def test_a_definition_goes_before_a_description_without_index(ask: Ask) -> None:
    catalogue = ask(MANIFEST)
    seen = SeenObject("py", "function", "m.z", unindexed=True)
    defined = SeenObject("py", "function", "m.z", "m.z")
    pages = {"a": DocumentFacts(objects=(seen,)), "b": DocumentFacts(objects=(defined,))}
    assert [item.url for item in _build(catalogue, pages).objects] == ["b.html#m.z"]


def test_the_order_of_manifest_and_pages_does_not_matter(ask: Ask) -> None:
    pages = {
        name: DocumentFacts(objects=(seen,)) for name, seen in zip("abcd", OBJECTS, strict=True)
    }
    head, *entries = MANIFEST.split("[[")
    mixed = head + "".join(f"[[{entry}" for entry in reversed(entries))
    one = _build(ask(MANIFEST), pages)
    other = _build(ask(mixed), dict(reversed(pages.items())))
    assert inventory.encode(one) == inventory.encode(other)


def test_every_entry_stands_on_a_line_of_its_own(torch: Inventory) -> None:
    lines = inventory.encode(torch).decode().splitlines()
    assert sum(line.startswith('{"domain":') for line in lines) == len(torch.objects)
    assert sum(line.startswith('{"id":"C') for line in lines) == len(torch.changes)


#: Clean texts: others come back otherwise, see ``test_cleaning``.
TEXT = st.text(max_size=8).map(clean)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
STAGES = st.builds(inventory.StageItem, level=TEXT, since=TEXT, when=st.dictionaries(TEXT, TEXT))
INVENTORIES = st.builds(
    Inventory,
    format=st.just(1),
    project=TEXT,
    version=TEXT,
    scheme=st.builds(
        inventory.SchemeItem,
        default_level=TEXT,
        levels=st.lists(
            st.builds(inventory.LevelItem, id=TEXT, label=TEXT, rank=st.integers(-9, 99)),
            max_size=2,
        ).map(tuple),
        kinds=st.just(()),
    ),
    features=st.lists(
        st.builds(
            inventory.FeatureItem,
            id=TEXT,
            title=TEXT,
            levels=st.lists(STAGES, max_size=2).map(tuple),
            planned=st.none() | STAGES,
            covers=TEXTS,
        ),
        max_size=2,
        unique_by=lambda item: item.id,
    ).map(tuple),
    changes=st.lists(
        st.builds(inventory.ChangeItem, id=TEXT, type=TEXT, phase=TEXT, features=TEXTS),
        max_size=2,
        unique_by=lambda item: item.id,
    ).map(tuple),
    objects=st.lists(
        st.builds(
            inventory.ObjectItem,
            domain=TEXT,
            type=TEXT,
            name=TEXT,
            url=TEXT,
            deprecated=st.booleans(),
        ),
        max_size=2,
        unique_by=lambda item: (item.domain, item.type, item.name),
    ).map(tuple),
    removed=st.lists(
        st.builds(inventory.RemovedItem, what=TEXT, id=TEXT, since=TEXT, changes=TEXTS),
        max_size=2,
        unique_by=lambda item: (item.what, item.id),
    ).map(tuple),
)


@given(INVENTORIES)
def test_what_is_written_is_read_back(found: Inventory) -> None:
    assert inventory.decode(inventory.encode(found)) == found
    data = json.loads(inventory.encode(found))
    assert {key: data[key] for key in json.loads(msgspec.json.encode(found))} == json.loads(
        msgspec.json.encode(found)
    )
    always = {field.encode_name for field in msgspec.structs.fields(Inventory)} - {"removed"}
    assert data.keys() == (always | {"removed"} if found.removed else always)


@given(INVENTORIES, st.floats(0, 0.999))
def test_a_file_that_was_cut_off_says_so(found: Inventory, part: float) -> None:
    data = inventory.encode(found).rstrip()
    with pytest.raises(InventoryError, match=r"\Ais not JSON, or cut off: ."):
        inventory.decode(data[: int(len(data) * part)])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not JSON, or cut off: Input data was truncated"),
        (b"<html>", "is not JSON, or cut off: JSON is malformed: invalid character (byte 0)"),
        (b"[]", "is not an inventory: it is no object with a `format`"),
        (b'{"format": "1"}', "is not an inventory: it is no object with a `format`"),
        (b"{}", "is not an inventory: it has no `format`"),
        (b'{"format": 2}', "has format 2; this version reads 1; upgrade sphinxext-stability"),
        (b'{"format": 0}', "has format 0; this version reads 1"),
        (
            b'{"format": 1, "project": "p", "version": "1", "objects": [{"domain": 1}]}',
            (
                "does not have the shape of an inventory: Expected `str`, got `int` - at "
                "`$.objects[0].domain`"
            ),
        ),
        (
            b'{"format": 1, "version": "1"}',
            "does not have the shape of an inventory: Object missing required field `project`",
        ),
    ],
)
def test_what_is_no_inventory_says_why(data: bytes, message: str) -> None:
    with pytest.raises(InventoryError) as caught:
        inventory.decode(data)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "data", [b'{"format":1,"x":' + b"[" * 100_000, b"[" * 100_000, b"\xff\xfe{}"]
)
def test_hostile_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(InventoryError):
        inventory.decode(data)


def test_keys_of_a_later_version_are_passed_over() -> None:
    data = b'{"format": 1, "project": "p", "version": "1", "new": [1], "features": []}'
    assert inventory.decode(data) == Inventory(format=1, project="p", version="1")


def test_features_are_found_before_objects_of_the_same_name(torch: Inventory) -> None:
    feature = inventory.find(torch, Target.parse("z"))
    assert isinstance(feature, inventory.FeatureItem)
    assert isinstance(inventory.find(torch, Target.parse("m.z")), inventory.ObjectItem)
    assert inventory.find(torch, Target.parse("nothing")) is None


def _library(count: int) -> Inventory:
    """Return the inventory of a large library: classes with methods, a page for each class."""
    chance = random.Random(1)  # noqa: S311
    letters = "abcdefghiklmnoprstuvwy"
    words = ["".join(chance.choices(letters, k=3 + n % 7)) for n in range(560)]

    def name(join: str, most: int) -> str:
        return join.join(chance.choices(words, k=chance.randint(1, most)))

    modules = [f"library.{name('.', 3)}" for _ in range(200)]
    objects: list[inventory.ObjectItem] = []
    while len(objects) < count:
        owner = f"{chance.choice(modules)}.{name('', 2).title()}"
        names = [owner, *(f"{owner}.{name('_', 3)}" for _ in range(12))]
        level = chance.choice(("stable", "stable", "beta", "prototype"))
        objects += [
            inventory.ObjectItem(
                domain="py",
                type="class" if name == owner else "method",
                name=name,
                url=f"generated/{owner}.html#{name}",
                level=level,
                feature="" if level == "stable" else f"feature-{len(owner) * 7}",
                changes=(f"TD-{chance.randrange(400):04}",) * (chance.random() < 0.02),
            )
            for name in names
        ]
    ordered = sorted(objects[:count], key=lambda item: (item.type, item.name))
    return Inventory(format=1, project="library", version="2.4", objects=tuple(ordered))


def test_an_inventory_of_40_000_objects_is_small() -> None:
    """Packed, an object takes 40 bytes at most."""
    data = inventory.encode(_library(40_000))
    assert len(gzip.compress(data, mtime=0)) / 40_000 < 40


def test_of_one_id_the_first_counts() -> None:
    """What is there has no tombstone."""
    feature = inventory.FeatureItem(id="x", title="First")
    item = inventory.ObjectItem(domain="py", type="class", name="m.X", url="a")
    change = inventory.ChangeItem(id="C", type="removal", phase="warn")
    gone = inventory.RemovedItem(what="feature", id="y", since="1")
    made = Inventory(
        format=1,
        project="p",
        version="1",
        features=(feature, msgspec.structs.replace(feature, title="Second")),
        changes=(change, msgspec.structs.replace(change, phase="error")),
        objects=(item, msgspec.structs.replace(item, url="b")),
        removed=(
            gone,
            msgspec.structs.replace(gone, since="2"),
            msgspec.structs.replace(gone, id="x"),
            inventory.RemovedItem(what="object", domain="py", type="class", id="m.X", since="1"),
        ),
    )
    found = inventory.decode(inventory.encode(made))
    assert (found.features, found.changes, found.objects, found.removed) == (
        (feature,),
        (change,),
        (item,),
        (gone,),
    )
