"""Inventories of other projects, from locations on disk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.errors import ConfigError

from sphinxext.stability.inventory import FILENAME

if TYPE_CHECKING:
    from tests.sphinx.conftest import Docs

INVENTORY: dict[str, Any] = {
    "format": 1,
    "project": "Vision",
    "version": "0.9",
    "scheme": {
        "levels": [
            {"id": "final", "label": "Final", "rank": 3, "color": "green"},
            {"id": "trial", "label": "Trial <b>", "rank": 1, "color": "amber", "summary": "Try."},
        ]
    },
    "features": [
        {
            "id": "jpeg",
            "title": "JPEG *decoding* :ref:`x`",
            "levels": [{"level": "trial", "since": "0.8"}],
            "history": [{"level": "Idea", "since": "0.5"}],
            "covers": ["vision.decode"],
            "url": "io.html#vision.decode",
            "tracking": "javascript:alert(1)",
        }
    ],
    "objects": [
        {
            "domain": "py",
            "type": "function",
            "name": "vision.decode",
            "url": "io.html#vision.decode",
            "level": "trial",
            "feature": "jpeg",
        }
    ],
    "later": "ignored",
}
PAGE = {
    "index.rst": """
Home
====

.. stability-index::

.. stability-history::

Here: :stability-of:`vision:vision.decode` and :stability-of:`vision:jpeg`.
"""
}
EARLY = """
[[features]]
id = "early"
level = "beta"
documents = ["index"]
"""


def conf(location: str, uri: str = "https://vision.example/stable/") -> str:
    return f"stability_projects = {{'vision': ({uri!r}, {location!r})}}\n"


@pytest.mark.parametrize("location", ["other/stability.json", "other", "file:{path}", "file:{dir}"])
def test_an_inventory_by_file_folder_or_file_url(docs: Docs, location: str) -> None:
    """Each way to name it; rows lead to the project's own pages, levels keep their labels."""
    docs.write(PAGE | {"other/stability.json": json.dumps(INVENTORY)}, EARLY)
    folder = docs.path / "other"
    place = location.format(path=(folder / FILENAME).as_posix(), dir=folder.as_posix())
    docs.write(PAGE, EARLY, conf(place.replace("file:/", "file:///")))
    built = docs.build()
    assert built.warnings == []
    page, words = built.read(), built.plain()
    assert 'href="https://vision.example/stable/io.html#vision.decode"' in page
    assert "JPEG *decoding* :ref:`x` vision.decode\nTrial <b>\n0.8\nIdea" in words
    assert "pkg 2.4 · 1" in words
    assert "vision 0.9 · 1" in words
    assert "Here: Trial <b> and Trial <b>." in words
    assert "Version 0.8\nJPEG *decoding* :ref:`x`: Trial <b> (was Idea)" in words
    assert "javascript" not in page


#: What is gone, with a tombstone.
ANCIENT = """
[[changes]]
id = "C-1"
type = "removal"
objects = ["pkg.ancient"]
deprecated = "2.1"
effective = "2.3"
"""

#: What a role asks for, and what is wrong with it.
ASKED = {
    "vision:py:function:vision.decode": "",
    "vision:py:vision.decode": "",
    "vision:vision.Box.open": "",
    "pkg:pkg.early": "",
    "vision:vision.decod": (
        "`vision:vision.decod` is no object and no feature that `vision` publishes. "
        "Did you mean `vision:vision.decode`?"
    ),
    "vision:jpg": (
        "`vision:jpg` is no object and no feature that `vision` publishes. "
        "Did you mean `vision:jpeg`?"
    ),
    "vision:c:vision.decode": (
        "`vision:c:vision.decode` is no object and no feature that `vision` publishes. "
        "Did you mean `vision:vision.decode`?"
    ),
    "vison:vision.decode": (
        "`vison:vision.decode` is no documented object and no feature, here or in "
        "`stability_projects`. Did you mean `vision:vision.decode`?"
    ),
    "vison:jpg": (
        "`vison:jpg` is no documented object and no feature, here or in "
        "`stability_projects`. Did you mean `vision:jpeg`?"
    ),
    "vison:pkg.early": (
        "`vison:pkg.early` is no documented object and no feature, here or in "
        "`stability_projects`. Did you mean `pkg.early`?"
    ),
    "vison:nothing": (
        "`vison:nothing` is no documented object and no feature, here or in "
        "`stability_projects`. Did you mean `vision`?"
    ),
    "vision:vision.old_crip": (
        "`vision:vision.old_crip` is no object and no feature that `vision` publishes. "
        "Did you mean `vision:vision.old_crop`?"
    ),
    "vision:pangs": (
        "`vision:pangs` is no object and no feature that `vision` publishes. "
        "Did you mean `vision:pngs`?"
    ),
    "pkg.ancent": (
        "`pkg.ancent` is no documented object and no feature, here or in `stability_projects`. "
        "Did you mean `pkg.ancient`?"
    ),
    "pkg.erly": (
        "`pkg.erly` is no documented object and no feature, here or in `stability_projects`. "
        "Did you mean `pkg.early`?"
    ),
}


def test_what_stability_of_asks_for(docs: Docs) -> None:
    """Objects with and without domain and type, members, features; else the nearest name."""
    member = {"domain": "py", "type": "method", "name": "vision.Box.open", "url": "io.html#x"}
    objects = [*INVENTORY["objects"], member | {"level": "trial"}]
    gone = [{"what": "object", "id": "vision.old_crop", "domain": "py", "type": "function"}]
    gone.append({"what": "feature", "id": "pngs"})
    removed = [item | {"since": "0.9"} for item in gone]
    docs.add({"other.json": json.dumps(INVENTORY | {"objects": objects, "removed": removed})})
    lines = "".join(f"* :stability-of:`{asked}`\n" for asked in ASKED)
    page = f"Home\n====\n\n{lines}\n.. py:function:: pkg.early()\n"
    entry = EARLY.replace('documents = ["index"]', 'objects = ["pkg.early"]')
    docs.write({"index.rst": page}, entry + ANCIENT, conf("other.json"))
    built = docs.build()
    assert [line.partition("WARNING: ")[2] for line in built.warnings] == [
        f"{fault} [stability.reference]" for fault in ASKED.values() if fault
    ]
    shown = built.plain().splitlines()[1 : len(ASKED) + 1]
    assert shown == ["Trial <b>"] * 3 + ["Beta"] + [asked for asked in ASKED if ASKED[asked]]


def test_a_project_that_cannot_be_read_is_told_of_once(docs: Docs) -> None:
    """What is asked of it stands there as it is written."""
    page = "Home\n====\n\n:stability-of:`vision:jpeg`, :stability-of:`vision:x.y`.\n"
    docs.write({"index.rst": page}, EARLY, conf("other.json"))
    built = docs.build()
    assert len(built.warnings) == 1
    assert "no inventory of `vision`" in built.warnings[0]
    assert "vision:jpeg, vision:x.y." in built.plain()


BROKEN = {
    "missing": (None, "{path}: cannot be read: No such file or directory"),
    "empty": ("", "{path}: is not JSON, or cut off: Input data was truncated"),
    "truncated": (
        json.dumps(INVENTORY)[:150],
        "{path}: is not JSON, or cut off: Input data was truncated",
    ),
    "not JSON": (
        "<html>",
        "{path}: is not JSON, or cut off: JSON is malformed: invalid character (byte 0)",
    ),
    "no object": ("[1]", "{path}: is not an inventory: it is no object with a `format`"),
    "no format": ("{}", "{path}: is not an inventory: it has no `format`"),
    "other format": (
        json.dumps({"format": 2, "features": 7}),
        "{path}: has format 2; this version reads 1; upgrade sphinxext-stability",
    ),
    "no text": (
        '{"format": "1"}',
        "{path}: is not an inventory: it is no object with a `format`",
    ),
    "other shape": (
        json.dumps({**INVENTORY, "features": [{"id": 7}]}),
        (
            "{path}: does not have the shape of an inventory: "
            "Expected `str`, got `int` - at `$.features[0].id`"
        ),
    ),
}


@pytest.mark.parametrize(("text", "why"), BROKEN.values(), ids=BROKEN)
def test_an_inventory_that_cannot_be_used(docs: Docs, text: str | None, why: str) -> None:
    """One typed warning, which can be suppressed, and the rest of the build is fine."""
    if text is not None:
        docs.add({"other.json": text})
    page = {"index.rst": PAGE["index.rst"].partition("Here")[0]}
    docs.write(page, EARLY, conf("other.json"))
    built = docs.build()
    reason = why.format(path="other.json")
    assert built.warnings == [
        f"WARNING: stability_projects: no inventory of `vision`; {reason} [stability.inventory]"
    ]
    assert built.app.statuscode == 0
    assert "Early" in built.plain()
    quiet = docs.build(confoverrides={"suppress_warnings": ["stability.inventory"]})
    assert quiet.warnings == []


def test_bytes_that_are_no_text(docs: Docs) -> None:
    """An inventory that is not UTF-8 is warned about like any other."""
    docs.write(PAGE, EARLY, conf("other.json"))
    (docs.path / "other.json").write_bytes(b'{"format": 1, "project": "\xff"}')
    built = docs.build()
    assert len([line for line in built.warnings if "[stability.inventory]" in line]) == 1
    assert built.app.statuscode == 0


def test_the_first_location_that_works_counts(docs: Docs) -> None:
    """Several locations are tried in order, and None is the project's address."""
    docs.add({"good/stability.json": json.dumps(INVENTORY)})
    settings = "stability_projects = {'vision': ('good/', ('nowhere.json', None))}\n"
    docs.write(PAGE, EARLY, settings)
    built = docs.build()
    assert built.warnings == []
    assert "vision 0.9 · 1" in built.plain()


def test_true_takes_the_address_of_intersphinx(docs: Docs) -> None:
    """A name that intersphinx knows needs no second address."""
    docs.add({"other/stability.json": json.dumps(INVENTORY)})
    docs.write({"index.rst": "O\n=\n"}, manifest="format = 1\n")
    objects = str(docs.build(outdir="o").outdir / "objects.inv")
    folder = (docs.path / "other").as_uri()
    settings = (
        'extensions += ["sphinx.ext.intersphinx"]\n'
        f"intersphinx_mapping = {{'vision': ({folder!r}, {objects!r})}}\n"
        "stability_projects = {'vision': True}\n"
    )
    docs.write(PAGE, EARLY, settings)
    built = docs.build()
    assert built.warnings == []
    assert "vision 0.9 · 1" in built.plain()


@pytest.mark.parametrize(
    ("base", "href"),
    [
        ("HTTPS://e.example/v", "HTTPS://e.example/v/io.html"),
        ("../vision", "../../vision/io.html"),
        ("/vision", "/vision/io.html"),
    ],
)
def test_links_from_a_folder(docs: Docs, base: str, href: str) -> None:
    docs.add({"vision.json": json.dumps(INVENTORY)})
    page = "Home\n====\n\n.. toctree::\n\n   sub/page\n"
    docs.write(
        {"index.rst": page, "sub/page.rst": "Page\n====\n\n.. stability-index::\n"},
        conf=f"stability_projects = {{'vision': ({base!r}, 'vision.json')}}\n",
    )
    assert f'href="{href}#vision.decode"' in docs.build().read("sub/page.html")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            "{'py': ('https://x.example/', None)}",
            (
                "stability_projects: `py` is the name of a domain, such as in `py:target`; "
                "choose another"
            ),
        ),
        (
            "{'stability': ('https://x.example/', None)}",
            (
                "stability_projects: `stability` is the name of a domain, such as in "
                "`stability:target`; choose another"
            ),
        ),
        (
            "{'vision': True}",
            (
                "stability_projects: `vision` is True, but intersphinx_mapping has no `vision`; "
                "give its address"
            ),
        ),
        (
            "{'vision': 'https://x.example/'}",
            "stability_projects: `vision` must be a pair of an address and a location, or True",
        ),
        (
            "{'vision': ('', None)}",
            (
                "stability_projects: `vision`: the first item must be the address of its pages: "
                "with http:// or https://, or relative to the root of these, such as `../vision/`"
            ),
        ),
        (
            "{'vision': ('https://x.example/', 7)}",
            (
                "stability_projects: `vision`: the second item must be None, a location or a tuple "
                "of them"
            ),
        ),
    ],
)
def test_a_bad_setting_is_one_clear_error(docs: Docs, value: str, message: str) -> None:
    """A project cannot be named like a domain, and its entry has a shape."""
    docs.write(PAGE, EARLY, f"stability_projects = {value}\n")
    with pytest.raises(ConfigError) as caught:
        docs.build()
    assert str(caught.value) == message


@pytest.mark.parametrize("location", ["other", "nowhere"])
@pytest.mark.parametrize("manifest", [None, "format = 1\n"])
def test_another_project_cannot_have_the_name_of_this_one(
    docs: Docs, location: str, manifest: str | None
) -> None:
    """The name may be that of conf.py, and the other inventory one that cannot be read today."""
    name = "pkg" if manifest is None else "Docs"
    docs.add({"other/stability.json": json.dumps(INVENTORY)})
    settings = f"project = 'Docs'\nstability_projects = {{{name!r}: ('x/', {location!r})}}\n"
    docs.write(PAGE, "", settings, **({"manifest": manifest} if manifest else {}))
    with pytest.raises(ConfigError) as caught:
        docs.build()
    assert str(caught.value) == (
        f"stability_projects: `{name}` is the name of this project; choose another for the other "
        "one"
    )


@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_addresses_of_others_stay_as_they_are(docs: Docs, builder: str) -> None:
    """Only within the one page of singlehtml there is a document before the anchor."""
    odd = json.dumps(INVENTORY).replace("#vision.decode", "#one#two")
    docs.write(PAGE | {"other/stability.json": odd}, EARLY, conf("other"))
    page = docs.build(builder).read()
    assert 'href="https://vision.example/stable/io.html#one#two"' in page
    assert 'href="#two"' not in page


def test_a_changed_inventory_rewrites_the_pages_that_show_it(docs: Docs) -> None:
    """Another project's file is no source of this one: nothing is read again."""
    docs.add({"other/stability.json": json.dumps(INVENTORY)})
    docs.write(PAGE | {"plain.rst": ":orphan:\n\nPlain\n=====\n"}, EARLY, conf("other"))
    first = docs.build()
    plain = first.outdir / "plain.html"
    was = plain.stat().st_mtime_ns
    docs.add({"other/stability.json": json.dumps(INVENTORY).replace("Trial <b>", "Proof")})
    second = docs.build()
    assert second.app.env.all_docs == first.app.env.all_docs
    assert "Here: Proof and Proof." in second.plain()
    assert plain.stat().st_mtime_ns == was
