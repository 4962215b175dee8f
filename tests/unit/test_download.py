"""One file from a web server: every way in which that fails has its message, and its limit."""

from __future__ import annotations

import base64
import errno
import gzip
import socket
import ssl
import tracemalloc
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
import webserver
from msgspec.structs import replace

from sphinxext.stability import __version__
from sphinxext.stability.fetching.asking import Asking, Failed
from sphinxext.stability.fetching.copies import Copy
from sphinxext.stability.fetching.download import MAX_ADDRESS, MAX_PARTS, MAX_SIZE, Answer, download

#: Never elapses where something else is tested.
SLOW = Asking(timeout=60)
PLAIN = "; let the server send it plain, or as gzip"
ENDS = "; give the address where that ends"
CUT = "was cut off on its way; try again later"
LARGE = "is larger than 20 MB unpacked, and was given up; check the address"
LATE = "took longer than 0.3 s, and was given up; try again later"
PROXY = "correct the variables http_proxy and https_proxy"
DATE = "Wed, 01 Jan 2025 00:00:00 GMT"


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> Asking:
    """Return how to ask so that all of an answer may take less than each wait."""
    monkeypatch.setattr("sphinxext.stability.fetching.download.WHOLE", 0.005)
    return SLOW


@pytest.fixture(autouse=True)
def _direct(server: webserver.Server) -> None:
    """Ask no proxy in any test."""


def reason(url: str, asking: Asking = SLOW, known: Copy | None = None) -> str:
    with pytest.raises(Failed) as caught:
        download(url, asking, known)
    return str(caught.value)


def test_a_file_with_what_it_is_called(server: webserver.Server) -> None:
    server.routes["/a"] = webserver.file(b"data", ETag='"1"', Last_Modified=DATE)
    assert download(server.url("/a"), SLOW) == Answer(b"data", '"1"', DATE)
    ((_, headers),) = server.asked
    assert headers["User-Agent"] == f"sphinxext-stability/{__version__}"
    assert headers["Accept-Encoding"] == "gzip"
    assert "If-None-Match" not in headers
    download(server.url("/a"), Asking(user_agent="Docs/1"))
    assert server.asked[1][1]["User-Agent"] == "Docs/1"


@pytest.mark.parametrize(
    ("headers", "known", "header"),
    [
        ({"ETag": '"1"'}, Copy(b"", "", 0, etag='"1"'), "If-None-Match"),
        ({"Last_Modified": DATE}, Copy(b"", "", 0, modified=DATE), "If-Modified-Since"),
    ],
)
def test_what_is_known_is_not_sent_again(
    server: webserver.Server, headers: dict[str, str], known: Copy, header: str
) -> None:
    server.routes["/a"] = webserver.file(b"data", **headers)
    assert download(server.url("/a"), SLOW, known) is None
    assert server.asked[0][1][header] in {'"1"', DATE}
    other = Copy(b"", "", 0, etag='"0"', modified="Tue, 31 Dec 2024 00:00:00 GMT")
    assert download(server.url("/a"), SLOW, other) is not None


def test_a_name_that_cannot_be_sent_back_is_not_kept(server: webserver.Server) -> None:
    server.routes["/a"] = webserver.file(b"data", ETag='"é"')
    assert download(server.url("/a"), SLOW) == Answer(b"data", "", "")


def test_a_packed_file_is_unpacked(server: webserver.Server) -> None:
    server.routes["/a"] = webserver.packed(b"data" * 1000)
    answer = download(server.url("/a"), SLOW)
    assert answer is not None
    assert answer.data == b"data" * 1000


def test_a_slow_server_is_waited_for(server: webserver.Server) -> None:
    server.routes["/a"] = webserver.slow(b"data" * 20)
    assert download(server.url("/a"), SLOW) == Answer(b"data" * 20, "", "")


def test_a_file_that_is_packed_in_parts_is_read_to_its_end(server: webserver.Server) -> None:
    parts = b"".join(gzip.compress(part) for part in (b"one", b"", b"x" * 200_000, b"two"))
    server.routes["/a"] = lambda handler: handler.put(parts, Content_Encoding="gzip")
    assert download(server.url("/a"), SLOW) == Answer(b"one" + b"x" * 200_000 + b"two", "", "")
    many = gzip.compress(b"") * (MAX_PARTS + 1)
    server.routes["/a"] = lambda handler: handler.put(many, Content_Encoding="gzip")
    told = f"is packed in more than {MAX_PARTS} parts, and was given up{PLAIN}"
    assert reason(server.url("/a")) == told


PACKED = gzip.compress(b"data" * 1000)
ANSWERS = {
    "404": (webserver.status(404), "the server answers 404: Not Found; check the address"),
    "401": (
        webserver.status(401),
        (
            "the server answers 401: Unauthorized; give user and password with the address, or in "
            ".netrc"
        ),
    ),
    "500": (
        webserver.status(500),
        "the server answers 500: Internal Server Error; try again later",
    ),
    "799": (
        webserver.status(799),
        "the server answers 799: which is no known status; check the address",
    ),
    "204": (webserver.status(204), "the server answers 204: No Content; check the address"),
    "304 unasked": (
        webserver.status(304),
        "the server answers 304: Not Modified; check the address",
    ),
    "cut": (webserver.cut(b"dat"), CUT),
    "gzip cut": (
        lambda handler: handler.put(PACKED[:-12], Content_Encoding="gzip"),
        CUT,
    ),
    "no gzip": (
        lambda handler: handler.put(b"data", Content_Encoding="gzip"),
        f"is not the gzip that it claims to be{PLAIN}",
    ),
    "gzip cut in its second part": (
        lambda handler: handler.put(PACKED + PACKED[:-12], Content_Encoding="gzip"),
        CUT,
    ),
    "gzip with something after it": (
        lambda handler: handler.put(PACKED + b"data", Content_Encoding="gzip"),
        f"is not the gzip that it claims to be{PLAIN}",
    ),
    "other packing": (
        lambda handler: handler.put(b"data", Content_Encoding="br"),
        f"is packed in another way than gzip, which alone was asked for{PLAIN}",
    ),
    "no HTTP": (
        lambda handler: handler.wfile.write(b"\0\n\n"),
        CUT,
    ),
    "nothing": (lambda _: None, CUT),
}


@pytest.mark.parametrize(("answer", "told"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_is_none(
    server: webserver.Server, answer: webserver.Answer, told: str
) -> None:
    server.routes["/a"] = answer
    assert reason(server.url("/a")) == told


@pytest.mark.parametrize("size", [MAX_SIZE, MAX_SIZE + 1])
def test_the_limit_is_exact(server: webserver.Server, size: int) -> None:
    server.routes["/a"] = webserver.packed(bytes(size))
    if size > MAX_SIZE:
        assert reason(server.url("/a")) == LARGE
    else:
        answer = download(server.url("/a"), SLOW)
        assert answer is not None
        assert len(answer.data) == size


def test_a_bomb_is_not_unpacked(server: webserver.Server) -> None:
    """What would unpack to 200 MB takes little more memory than what is allowed."""
    bomb = gzip.compress(bytes(200_000_000), compresslevel=1)
    assert len(bomb) < 1_000_000
    server.routes["/a"] = lambda handler: handler.put(bomb, Content_Encoding="gzip")
    tracemalloc.start()
    try:
        assert reason(server.url("/a")) == LARGE
        assert tracemalloc.get_traced_memory()[1] < 4 * MAX_SIZE
    finally:
        tracemalloc.stop()


def test_a_plain_file_without_end_is_given_up(server: webserver.Server) -> None:
    sent = []

    def endless(handler: webserver._Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(bytes(1_000_000))
            sent.append(1)

    server.routes["/a"] = endless
    assert reason(server.url("/a")) == LARGE
    assert len(sent) < 60


@pytest.mark.parametrize("answer", [webserver.drip_head, webserver.drip_body])
def test_a_server_cannot_hold_a_build_up(
    server: webserver.Server, hurry: Asking, answer: webserver.Answer
) -> None:
    """What comes byte by byte is never late, but all of it is."""
    server.routes["/a"] = answer
    assert reason(server.url("/a"), hurry) == LATE


def test_a_server_that_says_nothing(server: webserver.Server) -> None:
    server.routes["/a"] = webserver.hang
    told = "the server says nothing for 0.15 s; try again later"
    assert reason(server.url("/a"), Asking(timeout=0.15)) == told


def test_redirects_are_followed_up_to_five(server: webserver.Server) -> None:
    for number in range(9):
        server.routes[f"/{number}"] = webserver.status(302, Location=f"/{number + 1}")
    server.routes["/9"] = webserver.file(b"data")
    assert download(server.url("/4"), SLOW) == Answer(b"data", "", "")
    told = f"redirects more than 5 times{ENDS}"
    assert reason(server.url("/3")) == told
    server.routes["/a"] = webserver.status(301, Location=server.url("/a"))
    assert reason(server.url("/a")) == told


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/a", "javascript:1"])
def test_redirects_lead_to_the_web_only(server: webserver.Server, target: str) -> None:
    server.routes["/a"] = webserver.status(302, Location=target)
    told = f"redirects to an address that is neither http nor https{ENDS}"
    assert reason(server.url("/a")) == told


def test_the_body_of_a_redirect_is_not_read(server: webserver.Server) -> None:
    def answer(handler: webserver._Handler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/b")
        handler.end_headers()
        webserver._drip(handler)

    server.routes |= {"/a": answer, "/b": webserver.file(b"data")}
    assert download(server.url("/a"), SLOW) == Answer(b"data", "", "")


def test_credentials_are_for_one_host(server: webserver.Server) -> None:
    """They go to where they were given for, redirects there included, and nowhere else."""
    with webserver.running() as other:
        other.routes["/c"] = webserver.file(b"data")
        server.routes["/a"] = webserver.status(302, Location=server.url("/b"))
        server.routes["/b"] = webserver.status(302, Location=other.url("/c"))
        download(server.url("/a", "user:pass%20word@"), SLOW)
        assert [headers.get("Authorization") for _, headers in server.asked] == [
            "Basic dXNlcjpwYXNzIHdvcmQ="
        ] * 2
        assert "Authorization" not in other.asked[0][1]


def test_who_was_sent_away_comes_back_as_nobody(server: webserver.Server) -> None:
    """Where another host leads to is for it to choose, so not in anybody's name."""
    with webserver.running() as other:
        server.routes["/a"] = webserver.status(302, Location=other.url("/b"))
        other.routes["/b"] = webserver.status(302, Location=server.url("/chosen"))
        server.routes["/chosen"] = webserver.file(b"data")
        download(server.url("/a", "user:password@"), SLOW)
        assert ["Authorization" in headers for _, headers in server.asked] == [True, False]


def test_netrc_is_for_the_host_that_was_asked_for(
    server: webserver.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login user password word\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with webserver.running() as other:
        server.routes["/a"] = webserver.status(302, Location=other.url("/b"))
        other.routes["/b"] = webserver.file(b"data")
        download(server.url("/a"), SLOW)
        assert server.asked[0][1]["Authorization"] == "Basic dXNlcjp3b3Jk"
        assert "Authorization" not in other.asked[0][1]


@pytest.mark.parametrize("login", ["us%40er:pa/ss", "us%40er:pa?s#s", "token"])
def test_a_login_is_read_as_it_is_hidden(server: webserver.Server, login: str) -> None:
    """What messages do not show is what is sent, quoted or not."""
    server.routes["/a"] = webserver.file(b"data")
    download(server.url("/a", f"{login}@"), SLOW)
    sent = base64.b64decode(server.asked[0][1]["Authorization"].removeprefix("Basic ")).decode()
    assert sent == (login.replace("%40", "@") if ":" in login else f"{login}:")


def test_the_address_of_a_redirect_has_a_limit(server: webserver.Server) -> None:
    server.routes["/a"] = webserver.status(302, Location="/" * (MAX_ADDRESS + 1))
    told = f"redirects to an address of more than {MAX_ADDRESS} characters{ENDS}"
    assert reason(server.url("/a")) == told


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_a_server_that_is_not_there() -> None:
    assert reason(f"http://127.0.0.1:{free_port()}/a") == (
        "the server cannot be reached: connection refused; check host and port"
    )


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (socket.gaierror(-2, "Name or service not known"), "the host is not known; check its name"),
        (
            OSError(errno.ENETUNREACH, "Network is unreachable"),
            "the server cannot be reached: network is unreachable; check the connection",
        ),
    ],
)
def test_a_host_that_cannot_be_found(
    error: OSError, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert reason("http://docs.example/a") == told


def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    assert reason("http://docs.example/a") == f"the proxy does not answer; {PROXY}"
    monkeypatch.setenv("http_proxy", "http://:")
    assert reason("http://docs.example/a") == f"the address of the proxy is none; {PROXY}"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (407, "407: Proxy Authentication Required; give user and password in the variables "),
        (502, "502: Bad Gateway"),
    ],
)
def test_a_proxy_that_refuses(
    server: webserver.Server, monkeypatch: pytest.MonkeyPatch, code: int, told: str
) -> None:
    """It answers, for either kind of address."""
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", server.url())
    monkeypatch.setenv("https_proxy", server.url())
    monkeypatch.setattr(
        webserver._Handler, "do_CONNECT", lambda handler: handler.put(b"", code), raising=False
    )
    server.routes["http://docs.example/a"] = webserver.status(code)
    assert reason("http://docs.example/a").startswith(f"the server answers {told}")
    assert reason("https://docs.example/a").startswith(f"the proxy answers {told}")


@pytest.mark.parametrize("error", [OSError("what nobody knows"), OSError()])
def test_an_error_that_nobody_knows(error: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("sphinxext.stability.fetching.deadline.Session.get", fail)
    assert (
        reason("http://docs.example/a")
        == "the server cannot be read from (OSError); try again later"
    )


def test_a_proxy_is_used(
    server: webserver.Server, hurry: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", server.url())
    server.routes["http://docs.example/a"] = webserver.file(b"data")
    assert download("http://docs.example/a", SLOW) == Answer(b"data", "", "")
    server.routes["http://docs.example/a"] = webserver.drip_body
    assert reason("http://docs.example/a", hurry) == LATE


@pytest.mark.parametrize("url", ["http://[/a", "http:///a", "http://a:b/", "http://"])
def test_what_is_no_address(url: str) -> None:
    assert reason(url) == "is no address that a server could be asked for; check the address"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def secure(authority: trustme.CA) -> Iterator[webserver.Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with webserver.running(context) as server:
        yield server


def test_certificates(secure: webserver.Server, authority: trustme.CA, tmp_path: Path) -> None:
    """They are checked, those of the setting are trusted, for a host or for all."""
    secure.routes["/a"] = webserver.file(b"data")
    url = secure.url("/a")
    assert reason(url).startswith("the certificate of the server is not trusted: ")
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    host = f"127.0.0.1:{secure.server_port}"
    answer = Answer(b"data", "", "")
    assert download(url, Asking(certificates=str(path))) == answer
    assert download(url, Asking(certificates={host: str(path)})) == answer
    assert download(url, Asking(certificates={"127.0.0.1": str(path)})) == answer
    assert "not trusted" in reason(url, Asking(certificates={"other.example": str(path)}))
    assert reason(url, Asking(certificates=str(tmp_path / "none.pem"))) == (
        "the file of trusted certificates cannot be found; correct its name in `tls_cacerts`, or "
        "in the variable REQUESTS_CA_BUNDLE"
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Unverified HTTPS request")
        assert download(url, Asking(verify=False)) == answer


def test_no_redirect_leaves_https(
    server: webserver.Server, secure: webserver.Server, authority: trustme.CA, tmp_path: Path
) -> None:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    asking = Asking(certificates=str(path))
    server.routes["/a"] = webserver.file(b"data")
    secure.routes["/a"] = webserver.status(302, Location=server.url("/a"))
    assert reason(secure.url("/a"), asking) == (
        "redirects from https to http, where anybody could change what is read; give an "
        "address that stays with https"
    )
    assert server.asked == []
    server.routes["/b"] = webserver.status(302, Location=secure.url("/b"))
    secure.routes["/b"] = webserver.file(b"data")
    assert download(server.url("/b"), asking) == Answer(b"data", "", "")


def test_https_to_a_server_without_it(server: webserver.Server) -> None:
    url = server.url("/a").replace("http:", "https:")
    assert reason(url).startswith("there is no TLS connection to the server: ")


def test_a_connection_over_tls_has_a_deadline(secure: webserver.Server, hurry: Asking) -> None:
    secure.routes["/a"] = webserver.drip_head
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Unverified HTTPS request")
        assert reason(secure.url("/a"), replace(hurry, verify=False)) == LATE
