"""A web server on loopback for tests: it answers as each test wants, however badly."""

from __future__ import annotations

import contextlib
import gzip
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Server(ThreadingHTTPServer):
    """Answers by path; ``asked`` has each request, ``closing`` is set when the server ends."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.routes: dict[str, Answer] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.closing = threading.Event()
        self.scheme = "http"

    def url(self, path: str = "/", login: str = "") -> str:
        """Return the address of a path, with ``user:password@`` where that is given."""
        return f"{self.scheme}://{login}127.0.0.1:{self.server_port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for."""
        return [path for path, _ in self.asked]

    def forget(self) -> None:
        """Begin anew."""
        self.routes.clear()
        self.asked.clear()

    def handle_error(self, *_: Any) -> None:  # noqa: ANN401
        """Say nothing of clients that go away: that is what they should do."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.routes.get(self.path.partition("?")[0], status(404))
        with contextlib.suppress(OSError):
            answer(self)

    def log_message(self, *_: Any) -> None:  # noqa: ANN401
        """Log nothing."""

    def put(self, data: bytes, code: int = 200, **headers: str) -> None:
        """Send an answer; underscores in the names of headers stand for hyphens."""
        self.send_response(code)
        headers.setdefault("Content_Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)


Answer = Callable[[_Handler], None]


@contextlib.contextmanager
def running(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run a server, with TLS where *context* says how."""
    with Server() as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
            server.scheme = "https"
        # It looks as often whether it is to end.
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


def status(code: int, **headers: str) -> Answer:
    """Answer with a status."""
    return lambda handler: handler.put(b"<html>No.</html>", code, **headers)


def file(data: bytes, **headers: str) -> Answer:
    """Answer with a file, or that it is as it was: by its ETag, else by its date."""

    def answer(handler: _Handler) -> None:
        sent = handler.headers
        etag, modified = headers.get("ETag"), headers.get("Last_Modified")
        known = etag and sent["If-None-Match"] == etag
        if known or (not etag and modified and sent["If-Modified-Since"] == modified):
            handler.put(b"", 304, **headers)
        else:
            handler.put(data, **headers)

    return answer


def packed(data: bytes) -> Answer:
    """Answer with a file that is packed as gzip."""
    return lambda handler: handler.put(gzip.compress(data), Content_Encoding="gzip")


def cut(data: bytes) -> Answer:
    """Promise more than is sent."""
    return lambda handler: handler.put(data, Content_Length=str(len(data) + 100))


def slow(data: bytes) -> Answer:
    """Answer with a file in small pieces, and none too soon."""

    def answer(handler: _Handler) -> None:
        handler.put(b"", Content_Length=str(len(data)))
        for at in range(0, len(data), 10):
            handler.server.closing.wait(0.01)
            handler.wfile.write(data[at : at + 10])

    return answer


def hang(handler: _Handler) -> None:
    """Say nothing."""
    handler.server.closing.wait()


def drip_head(handler: _Handler) -> None:
    """Send the head of an answer byte by byte, and never all of it."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: ")
    _drip(handler)


def drip_body(handler: _Handler) -> None:
    """Send the body of an answer byte by byte, and never all of it."""
    handler.send_response(200)
    handler.end_headers()
    _drip(handler)


def _drip(handler: _Handler) -> None:
    while not handler.server.closing.wait(0.02):
        handler.wfile.write(b"a")
