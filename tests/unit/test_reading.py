"""Which of several places is read, and when a server is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import webserver

from sphinxext.stability.fetching import copies
from sphinxext.stability.fetching.addresses import base, folder, locate, login, origin, shown
from sphinxext.stability.fetching.asking import Failed
from sphinxext.stability.fetching.copies import Copy
from sphinxext.stability.fetching.reading import Found, Inventories, Reader

DAY = 86400
NOW = 1000 * DAY


def published(project: str) -> bytes:
    return json.dumps({"format": 1, "project": project, "version": "1"}).encode()


ONE, TWO = published("one"), published("two")


def kept_copy(data: bytes, checked: float, etag: str = "", modified: str = "") -> Copy:
    return Copy(data, copies.digest_of(data), checked, etag, modified)


def read(server: webserver.Server, *paths: str | Path, days: float = 5, **options: object) -> Found:
    """Read the first of some places; copies are given as path=age in days."""
    offline, ages = bool(options.pop("offline", False)), options
    known = {
        server.url(f"/{name}"): kept_copy(ONE, NOW - float(str(age)) * DAY, '"1"')
        for name, age in ages.items()
    }
    reader = Reader(copies=known, days=days, now=NOW, offline=offline)
    places = [
        locate(str(path) if isinstance(path, Path) else server.url(path), Path()) for path in paths
    ]
    return reader.first(places)


def test_what_a_server_sent_is_kept(server: webserver.Server) -> None:
    server.routes["/a"] = webserver.file(TWO, ETag='"2"')
    found = read(server, "/a")
    assert found.data == TWO
    assert found.copy == kept_copy(TWO, NOW, '"2"')
    assert found.complaint == ""


@pytest.mark.parametrize(
    ("days", "age", "asks"),
    [(5, 4.9, 0), (5, 5.1, 1), (0, 0, 1), (-1, 900, 0), (0.5, 0.4, 0), (5, -1, 1)],
)
def test_a_server_is_asked_when_the_copy_is_old(
    server: webserver.Server, days: float, age: float, asks: int
) -> None:
    """0 days: always; negative: never; a copy from the future may be of any age."""
    server.routes["/a"] = webserver.file(TWO)
    found = read(server, "/a", days=days, a=age)
    assert len(server.asked) == asks
    assert found.data == (TWO if asks else ONE)


def test_what_has_not_changed_is_current_again(server: webserver.Server) -> None:
    server.routes["/a"] = webserver.file(ONE, ETag='"1"')
    found = read(server, "/a", a=9)
    assert server.asked[0][1]["If-None-Match"] == '"1"'
    assert found.copy == kept_copy(ONE, NOW, '"1"')


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (None, "the server answers 404: Not Found; check the address"),
        (b"<html>", "is not JSON, or cut off: JSON is malformed: invalid character (byte 0)"),
        (ONE[:20], "is not JSON, or cut off: Input data was truncated"),
        (b"{}", "is not an inventory: it has no `format`"),
        (b'{"format": 7}', "has format 7; this version reads 1; upgrade sphinxext-stability"),
    ],
)
@pytest.mark.parametrize(("age", "days"), [(5.4, "5 days"), (1.2, "1 day"), (0.1, "0 days")])
def test_an_old_copy_is_used_when_a_server_fails(
    server: webserver.Server, data: bytes | None, told: str, age: float, days: str
) -> None:
    """What is no inventory never replaces one."""
    if data is not None:
        server.routes["/a"] = webserver.file(data)
    found = read(server, "/a", days=0, a=age)
    assert (found.data, found.copy) == (ONE, None)
    hint = "; the address of a folder ends in `/`" * told.startswith("is not JSON")
    assert found.complaint == f"{server.url('/a')}: {told}{hint}; using a copy that is {days} old"


def test_each_place_has_its_reason(server: webserver.Server, tmp_path: Path) -> None:
    server.routes["/b"] = webserver.status(500)
    missing = tmp_path / "none.json"
    with pytest.raises(Failed) as caught:
        read(server, "/a", "/b", missing)
    assert str(caught.value) == (
        f"{server.url('/a')}: the server answers 404: Not Found; check the address; "
        f"{server.url('/b')}: the server answers 500: Internal Server Error; try again later; "
        f"{missing}: cannot be read: No such file or directory"
    )


def test_places_are_tried_in_order(server: webserver.Server, tmp_path: Path) -> None:
    """What can be read now goes before an old copy."""
    path = tmp_path / "two.json"
    path.write_bytes(TWO)
    found = read(server, "/a", path, a=9)
    assert (found.data, found.complaint) == (TWO, "")
    assert (
        found.passed_over
        == f"{server.url('/a')}: the server answers 404: Not Found; check the address"
    )
    assert server.paths == ["/a"]
    server.routes["/a"] = webserver.file(ONE)
    assert read(server, "/a", path).data == ONE
    assert read(server, path, "/a").data == TWO


def test_a_current_copy_speaks_for_all_places(server: webserver.Server, tmp_path: Path) -> None:
    """A first place that never works is not asked in every build."""
    assert read(server, "/a", "/b", a=9, b=1).data == ONE
    assert server.asked == []
    path = tmp_path / "two.json"
    path.write_bytes(TWO)
    assert read(server, path, "/b", b=1).data == TWO


@pytest.mark.parametrize("offline", [True, False])
def test_the_newest_copy_is_that_of_the_last_build(
    server: webserver.Server, *, offline: bool
) -> None:
    """With it nothing has to be written anew."""
    found = read(server, "/a", "/b", offline=offline, a=30, b=20)
    assert found.location.url == server.url("/b")
    assert found.complaint.endswith("using a copy that is 20 days old") is not offline


def test_offline_no_server_is_asked(server: webserver.Server) -> None:
    assert read(server, "/a", "/b", offline=True, b=400).complaint == ""
    with pytest.raises(Failed) as caught:
        read(server, "/a", offline=True)
    assert str(caught.value) == (
        f"{server.url('/a')}: no server is asked, for `stability_offline` is set, and there is no "
        "copy"
    )
    assert server.asked == []


def test_servers_are_asked_at_the_same_time(server: webserver.Server) -> None:
    """Each answers only once the other is asked as well."""
    import threading  # noqa: PLC0415

    both = threading.Barrier(2)

    def answer(handler: webserver._Handler) -> None:
        both.wait(60)
        handler.put(ONE)

    server.routes |= {"/a": answer, "/b": answer}
    groups = [[locate(server.url(path), Path())] for path in ("/a", "/none", "/b")]
    first, none, last = Reader().all(groups)
    assert isinstance(first, Found)
    assert isinstance(none, Failed)
    assert isinstance(last, Found)


def test_an_inventory_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    inventories = Inventories()
    digest = inventories.check(ONE)
    later = Inventories([digest])
    monkeypatch.setattr("sphinxext.stability.inventory.decode", None)
    assert inventories.read(ONE, inventories.check(ONE)).project == "one"
    assert later.check(ONE) == digest


@pytest.mark.parametrize("at", [0, 1, 5, 20, 60])
def test_a_damaged_copy_is_none(at: int) -> None:
    copy = kept_copy(ONE, NOW, '"1"', "some day")
    data = bytearray(copies.encode(copy))
    assert copies.decode(bytes(data)) == copy
    assert copies.decode(bytes(data[:at])) is None
    data[at] ^= 1
    assert copies.decode(bytes(data)) is None


SECRETS = [
    ("https://user:pass@h.example/a/s.json", "https://h.example/a/s.json"),
    ("https://token@h.example:8080/s.json", "https://h.example:8080/s.json"),
    ("https://h.example/s.json?token=secret#pass", "https://h.example/s.json?…"),
    ("https://h.example/s.json#pass", "https://h.example/s.json"),
    ("https://user:pa/ss@h.example/s.json", "https://h.example/s.json"),
    ("https://user:pa?ss#secret@h.example/s.json", "https://h.example/s.json"),
    ("https://user:pass@@h.example/s.json", "https://h.example/s.json"),
    ("https://h.example:8080/@scope/s.json", "https://h.example:8080/@scope/s.json"),
    ("https://h.example/@scope/s.json", "https://h.example/@scope/s.json"),
    ("http://user:pass@[/s.json", "http://[/s.json"),
]


@pytest.mark.parametrize(("url", "wanted"), SECRETS)
def test_no_secret_is_shown(url: str, wanted: str) -> None:
    assert shown(url) == wanted
    assert locate(url, Path()).named == wanted
    name = copies.name_of(url)
    assert not any(word in name for word in ("user", "pass", "token", "secret"))
    assert "pass" not in base(url)
    assert "secret" not in base(url)


def test_each_login_has_a_copy_of_its_own() -> None:
    alice, bob = "https://alice:a@h.example/s.json", "https://bob:b@h.example/s.json"
    assert copies.name_of(alice) != copies.name_of(bob)


def test_the_usual_port_is_the_same_as_none() -> None:
    assert origin("https://h.example:443/a") == origin("HTTPS://H.example/b")
    assert origin("http://h.example/a") == origin("http://h.example:80/a")
    assert origin("http://h.example/a") != origin("http://h.example:443/a")
    assert origin("http://h.example/a") != origin("https://h.example/a")


def test_a_login_takes_no_time_to_find() -> None:
    """The address may come from a server: it is looked at once, and not from each slash on."""
    for text in ("https:" + "/" * 400_000, "https://" + "//a:b" * 100_000, "a" * 400_000 + "://"):
        assert login(text) is None
        assert shown(text)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://h.example/docs/", "https://h.example/docs/stability.json"),
        ("https://h.example/docs/?t=1/", "https://h.example/docs/stability.json?t=1/"),
        ("https://h.example/docs", "https://h.example/docs"),
        ("HTTPS://h.example/s.json", "HTTPS://h.example/s.json"),
    ],
)
def test_a_folder_on_the_web(text: str, url: str) -> None:
    assert locate(text, Path()).url == url


def test_the_address_of_pages_is_that_of_a_folder() -> None:
    assert base("https://h.example/docs?a#b") == "https://h.example/docs/"
    assert base("../vision") == "../vision/"
    assert folder("https://u:p@h.example/docs?a") == "https://u:p@h.example/docs/?a"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("docs.example.org/vision", True),
        ("docs.example.org/vision/stability.json", True),
        ("docs.example.org:8080", True),
        ("../build/vision.json", False),
        ("stability.json", False),
        ("docs/vision", False),
    ],
)
def test_an_address_without_its_scheme(tmp_path: Path, text: str, *, hint: bool) -> None:
    with pytest.raises(Failed) as caught:
        Reader().first([locate(text, tmp_path)])
    told = str(caught.value).partition(": ")[2]
    wanted = "cannot be read: No such file or directory"
    assert told == wanted + "; an address on the web begins with https://" * hint


def test_a_page_instead_of_an_inventory(server: webserver.Server) -> None:
    """Most servers send the page of a folder whether its address ends in a slash or not."""
    server.routes |= dict.fromkeys(("/vision", "/a.json"), webserver.file(b"<html>"))
    told = "is not JSON, or cut off: JSON is malformed: invalid character (byte 0)"
    for path, hint in (("/vision", "; the address of a folder ends in `/`"), ("/a.json", "")):
        with pytest.raises(Failed) as caught:
            read(server, path)
        assert str(caught.value) == f"{server.url(path)}: {told}{hint}"


@pytest.mark.parametrize("text", ["ftp://h.example/s.json", "s3://bucket/s.json"])
def test_other_addresses_are_not_read(text: str) -> None:
    with pytest.raises(Failed) as caught:
        Reader().first([locate(text, Path())])
    assert str(caught.value) == f"{text}: only files and addresses with http or https are read"
