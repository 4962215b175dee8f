"""Connections that are ended at a deadline.

Timeouts are for one wait each. A server that sends a byte from time to time never runs into one,
so all sockets of a request are known here, and closed from outside.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3.connectionpool import HTTPConnectionPool


class Deadline:
    """A time after which nothing that was opened is read from any more."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()  # the process may be forked next, and threads do not survive that
        with self._lock:
            for one in self._sockets:
                one.close()
            self._sockets.clear()

    def watch(self, connection: socket.socket) -> None:
        """End this one, too; a TLS connection over it goes with it."""
        with self._lock:
            self._sockets.append(connection.dup())
        if self.is_over:
            self._end()

    def _end(self) -> None:
        self.is_over = True
        with self._lock:
            for one in self._sockets:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)


class Session(requests.Session):
    """A session whose connections have a deadline; it follows no redirect by itself."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        for prefix in ("https://", "http://"):
            self.mount(prefix, _Adapter(deadline))

    def get_redirect_target(self, _response: requests.Response) -> None:
        """Follow none: requests would read the whole of its body first, however long that is."""
        return


class _Adapter(HTTPAdapter):
    """Opens connections that are watched."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        super().init_poolmanager(*arguments, **options)
        self._watch(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:  # noqa: ANN401
        is_new = proxy not in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **options)
        if is_new:
            self._watch(manager)
        return manager

    def _watch(self, manager: Any) -> None:  # noqa: ANN401
        pools = manager.pool_classes_by_scheme
        manager.pool_classes_by_scheme = {
            scheme: _watched(pool, self._deadline) for scheme, pool in pools.items()
        }


def _watched(pool: type[HTTPConnectionPool], deadline: Deadline) -> type[HTTPConnectionPool]:
    """Return a pool whose connections are watched from the moment that they are open."""

    class Connection(pool.ConnectionCls):  # type: ignore[misc, name-defined]
        def _new_conn(self) -> socket.socket:
            made: socket.socket = super()._new_conn()
            deadline.watch(made)
            return made

    class Pool(pool):  # type: ignore[misc, valid-type]
        ConnectionCls = Connection

    return Pool
