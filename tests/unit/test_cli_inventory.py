"""`sphinx-stability inventory`, and inventories as arguments of other commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import webserver

from sphinxext.stability.cli import main

VISION: dict[str, Any] = {
    "format": 1,
    "project": "Vision",
    "version": "0.9",
    "scheme": {
        "default-level": "final",
        "levels": [
            {"id": "final", "label": "Final", "rank": 3, "backward-compatible": True},
            {"id": "trial", "label": "Trial", "rank": 1, "backward-compatible": False},
            {"id": "idea", "label": "Idea", "rank": 0},
        ],
    },
    "features": [
        {
            "id": "jpeg",
            "title": "Decoding",
            "levels": [
                {"level": "trial", "since": "0.8", "when": {"device": "cuda"}},
                {"level": "final", "since": "0.5"},
            ],
            "planned": {"level": "final", "since": "1.0"},
        },
        {"id": "video", "title": "Video", "levels": [{"level": "trial"}]},
    ],
    "changes": [
        {
            "id": "V1",
            "type": "removal",
            "phase": "warn",
            "covers": ["vision.old", "vision.older"],
            "computed-end": {"version": "1.1", "date": "2026-06-01", "about": True},
        },
        {"id": "V2", "type": "rename", "phase": "planned", "effective": "1.0", "features": ["x"]},
        {"id": "V3", "type": "removal", "phase": "effective", "effective": "0.7"},
    ],
    "objects": [
        {"domain": "py", "type": "function", "name": "vision.a", "url": "", "level": "trial"},
        {"domain": "py", "type": "function", "name": "vision.b", "url": "", "level": "final"},
        {"domain": "py", "type": "function", "name": "vision.old", "url": "", "deprecated": True},
    ],
}
TEXT = """\
Vision 0.9, from {place}

Level            Rank  Backward compatible  Features  Objects
Final (default)  3     yes                  1         1
Trial            1     no                   2         1
Idea             0     –                    0         0
Unclassified     –     –                    –         1

Feature  Title     Level                Since     Next
jpeg     Decoding  Trial (cuda), Final  0.8, 0.5  Final in 1.0
video    Video     Trial                –         –

Change  Type     Phase    Takes effect                                 Of
V1      removal  warn     not before 1.1, about 2026-06-01 (computed)  vision.old and 1 more
V2      rename   planned  1.0                                          x

Objects: 3, 1 deprecated, 0 removed
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("html").mkdir()
    Path("html/stability.json").write_text(json.dumps(VISION))


@pytest.mark.parametrize("name", ["html", "html/", "html/stability.json", "file:{}/html"])
def test_what_one_holds(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inventory", name.format(tmp_path)]) == 0
    said = capsys.readouterr()
    place = f"{tmp_path}/html/stability.json" if name.startswith("file:") else "html/stability.json"
    assert (said.out, said.err) == (TEXT.format(place=place), "")


def test_an_address(server: webserver.Server, capsys: pytest.CaptureFixture[str]) -> None:
    server.routes["/docs/stability.json"] = webserver.file(json.dumps(VISION).encode())
    assert main(["inventory", server.url("/docs/?token=s3cr3t", "us3r:pass@")]) == 0
    place = server.url("/docs/stability.json") + "?…"
    assert capsys.readouterr().out == TEXT.format(place=place)
    assert main(["inventory", server.url("/docs?token=s3cr3t", "us3r:pass@")]) == 2
    said = capsys.readouterr()
    told = f"{server.url('/docs')}?…: the server answers 404: Not Found; check the address\n"
    assert (said.out, said.err) == ("", told)


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inventory", "html", "--format=json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["project"], data["version"]) == ("Vision", "0.9")
    assert data["levels"][1] == {
        "id": "trial",
        "label": "Trial",
        "rank": 1,
        "backward-compatible": False,
        "default": False,
        "features": 2,
        "objects": 1,
    }
    assert data["features"][0] == {
        "id": "jpeg",
        "title": "Decoding",
        "levels": [
            {"label": "Trial", "context": "cuda"},
            {"label": "Final", "context": ""},
        ],
        "since": "0.8, 0.5",
        "next": "Final in 1.0",
    }
    assert [change["id"] for change in data["changes"]] == ["V1", "V2"]
    assert data["objects"] == {"total": 3, "deprecated": 1, "removed": 0}


def test_what_is_gone_is_listed_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Objects that no page describes any more as well as those that one does."""
    gone = {"what": "object", "domain": "py", "type": "function", "id": "vision.crop"}
    gone |= {"since": "0.8", "level": "trial", "alternatives": ["vision.cut"]}
    described = {"domain": "py", "type": "class", "name": "vision.C", "url": "", "removed": True}
    data = VISION | {"removed": [gone], "objects": [described]}
    Path("a.json").write_text(json.dumps(data))
    assert main(["inventory", "a.json"]) == 0
    assert capsys.readouterr().out.endswith(
        "\n\nRemoved      Type      Since  Before  Next\n"
        "vision.crop  function  0.8    Trial   use vision.cut\n\n"
        "Objects: 1, 0 deprecated, 2 removed\n"
    )
    assert main(["inventory", "a.json", "--format=json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["objects"] == {"total": 1, "deprecated": 0, "removed": 2}
    assert found["removed"] == [
        {"id": "vision.crop", "type": "function", "since": "0.8", "next": "use vision.cut"}
    ]


def test_a_project_that_publishes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text('{"format": 1, "project": "p", "version": "1"}')
    assert main(["inventory", "a.json"]) == 0
    assert capsys.readouterr().out == (
        "p 1, from a.json\n\nLevel  Rank  Backward compatible  Features  Objects\n\n"
        "Objects: 0, 0 deprecated, 0 removed\n"
    )


def test_nothing_of_it_reaches_the_terminal_as_a_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    evil = "\x1b[31m\u202e\n\x9b" + "x" * 10**6
    feature = {"id": evil, "title": evil, "levels": [{"level": evil, "since": evil}]}
    data = VISION | {"project": evil, "version": evil, "features": [feature]}
    Path("a.json").write_text(json.dumps(data))
    assert main(["inventory", "a.json"]) == 0
    text = capsys.readouterr().out
    assert text.replace("\n", "").isprintable()
    assert len(text) < 10_000


def test_a_manifest_is_no_inventory(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.toml").write_text("format = 1\n")
    assert main(["inventory", "m.toml"]) == 2
    assert capsys.readouterr().err == (
        "m.toml: is not JSON, or cut off: JSON is malformed: invalid character (byte 5); a "
        "manifest is read by `sphinx-stability status` and `sphinx-stability check`\n"
    )


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("none.json", None, "cannot be read: No such file or directory"),
        ("a.json", "<html>", "is not JSON, or cut off: JSON is malformed: invalid character"),
        ("a.json", "{}", "is not an inventory: it has no `format`"),
        ("a.json", '{"format": 9}', "has format 9; this version reads 1; upgrade"),
        ("ftp://h.example/a.json", None, "only files and addresses with http or https are read"),
        ("http://[/a.json", None, "is no address that a server could be asked for"),
        ("a\0b", None, "cannot be read: "),
    ],
)
@pytest.mark.parametrize("command", [["inventory"], ["check", "m.toml", "--previous"]])
def test_what_cannot_be_read_is_one_line(
    command: list[str], name: str, text: str | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("m.toml").write_text("format = 1\n")
    if text is not None:
        Path(name).write_text(text)
    assert main([*command, name]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{name}: {told}")
    assert said.err.count("\n") == 1
