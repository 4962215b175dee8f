"""One file from a web server, which may be slow, broken or hostile."""

from __future__ import annotations

import http
import http.client
import re
import socket
import ssl
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin

import requests
import urllib3

from sphinxext.stability import __version__
from sphinxext.stability.fetching.addresses import bare, login, origin
from sphinxext.stability.fetching.asking import WHOLE, Asking, Failed
from sphinxext.stability.fetching.copies import Copy
from sphinxext.stability.fetching.deadline import Deadline, Session
from sphinxext.stability.web import is_web

#: In bytes, unpacked.
MAX_SIZE = 20_000_000
MAX_REDIRECTS = 5
#: The longest address that a redirect may lead to, in characters.
MAX_ADDRESS = 8000
#: A packed file has hardly ever more than one part; each takes some time, even an empty one.
MAX_PARTS = 1000
_LOGIN = "; give user and password with the address, or in .netrc"
_PROXY = "correct the variables http_proxy and https_proxy"
_ENDS = "; give the address where that ends"
_CHECK = "; check the address"
_LATER = "; try again later"
_PLAIN = "; let the server send it plain, or as gzip"
#: What to do about the answers that tell.
_FIXES = {
    401: _LOGIN,
    403: _LOGIN,
    404: _CHECK,
    407: "; give user and password in the variables http_proxy and https_proxy",
    429: _LATER,
    **dict.fromkeys(range(500, 600), _LATER),
}
_CUT_OFF = f"was cut off on its way{_LATER}"
_CHUNK = 1 << 16
_GZIP = 16 + zlib.MAX_WBITS


class Answer(NamedTuple):
    """What a server sent, and what it calls that."""

    data: bytes
    etag: str
    modified: str


def download(url: str, asking: Asking, known: Copy | None = None) -> Answer | None:
    """Return what is at an address, or None if that is what *known* has.

    :raises Failed: saying why it cannot be read.
    """
    whole, reason = asking.timeout * WHOLE, ""
    with Deadline(whole) as deadline, Session(deadline) as session:
        try:
            with _follow(session, url, asking, _headers(asking, known)) as response:
                answer = _answer(response, known)
        except Failed as failed:
            reason = str(failed)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as e:
            reason = _reason(e, asking.timeout)
        # A connection that was ended may look like one that came to its end, or broke.
        if deadline.is_over:
            raise Failed(f"took longer than {whole:g} s, and was given up{_LATER}")
        if reason:
            raise Failed(reason)
        return answer


def _headers(asking: Asking, known: Copy | None) -> dict[str, str]:
    headers = {
        "User-Agent": asking.user_agent or f"sphinxext-stability/{__version__}",
        "Accept": "application/json, */*;q=0.5",
        "Accept-Encoding": "gzip",
    }
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.modified:
        headers["If-Modified-Since"] = known.modified
    return headers


def _follow(
    session: Session, url: str, asking: Asking, headers: Mapping[str, str]
) -> requests.Response:
    """Return the answer that redirects lead to.

    A login, of the address or of ``.netrc``, goes to the first host only, and no more once a
    redirect has led away from there: where it leads back to is what another host has chosen.
    """
    auth: Any = login(url)
    url = bare(url)
    owner = origin(url)
    for _ in range(MAX_REDIRECTS + 1):
        response = session.get(
            url,
            headers=dict(headers),
            auth=auth,
            timeout=asking.timeout,
            verify=asking.verify and _certificates(url, asking),
            stream=True,
        )
        if not response.is_redirect:
            return response
        response.close()  # what it says beside that is of no interest, and may be endless
        target = _target(url, response.headers["location"])
        if origin(target) != owner:
            auth = _nobody
        url = target
    raise Failed(f"redirects more than {MAX_REDIRECTS} times{_ENDS}")


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Send no login; requests would look for one in ``.netrc`` where nothing is given."""
    return request


def _target(url: str, location: str) -> str:
    """Return the address that a redirect leads to, as it is asked for."""
    if len(location) > MAX_ADDRESS:
        raise Failed(f"redirects to an address of more than {MAX_ADDRESS} characters{_ENDS}")
    target = urljoin(url, location)
    if not is_web(target):
        raise Failed(f"redirects to an address that is neither http nor https{_ENDS}")
    if url.lower().startswith("https:") and not target.lower().startswith("https:"):
        raise Failed(
            "redirects from https to http, where anybody could change what is read; give an "
            "address that stays with https"
        )
    return bare(target)


def _certificates(url: str, asking: Asking) -> str | bool:
    """Return the file of certificates for a host, or True for what is trusted anyway."""
    known = asking.certificates
    if not known:
        return True
    if isinstance(known, str):
        return known
    _, host, port = origin(url)
    return known.get(f"{host}:{port}") or known.get(host) or True


def _answer(response: requests.Response, known: Copy | None) -> Answer | None:
    if response.status_code == http.HTTPStatus.NOT_MODIFIED and known:
        return None
    if response.status_code != http.HTTPStatus.OK:
        raise Failed(f"the server answers {_status(response.status_code)}")
    data = _body(response)
    return Answer(data, _printable(response, "etag"), _printable(response, "last-modified"))


def _status(code: int) -> str:
    """Say what a status means, and what to do about it."""
    try:
        phrase = http.HTTPStatus(code).phrase
    except ValueError:
        phrase = "which is no known status"
    return f"{code}: {phrase}{_FIXES.get(code, _CHECK)}"


def _printable(response: requests.Response, name: str) -> str:
    """Return a header that can be sent back."""
    value = response.headers.get(name, "")
    return value if re.fullmatch(r"[ -~]{1,1000}", value) else ""


def _body(response: requests.Response) -> bytes:
    """Read and unpack, no more than allowed: a small answer may unpack to a huge one."""
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in {"", "identity", "gzip", "x-gzip"}:
        raise Failed(f"is packed in another way than gzip, which alone was asked for{_PLAIN}")
    unpack = _Gzip() if packing.endswith("gzip") else None
    data, received = bytearray(), 0
    response.raw.enforce_content_length = True  # as urllib3 has done by itself since 2.0
    for chunk in response.raw.stream(_CHUNK, decode_content=False):
        received += len(chunk)
        try:
            data += unpack.feed(chunk, MAX_SIZE + 1 - len(data)) if unpack else chunk
        except zlib.error:
            raise Failed(f"is not the gzip that it claims to be{_PLAIN}") from None
        if max(received, len(data)) > MAX_SIZE:
            raise Failed(
                f"is larger than {MAX_SIZE // 10**6} MB unpacked, and was given up{_CHECK}"
            )
    if unpack and not unpack.is_whole:
        raise Failed(_CUT_OFF)
    return bytes(data)


class _Gzip:
    """Unpacks a file as it comes; it may have several parts, one after the other."""

    def __init__(self) -> None:
        self._part, self._parts = zlib.decompressobj(_GZIP), 1

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self._part.eof

    def feed(self, data: bytes, most: int) -> bytes:
        """Return what some more of the file unpacks to, up to *most* bytes."""
        made = bytearray()
        while data and len(made) < most:
            if self._part.eof:
                self._part, self._parts = zlib.decompressobj(_GZIP), self._parts + 1
            if self._parts > MAX_PARTS:
                raise Failed(f"is packed in more than {MAX_PARTS} parts, and was given up{_PLAIN}")
            made += self._part.decompress(data, most - len(made))
            data = self._part.unused_data
        return bytes(made)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error, and those that it is made of."""
    left, seen = [error], set()
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        parts = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        left += [part for part in parts if isinstance(part, BaseException)]


#: What an error stands for: the first of these that is among its causes. The texts of errors are
#: not repeated: they have the whole address, with what is secret in it.
_REASONS: tuple[tuple[tuple[type[Exception], ...], Callable[[Any, float], str]], ...] = (
    (
        (ssl.SSLCertVerificationError,),
        lambda e, _: (
            f"the certificate of the server is not trusted: {e.verify_message}; name the file of "
            "its authority in `tls_cacerts`, or in the variable REQUESTS_CA_BUNDLE"
        ),
    ),
    (
        (ssl.SSLError,),
        lambda e, _: (
            f"there is no TLS connection to the server{_detail(e.reason)}; check host and port"
        ),
    ),
    (
        (requests.exceptions.InvalidProxyURL,),
        lambda *_: f"the address of the proxy is none; {_PROXY}",
    ),
    ((requests.exceptions.ProxyError,), lambda e, _: _of_proxy(str(e))),
    ((socket.gaierror,), lambda *_: "the host is not known; check its name"),
    (
        (TimeoutError, requests.Timeout, urllib3.exceptions.ReadTimeoutError),
        lambda _, timeout: f"the server says nothing for {timeout:g} s{_LATER}",
    ),
    (
        (ConnectionRefusedError,),
        lambda *_: "the server cannot be reached: connection refused; check host and port",
    ),
    (
        (urllib3.exceptions.ProtocolError, http.client.HTTPException, ConnectionError),
        lambda *_: _CUT_OFF,
    ),
    ((ValueError,), lambda *_: f"is no address that a server could be asked for{_CHECK}"),
)


def _of_proxy(told: str) -> str:
    """Say what is wrong with a proxy: it refuses, or does not answer at all."""
    refusal = re.search(r"Tunnel connection failed: (\d{3})\b", told)
    if refusal:
        return f"the proxy answers {_status(int(refusal[1]))}"
    return f"the proxy does not answer; {_PROXY}"


def _detail(text: str | None) -> str:
    return f": {text.replace('_', ' ').lower()}" if text else ""


def _reason(error: Exception, timeout: float) -> str:
    """Say why a server could not be read from."""
    causes = list(_causes(error))
    for kinds, told in _REASONS:
        for cause in causes:
            if isinstance(cause, kinds):
                return told(cause, timeout)
    numbers = [cause.strerror for cause in causes if isinstance(cause, OSError) and cause.errno]
    if numbers:
        return f"the server cannot be reached{_detail(numbers[-1])}; check the connection"
    if type(error) is OSError and "CA certificate bundle" in str(error):
        return (
            "the file of trusted certificates cannot be found; correct its name in `tls_cacerts`, "
            "or in the variable REQUESTS_CA_BUNDLE"
        )
    return f"the server cannot be read from ({type(error).__name__}){_LATER}"
