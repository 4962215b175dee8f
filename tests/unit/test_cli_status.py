"""`sphinx-stability status` and `schema`: what they read, choose and write."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import jsonschema
import msgspec
import pytest
import webserver

from sphinxext.stability import assets, inventory
from sphinxext.stability.cli import main
from sphinxext.stability.inventory import (
    FeatureItem,
    Inventory,
    KindItem,
    LevelItem,
    ObjectItem,
    SchemeItem,
    StageItem,
)

MANIFEST = """format = 1
[project]
name = "torch"
[scheme]
extends = "pytorch"
[[releases]]
version = "1.6"
date = 2020-07-28
[[releases]]
version = "2.3"
date = 2024-04-24
[[features]]
id = "named-tensors"
level = "prototype"
since = "1.6"
history = [{ level = "Experimental", since = "1.3" }]
objects = ["torch.names"]
[[features]]
id = "vmap"
title = "vmap"
level = "stable"
since = "2.3"
history = [{ level = "beta", since = "1.6" }]
[[features]]
id = "mobile"
level = "beta"
since = "1.3"
ended = "2.3"
[[changes]]
id = "C-1"
type = "removal"
objects = ["torch.old"]
deprecated = "1.6"
effective = "2.3"
alternatives = ["torch.new"]
"""
VISION = Inventory(
    format=1,
    project="vision",
    version="0.21",
    scheme=SchemeItem(
        default_level="stable",
        levels=(
            LevelItem(id="stable", label="Stable", rank=30),
            LevelItem(id="beta", label="Early", rank=20),
        ),
        kinds=(KindItem(id="model", label="Model class"),),
    ),
    features=(
        FeatureItem(
            id="io",
            title="IO",
            kind="model",
            levels=(StageItem(level="beta", since="0.9"),),
            url="io.html",
        ),
    ),
    objects=(
        ObjectItem(domain="py", type="class", name="vision.io", url="io.html#io", level="beta"),
    ),
)


class Done(NamedTuple):
    """What a command gave."""

    status: int
    out: str
    err: list[str]


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a folder with a manifest and an inventory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stability.toml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "vision.json").write_bytes(inventory.encode(VISION))

    def run(*arguments: str) -> Done:
        try:
            status = main(arguments)
        except SystemExit as error:  # argparse
            status = int(str(error.code or 0))
        said = capsys.readouterr()
        return Done(status, said.out, said.err.splitlines())

    return run


LINES = """\
- Mobile: Removed in 2.3 (was Beta)
- Named tensors: Prototype (was Experimental)
- vmap: Stable (was Beta)
"""


@pytest.mark.parametrize("arguments", [[], ["stability.toml"], ["."], ["stability.toml", "."]])
def test_a_manifest_alone(run: Run, arguments: list[str]) -> None:
    """As it stands at the newest release that is out; a folder means what is in it, once."""
    assert run("status", *arguments) == Done(0, LINES, ["3 entries of torch 2.3"])


def test_a_manifest_at_another_time(run: Run) -> None:
    early = "- Mobile: Beta\n- Named tensors: Prototype (was Experimental)\n- vmap: Beta\n"
    assert run("status", "--version", "2.0") == Done(0, early, ["3 entries of torch 2.0"])
    assert run("status", "--date", "2021-01-01") == Done(0, early, ["3 entries of torch 1.6"])


def test_several_projects_each_under_its_name(run: Run, tmp_path: Path) -> None:
    """By file, folder and address of a file; every project keeps its words for its levels."""
    (tmp_path / "built").mkdir()
    (tmp_path / "built/stability.json").write_bytes(inventory.encode(VISION))
    for location in ("vision.json", "built", (tmp_path / "vision.json").as_uri()):
        done = run("status", location, "stability.toml")
        assert done.out == f"## vision\n\n- IO: Early\n\n## torch\n\n{LINES}"
        assert done.err == ["4 entries of vision 0.21, torch 2.3"]


def test_two_releases_of_a_project_are_told_apart(run: Run, tmp_path: Path) -> None:
    new = inventory.encode(VISION).replace(b"0.21", b"0.22").replace(b'"IO"', b'"I/O"')
    (tmp_path / "new.json").write_bytes(new)
    done = run("status", "vision.json", "new.json", "--project", "vision")
    assert done.out == "## vision 0.21\n\n- IO: Early\n\n## vision 0.22\n\n- I/O: Early\n"
    assert done.err == ["2 entries of vision 0.21, vision 0.22"]
    page = run("status", "vision.json", "new.json", "--format", "html").out
    assert "2 entries in vision 0.21, vision 0.22." in page
    assert '">vision 0.21 <small><span>1</span></small>' in page
    assert run("status", "vision.json", "new.json", "--project", "vision 0.22").out == (
        "- I/O: Early\n"
    )
    (tmp_path / "copy.json").write_bytes(new)
    assert run("status", "new.json", "copy.json") == Done(
        2, "", ["vision 0.22: is given 2 times, by new.json, copy.json; give it once"]
    )


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--project", "Vision"], ["IO"]),
        (["--project", "vision,torch", "--level", "prototype"], ["Named tensors"]),
        (["--level", "early", "--level", "Stable"], ["IO", "vmap"]),
        (["--level", "Early (no promise stated)"], ["IO"]),
        (["--level", "removed"], ["Mobile"]),
        (["--level", "Unclassified"], []),
        (["--kind", "model class"], ["IO"]),
        (["--since", "2.3"], ["Mobile", "vmap"]),
        (["--show", "objects"], ["torch.old", "vision.io"]),
        (["--show", "objects", "--kind", "class"], ["vision.io"]),
        (["--show", "both", "--since", "2.3"], ["Mobile", "torch.old", "vmap"]),
        (["--since", "9"], []),
    ],
)
def test_options_choose_the_rows(run: Run, options: list[str], titles: list[str]) -> None:
    done = run("status", "vision.json", "stability.toml", "--format", "json", *options)
    assert sorted(row["title"] for row in json.loads(done.out)) == sorted(titles)
    entries = "entry" if len(titles) == 1 else "entries"
    assert done.err == [f"{len(titles)} {entries} of vision 0.21, torch 2.3"]


def test_groups_and_columns(run: Run) -> None:
    by_level = run("status", "--group-by", "level", "--columns", "feature,since").out
    assert by_level == (
        "## Stable\n\n| Feature | Since |\n| --- | --- |\n| vmap | 2.3 |\n\n"
        "## Prototype\n\n| Feature | Since |\n| --- | --- |\n| Named tensors | 1.6 |\n\n"
        "## Removed\n\n| Feature | Since |\n| --- | --- |\n| Mobile | 2.3 |\n"
    )
    text = run("status", "--format", "csv", "--columns", "project", "--columns", "feature").out
    assert list(csv.reader(io.StringIO(text))) == [
        ["Project", "Feature"],
        *(["torch", title] for title in ("Mobile", "Named tensors", "vmap")),
    ]


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.md", "- Mobile"), ("a.csv", "Feature,Level"), ("a.json", "[\n"), ("a", "- Mobile")],
)
def test_the_suffix_tells_the_format(run: Run, tmp_path: Path, name: str, start: str) -> None:
    assert run("status", "-o", name).out == ""
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert run("status", "-o", name, "--format", "csv").status == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("Feature,Level")


def test_links_lead_to_pages_that_lie_beside(run: Run, tmp_path: Path) -> None:
    """Seen from the file that is written; without pages, or without a file, there are none."""
    assert run("status", "vision.json", "-o", "plain.md").status == 0
    assert (tmp_path / "plain.md").read_text(encoding="utf-8") == "- IO: Early\n"
    (tmp_path / "site").mkdir()
    (tmp_path / "site/objects.inv").write_bytes(b"")
    (tmp_path / "site/stability.json").write_bytes(inventory.encode(VISION))
    for name, link in (("a.md", "site/io.html"), ("site/a.md", "./io.html")):
        assert run("status", "site", "-o", name).status == 0
        assert (tmp_path / name).read_text(encoding="utf-8") == f"- [IO]({link}): Early\n"
    assert run("status", "site").out == "- IO: Early\n"


@pytest.mark.parametrize(
    ("folder", "link"),
    [
        ("C#docs: x?", "C%23docs%3A%20x%3F/io.html"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29/io.html"),
        ("100%é", "100%25%C3%A9/io.html"),
    ],
)
def test_a_folder_of_any_name_is_an_address(
    run: Run, tmp_path: Path, folder: str, link: str
) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "objects.inv").write_bytes(b"")
    (tmp_path / folder / "stability.json").write_bytes(inventory.encode(VISION))
    assert run("status", folder, "-o", "a.md").status == 0
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == f"- [IO]({link}): Early\n"


def test_links_lead_to_the_server_that_publishes(run: Run, server: webserver.Server) -> None:
    """Whoever reads the page need not know the password."""
    server.routes["/docs/stability.json"] = webserver.file(inventory.encode(VISION))
    for path in ("/docs/", "/docs/stability.json?token=secret"):
        done = run("status", server.url(path, "me:secret@"))
        assert done.out == f"- [IO]({server.url('/docs/io.html')}): Early\n"


def test_html_is_one_file(run: Run, tmp_path: Path) -> None:
    """With everything in it, nothing of others as markup."""
    pytest.importorskip("sphinxext.stability.page")
    item = FeatureItem(id="x", title="<i>x", levels=(StageItem(level="beta"),))
    hostile = msgspec.structs.replace(VISION, features=(item,))
    (tmp_path / "vision.json").write_bytes(inventory.encode(hostile))
    arguments = ("vision.json", "stability.toml", "-o", "status.html", "--title", "What & when")
    assert run("status", *arguments).out == ""
    page = (tmp_path / "status.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "<title>What &amp; when</title>" in page
    assert "&lt;i&gt;x" in page
    assert "Named tensors" in page
    assert not re.findall(r'<i>|(?:src|href)="(?!https?:|#)|@import', page)
    assert run("status", *arguments[:2], "--format", "html", "--title", "What & when").out == page


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            ["no.toml", "no.json", "a.txt", "built"],
            [
                "no.toml: there is no such file",
                "no.json: cannot be read: No such file or directory",
                (
                    "a.txt: is neither a manifest (.toml) nor an inventory (.json), nor a folder "
                    "that has stability.json or stability.toml"
                ),
                (
                    "built: is neither a manifest (.toml) nor an inventory (.json), nor a folder "
                    "that has stability.json or stability.toml"
                ),
            ],
        ),
        (
            ["ftp://me:secret@example.org/stability.json"],
            [
                (
                    "ftp://example.org/stability.json: only files and addresses with http or https "
                    "are read"
                )
            ],
        ),
        (
            ["old.json", "bad.json", "bad.toml"],
            [
                "old.json: has format 2; this version reads 1; upgrade sphinxext-stability",
                "bad.json: is not JSON, or cut off: Input data was truncated",
                "bad.toml:1: format: is missing; write `format = 1`",
            ],
        ),
        (
            ["--project", "torhc", "--level", "betta", "--kind", "x"],
            [
                "`torhc` is not a project: torch. Did you mean `torch`?",
                (
                    "`betta` is not a level: stable, beta, prototype, deprecated, removed, "
                    "unclassified. Did you mean `beta`?"
                ),
                "`x` is not a kind, for no project has any",
            ],
        ),
        (
            ["-o", "stability.toml"],
            ["stability.toml: is what the result is made of; name another file"],
        ),
        (
            ["--columns", "name"],
            [
                (
                    "sphinx-stability status: error: argument --columns: `name` is not a column: "
                    "feature, level, since, before, next, links, project, kind"
                )
            ],
        ),
        (
            ["--since", "new"],
            [
                (
                    "sphinx-stability status: error: argument --since: `new` is not a version that "
                    "PEP 440 allows, such as `2.7`"
                )
            ],
        ),
    ],
)
def test_what_cannot_be_done_is_told(
    run: Run, tmp_path: Path, arguments: list[str], lines: list[str]
) -> None:
    """All of it in one run, and nothing is written."""
    (tmp_path / "built").mkdir()
    (tmp_path / "old.json").write_bytes(b'{"format": 2}')
    (tmp_path / "bad.json").write_bytes(b"")
    (tmp_path / "bad.toml").write_bytes(b"")
    done = run("status", *arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err[-len(lines) :] == lines
    assert (tmp_path / "stability.toml").read_text(encoding="utf-8") == MANIFEST


def test_what_nothing_fits_is_told(run: Run) -> None:
    done = run("status", "--since", "9", "--level", "beta,stable")
    assert done.out == "Nothing fits: levels beta, stable; since 9.\n"
    assert "<p>Nothing fits: since 9.</p>" in run("status", "--since=9", "--format=html").out


def test_a_guessed_version_is_told(run: Run, tmp_path: Path) -> None:
    """Without a calendar nothing says which version is out."""
    text = MANIFEST.replace("[[releases]]", "[[moved]]").partition("[[moved]]")[0]
    text += "[[features]]\nid = 'f'\nlevel = 'beta'\nsince = '2.5'\n"
    (tmp_path / "stability.toml").write_text(text, encoding="utf-8")
    assert run("status").err == [
        (
            "stability.toml: is shown at 2.5, the newest version that it names, for it has no "
            "[[releases]]; name another with --version"
        ),
        "1 entry of torch 2.5",
    ]
    assert run("status", "--version", "2.6").err == ["1 entry of torch 2.6"]


def test_there_is_nothing_to_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "stability.toml").unlink()
    assert run("status").err == [
        (
            "stability.toml: there is no such file: name a FILE, or write one with "
            "`sphinx-stability init`"
        )
    ]


def test_a_moment_is_of_manifests(run: Run) -> None:
    done = run("status", "vision.json", "--version", "2.0")
    assert done.status == 0
    assert done.err == [
        "--version and --date are for manifests: inventories are shown as they were published",
        "1 entry of vision 0.21",
    ]


def test_hostile_names_do_no_harm(run: Run, tmp_path: Path) -> None:
    """In no format, and not in what is said beside."""
    bad = "\x1b[2J\u202e=x\n# [a](javascript:b) <i>"
    item = FeatureItem(id=bad, title=bad, levels=(StageItem(level=bad, since=bad),), url=bad)
    hostile = Inventory(format=1, project=bad, version=bad, features=(item,))
    (tmp_path / "bad.json").write_bytes(inventory.encode(hostile))
    for form in ("markdown", "csv", "json"):
        done = run("status", "bad.json", "vision.json", "--format", form)
        assert done.status == 0
        assert "x # [a](javascript:b) <i>" in done.err[0]
        for text in (done.out, *done.err):
            assert not {"\x1b", "\u202e", "\r"} & set(text)
    assert "\\# \\[a\\](javascript:b) \\<i\\>" in run("status", "bad.json").out
    assert not run("status", "bad.json", "--project", "x").err[0].count("\x1b")


def test_the_files_of_one_manifest(run: Run, tmp_path: Path) -> None:
    """Joined they are one project, where the first of them stands."""
    head = "format = 1\nproject.name = 'p'\nscheme.extends = 'pytorch'\n"
    (tmp_path / "a.toml").write_text(head, encoding="utf-8")
    part = "format = 1\n[[features]]\nid = 'f'\nlevel = 'beta'\n"
    (tmp_path / "b.toml").write_text(part, encoding="utf-8")
    done = run("status", "--join", "a.toml", "vision.json", "b.toml", "--columns", "feature")
    assert done.err == ["2 entries of p, vision 0.21"]
    assert run("status", "a.toml", "b.toml").err == [
        "b.toml:4: features[0].level: `beta` is not a level"
    ]
    assert run("status", "--join", "a.toml", "no.toml").err == ["no.toml: there is no such file"]


def test_a_manifest_without_a_name_goes_by_its_folder(run: Run, tmp_path: Path) -> None:
    for folder in ("audio", "audio/docs"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "stability.toml").write_text("format = 1\n", encoding="utf-8")
        assert run("status", folder).err == ["0 entries of audio"]


@pytest.mark.parametrize("name", ["manifest", "inventory", "findings"])
def test_schemas_are_printed(run: Run, tmp_path: Path, name: str) -> None:
    """As they ship, each alone or all together."""
    shipped = (assets.SCHEMAS / f"{name}.json").read_text(encoding="utf-8")
    assert run("schema", name) == Done(0, shipped, [])
    assert run("schema", name, "-o", "x.json") == Done(0, "", [])
    assert (tmp_path / "x.json").read_text(encoding="utf-8") == shipped
    schema = json.loads(run("schema").out)[name]
    assert schema == json.loads(shipped)
    jsonschema.validators.validator_for(schema).check_schema(schema)


def test_an_unknown_schema_names_the_nearest(run: Run) -> None:
    done = run("schema", "inventroy")
    assert (done.status, done.err[-1]) == (
        2,
        (
            "sphinx-stability schema: error: argument NAME: `inventroy` is not a schema: manifest, "
            "inventory, findings. Did you mean `inventory`?"
        ),
    )
