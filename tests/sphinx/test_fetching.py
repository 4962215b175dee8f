"""Inventories from a web server: what is kept, what is rewritten, and what a hostile one can do."""

from __future__ import annotations

import base64
import copy
import json
import re
import zlib
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import webserver
from outputs import changed, written

from sphinxext.stability.fetching import copies

if TYPE_CHECKING:
    from tests.sphinx.conftest import Built, Docs

VISION: dict[str, Any] = {
    "format": 1,
    "project": "Vision",
    "version": "0.9",
    "scheme": {
        "levels": [
            {"id": "final", "label": "Final", "rank": 3, "color": "green"},
            {"id": "trial", "label": "Trial", "rank": 1, "color": "amber", "summary": "Try."},
        ]
    },
    "features": [
        {"id": "jpeg", "title": "Decoding", "levels": [{"level": "trial", "since": "0.8"}]},
        {"id": "video", "title": "Video", "levels": [{"level": "final"}], "url": "video.html"},
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
}
PAGES = {
    "index.rst": "Home\n====\n\n.. toctree::\n   :glob:\n\n   *\n",
    "all.rst": "All\n===\n\n.. stability-index::\n",
    "other.rst": "Other\n=====\n\n.. stability-index::\n   :projects: sound\n",
    "final.rst": "Final\n=====\n\n.. stability-index::\n   :levels: final\n",
    "badge.rst": "Badge\n=====\n\nIt is :stability-of:`vision:vision.decode`.\n",
    "video.rst": "Video\n=====\n\nIt is :stability-of:`vision:video`.\n",
    "plain.rst": "Plain\n=====\n\nNothing.\n",
}
SOUND = VISION | {"project": "Sound", "features": VISION["features"][1:], "objects": []}


def dump(data: dict[str, Any]) -> bytes:
    return json.dumps(data).encode()


@pytest.fixture
def server(server: webserver.Server) -> webserver.Server:
    """Return a web server with the inventories of two projects."""
    server.routes["/vision/stability.json"] = webserver.file(dump(VISION), ETag='"1"')
    server.routes["/sound/stability.json"] = webserver.file(dump(SOUND), ETag='"1"')
    return server


def conf(server: webserver.Server, days: float = 0, more: str = "") -> str:
    projects = {name: (server.url(f"/{name}"), None) for name in ("vision", "sound")}
    return f"stability_projects = {projects}\nstability_project_cache_days = {days}\n{more}\n"


def rewritten(before: dict[str, int], built: Built) -> set[str]:
    """Return the pages that were written since; what lists all pages is written in any build."""
    return changed(before, written(built.outdir)) - {"genindex", "search"}


def age(docs: Docs, days: float) -> None:
    """Make all copies older."""
    folder = docs.path / "_build/doctrees/stability/inventories"
    for path in folder.glob("*.msgpack"):
        kept = copies.decode(path.read_bytes())
        assert kept is not None
        older = msgspec.structs.replace(kept, checked=kept.checked - days * 86400)
        path.write_bytes(copies.encode(older))


def test_pages_and_links_of_a_project_on_the_web(docs: Docs, server: webserver.Server) -> None:
    docs.write(PAGES, conf=conf(server, more="user_agent = 'Docs/1'"))
    built = docs.build()
    assert built.warnings == []
    assert "loading stability inventories: `sound`, `vision`\n" in built.app.status.getvalue()
    assert f'href="{server.url("/vision/video.html")}"' in built.read("all.html")
    assert "It is Trial." in built.plain("badge.html")
    assert server.asked[0][1]["User-Agent"] == "Docs/1"


def test_what_is_kept_is_neither_asked_for_nor_decoded(
    docs: Docs, server: webserver.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within its days nothing is sent; then the server is asked whether anything has changed."""
    docs.write(PAGES, conf=conf(server, days=5))
    before = written(docs.build().outdir)
    assert len(server.asked) == 2
    monkeypatch.setattr("sphinxext.stability.inventory.decode", None)
    built = docs.build()
    assert (rewritten(before, built), built.warnings) == (set(), [])
    assert len(server.asked) == 2
    age(docs, 6)
    assert rewritten(before, docs.build()) == set()
    assert [headers.get("If-None-Match") for _, headers in server.asked] == [None] * 2 + ['"1"'] * 2
    docs.build()
    assert len(server.asked) == 4  # they are as good as new
    age(docs, 400)
    offline = docs.build(confoverrides={"stability_offline": "1"})
    assert (rewritten(before, offline), offline.warnings) == (set(), [])
    assert len(server.asked) == 4


#: Part of the inventory, what it becomes, and the pages that show it.
CHANGES: tuple[tuple[tuple[str | int, ...], object, set[str]], ...] = (
    (("version",), "1.0", {"all", "final"}),  # headings have it
    (("features", 0, "title"), "Reading", {"all"}),
    (("features", 0, "levels", 0, "level"), "final", {"all", "final"}),
    (("scheme", "levels", 1, "label"), "Proof", {"all", "badge", "final"}),  # legends have it
    (("objects", 0, "level"), "final", {"badge"}),
    (("features", 1, "url"), "film.html", {"all", "final"}),
)


def test_just_the_pages_that_show_a_change_are_rewritten(
    docs: Docs, server: webserver.Server
) -> None:
    docs.write(PAGES, conf=conf(server))
    first, data = docs.build(), copy.deepcopy(VISION)
    for number, (path, value, pages) in enumerate(CHANGES):
        part: Any = data
        for key in path[:-1]:
            part = part[key]
        part[path[-1]] = value
        etag = f'"{number}-2"'
        server.routes["/vision/stability.json"] = webserver.file(dump(data), ETag=etag)
        before = written(first.outdir)
        built = docs.build()
        # Sphinx writes the parents of pages with them.
        assert rewritten(before, built) == pages | ({"index"} if pages else set()), path
        assert built.app.env.all_docs == first.app.env.all_docs
    clean = docs.build(outdir="clean")
    for name in PAGES:
        page = name.replace(".rst", ".html")
        assert first.read(page) == clean.read(page)


DOWN = {
    "500": (
        webserver.status(500),
        "the server answers 500: Internal Server Error; try again later",
    ),
    "404": (webserver.status(404), "the server answers 404: Not Found; check the address"),
    "cut": (webserver.cut(b'{"format": 1'), "was cut off on its way; try again later"),
    "page": (
        webserver.file(b"<html>"),
        "is not JSON, or cut off: JSON is malformed: invalid character (byte 0)",
    ),
    "later": (
        webserver.file(b'{"format": 2}'),
        "has format 2; this version reads 1; upgrade sphinxext-stability",
    ),
    "hangs": (webserver.hang, "the server says nothing for 0.15 s; try again later"),
}


def test_when_a_server_fails_nothing_is_rewritten(docs: Docs, server: webserver.Server) -> None:
    """The copy is used, a typed warning tells its age, and the server is asked again."""
    docs.write({name: PAGES[name] for name in ("index.rst", "all.rst")}, conf=conf(server))
    before = written(docs.build().outdir)
    age(docs, 12)
    url = "/vision/stability.json"
    works = server.routes[url]
    for answer, told in DOWN.values():
        server.routes[url] = answer
        timeout = {"stability_project_timeout": 0.15} if answer is webserver.hang else {}
        down = docs.build(confoverrides=timeout)
        assert rewritten(before, down) == set()
        old = f"stability_projects: an old inventory of `vision`; {server.url(url)}: {told}"
        assert down.warnings == [
            f"WARNING: {old}; using a copy that is 12 days old [stability.inventory]"
        ]
        assert down.app.statuscode == 0
    server.routes[url] = works
    up = docs.build()
    assert (rewritten(before, up), up.warnings) == (set(), [])


def test_without_a_copy_each_place_is_named(docs: Docs, server: webserver.Server) -> None:
    places = (server.url("/a.json"), "b.json", None)
    projects = {"vision": (server.url("/c/"), places)}
    docs.write({"index.rst": "Home\n====\n"}, conf=f"stability_projects = {projects}\n")
    assert docs.build().warnings == [
        (
            f"WARNING: stability_projects: no inventory of `vision`; {server.url('/a.json')}: the "
            "server answers 404: Not Found; check the address; b.json: cannot be read: No such "
            f"file or directory; {server.url('/c/stability.json')}: the server answers 404: Not "
            "Found; check the address [stability.inventory]"
        )
    ]


def test_offline_without_a_copy(docs: Docs, server: webserver.Server) -> None:
    projects = {"vision": (server.url("/"), None)}
    settings = f"stability_projects = {projects}\nstability_offline = True\n"
    docs.write({"index.rst": "Home\n====\n"}, conf=settings)
    (warning,) = docs.build().warnings
    assert warning == (
        "WARNING: stability_projects: no inventory of `vision`; "
        f"{server.url('/stability.json')}: no server is asked, for `stability_offline` is set, and "
        "there is no copy [stability.inventory]"
    )
    assert server.asked == []


def test_a_damaged_copy_is_fetched_again(docs: Docs, server: webserver.Server) -> None:
    docs.write({name: PAGES[name] for name in ("index.rst", "all.rst")}, conf=conf(server, days=5))
    before = written(docs.build().outdir)
    folder = docs.path / "_build/doctrees/stability/inventories"
    for damage in (lambda _: b"", lambda _: b"\xff" * 50, lambda data: data[:-9]):
        server.asked.clear()
        for path in folder.iterdir():
            path.write_bytes(damage(path.read_bytes()))
        built = docs.build()
        assert (rewritten(before, built), built.warnings) == (set(), [])
        assert sorted(server.paths) == ["/sound/stability.json", "/vision/stability.json"]
        assert all("If-None-Match" not in headers for _, headers in server.asked)


def test_a_copy_that_no_location_names_is_removed(docs: Docs, server: webserver.Server) -> None:
    docs.write({"index.rst": PAGES["index.rst"]}, conf=conf(server, days=5))
    docs.build()
    folder = docs.path / "_build/doctrees/stability/inventories"
    assert len(list(folder.glob("*.msgpack"))) == 2
    one = {"vision": (server.url("/vision"), None)}
    docs.build(confoverrides={"stability_projects": one})
    (left,) = folder.glob("*.msgpack")
    assert left.name == copies.name_of(server.url("/vision/stability.json"))
    docs.build(confoverrides={"stability_projects": {}})
    assert list(folder.glob("*.msgpack")) == []


def test_users_do_not_share_copies(docs: Docs, server: webserver.Server) -> None:
    def answer(handler: webserver._Handler) -> None:
        login = base64.b64decode(handler.headers["Authorization"].removeprefix("Basic "))
        handler.put(dump(VISION | {"version": login.decode().partition(":")[0]}))

    server.routes["/vision/stability.json"] = answer
    places = {name: (server.url("/vision/", f"{name}:x@"), None) for name in ("alice", "bob")}
    docs.write(PAGES, conf=f"stability_projects = {places}\n")
    for _ in range(2):
        text = docs.build(confoverrides={"stability_project_cache_days": 5}).plain("all.html")
        assert "alice alice ·" in text
        assert "bob bob ·" in text


def test_a_mistaken_record_of_what_is_an_inventory(docs: Docs) -> None:
    """It is told of, and the next build looks again."""
    docs.add({"vision.json": json.dumps(VISION)})
    setting = "stability_projects = {'vision': ('https://v.example/', 'vision.json')}\n"
    docs.write({name: PAGES[name] for name in ("index.rst", "all.rst")}, conf=setting)
    assert docs.build().warnings == []
    checked = docs.path / "_build/doctrees/stability/inventories/checked.json"
    wrong = json.loads(checked.read_bytes()) | {"known": [copies.digest_of(b"{}")]}
    checked.write_text(json.dumps(wrong))
    docs.add({"vision.json": "{}"})
    told = "vision.json: is not an inventory: it has no `format`"
    (warning,) = docs.build().warnings
    assert warning.startswith("WARNING: stability_projects: ")
    assert warning.endswith(f"{told}; build again to read it anew [stability.inventory]")
    (warning,) = docs.build().warnings
    assert warning.startswith("WARNING: stability_projects: no inventory of `vision`; ")
    # What another version has found says nothing.
    docs.add({"vision.json": json.dumps(VISION)})
    docs.build()
    wrong = json.loads(checked.read_bytes()) | {"shape": "another"}
    checked.write_text(json.dumps(wrong | {"known": [copies.digest_of(b"{}")]}))
    docs.add({"vision.json": "{}"})
    (warning,) = docs.build().warnings
    assert warning.startswith("WARNING: stability_projects: no inventory of `vision`; ")


def test_nobody_sees_credentials(docs: Docs, server: webserver.Server) -> None:
    """Not in messages, pages, the names or the contents of what is kept."""
    asked = server.url("/vision?key=s3cr3t", "us3r:passw0rd@")
    gone = server.url("/gone.json?key=s3cr3t", "us3r:passw0rd@")
    projects = {"vision": (asked, None), "gone": (asked, gone)}
    docs.write(PAGES, conf=f"stability_projects = {projects}\nstability_previous = {gone!r}\n")
    built = docs.build()
    assert server.asked[0][1]["Authorization"] == "Basic dXMzcjpwYXNzdzByZA=="
    shown = f"{server.url('/gone.json')}?…: the server answers 404: Not Found; check the address"
    assert [line for line in built.warnings if "inventory]" in line] == [
        f"WARNING: stability_projects: no inventory of `gone`; {shown} [stability.inventory]",
        f"WARNING: stability_previous: {shown} [stability.inventory]",
    ]
    assert f'href="{server.url("/vision/video.html")}"' in built.read("all.html")
    said = built.app.status.getvalue() + built.app.warning.getvalue()
    own = docs.path / "_build/doctrees/stability"
    files = [path for folder in (built.outdir, own) for path in folder.rglob("*") if path.is_file()]
    texts = [said.encode(), *(path.read_bytes() for path in files)]
    texts += [str(path.relative_to(docs.path)).encode() for path in files]
    for secret in (b"us3r", b"passw0rd", b"s3cr3t", b"dXMzcjpw"):
        assert not any(secret in text for text in texts)


def test_the_last_release_from_the_web(docs: Docs, server: webserver.Server) -> None:
    """What is found there names its address; the copy is kept like any other."""
    url = server.url("/last/stability.json")
    gone = VISION["objects"][0] | {"name": "pkg.gone", "level": "final", "feature": ""}
    last = VISION | {"project": "pkg", "features": [], "objects": [gone]}
    server.routes["/last/stability.json"] = webserver.file(dump(last), ETag='"1"')
    settings = f"stability_previous = {server.url('/last/', 'us3r:passw0rd@')!r}\n"
    settings += "stability_rules = {'all': 'off', 'removed-early': 'error'}\n"
    docs.write({"index.rst": "Home\n====\n"}, conf=settings)
    found = (
        f"{url}:1: ERROR: `pkg.gone`, Final in version 0.9, is no longer documented, but no change "
        "removed it: document it, or add a removal that is in effect [stability.removed-early]"
    )
    assert docs.build().warnings == [found]
    server.routes.clear()
    age(docs, 9)
    told = "the server answers 404: Not Found; check the address"
    old = f"{url}: {told}; using a copy that is 9 days old"
    built = docs.build("stability")
    assert built.warnings == [f"WARNING: stability_previous: {old} [stability.inventory]", found]
    assert f"{url}:1: error: `pkg.gone`" in built.read("findings.txt")
    (finding,) = json.loads(built.read("findings.json"))["findings"]
    assert finding["location"] == f"{url}:1"
    (result,) = json.loads(built.read("findings.sarif"))["runs"][0]["results"]
    assert result["message"]["text"].endswith(f"(found in {url}:1)")


def test_the_last_release_of_another_project(docs: Docs) -> None:
    docs.add({"last.json": dump(SOUND).decode()})
    docs.write({"index.rst": "Home\n====\n"}, conf="stability_previous = 'last.json'\n")
    (warning,) = docs.build().warnings
    assert warning.endswith(
        "last.json: is of `Sound`, but this project is `pkg`: name the inventory of this project's "
        "last release [stability.inventory]"
    )
    docs.add({"last.json": dump(SOUND | {"project": "Pkg"}).decode()})
    assert docs.build().warnings == []


def test_true_takes_the_address_of_intersphinx(docs: Docs, server: webserver.Server) -> None:
    head = b"# Sphinx inventory version 2\n# Project: v\n# Version: 1\n# zlib\n"
    docs.path.joinpath("objects.inv").write_bytes(head + zlib.compress(b""))
    docs.write(
        {"index.rst": "Home\n====\n\n.. stability-index::\n"},
        conf='extensions += ["sphinx.ext.intersphinx"]\nstability_projects = {"vision": True}\n'
        f"intersphinx_mapping = {{'vision': ({server.url('/vision')!r}, 'objects.inv')}}\n",
    )
    built = docs.build()
    assert built.warnings == []
    assert f'href="{server.url("/vision/video.html")}"' in built.read()


EVIL = (
    '<script>alert(1)</script><img src=x onerror="alert(1)">'
    "\n\n.. raw:: html\n\n   <b>raw</b>\n\n.. include:: conf.py\n\n:ref:`x` `y`_ |z| **b**"
    "\\input{evil} \\end{document} $x^2$ %& _{a} \x1b[31m\x00\x07\u202egnp.exe\u2066"
)
LONG = "w" * 1_000_000
LINKS = ["javascript:alert(1)", "data:text/html,<script>", "//evil.example/", "/a", "..//x", "vb:x"]


def hostile() -> dict[str, Any]:
    """Return an inventory in which every text is an attack."""
    level = {"id": EVIL, "label": EVIL, "rank": 1, "color": "red", "summary": EVIL}
    stage = {"level": EVIL, "since": EVIL, "when": {EVIL: EVIL}}
    links = dict.fromkeys(("tracking", "docs", "feedback"), LINKS[0])
    features = [
        {
            "id": f"f{number}{EVIL}",
            "title": EVIL,
            "kind": EVIL,
            "levels": [stage],
            "history": [stage],
            "planned": stage,
            "covers": [EVIL, LONG],
            "url": url,
            **links,
        }
        for number, url in enumerate(LINKS)
    ]
    features.append({"id": "long", "title": LONG, "levels": [{"level": LONG, "since": LONG}]})
    item = {"domain": "py", "type": EVIL, "name": EVIL, "url": LINKS[0], "level": EVIL}
    return VISION | {
        "project": EVIL,
        "version": EVIL,
        "scheme": {"levels": [level], "kinds": [{"id": EVIL, "label": EVIL}]},
        "features": features,
        "changes": [{"id": EVIL, "type": "removal", "phase": "warn", "features": [f"f0{EVIL}"]}],
        "objects": [item, item | {"name": LONG, "deprecated": True}, item | {"name": "vision.x"}],
    }


PAGE = """
Home
====

.. stability-index::
   :show: both
   :columns: feature, level, since, before, next, links, project, kind

.. stability-history::

Here: :stability-of:`vision:vision.x`.
"""


@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_a_hostile_inventory_is_nothing_but_text(
    docs: Docs, server: webserver.Server, builder: str
) -> None:
    server.routes["/vision/stability.json"] = webserver.file(dump(hostile()))
    docs.write({"index.rst": PAGE}, conf=conf(server))
    built = docs.build(builder)
    assert built.warnings == []
    name = {"html": "index.html", "text": "index.txt", "latex": "pkg.tex"}[builder]
    text = built.read(name)
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text
    )
    assert "w" * 1900 in text or builder == "text"  # there in lines
    assert "w" * 2001 not in text
    assert len(text) < 300_000
    if builder == "html":
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b>raw" not in text
        links = set(re.findall(r'href="([^"#]*)', text))
        assert not [link for link in links if "alert" in link or "evil" in link or ":x" in link]
        assert "<script>alert(1)</script>" in built.plain()
        assert "\n.. raw" not in built.plain()
    if builder == "latex":
        assert r"\input{evil}" not in text
        assert text.count(r"\end{document}") == 1
    if builder == "text":
        assert ".. raw:: html" in " ".join(text.split())
