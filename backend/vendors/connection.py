"""Connections with one deadline for a whole call: name look-up, connect, TLS handshake, headers and body.

A socket's own timeout starts again with each byte, so a vendor that sends one byte a second is never late. Here each
read may only take what is left of the call.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

CALL_SECONDS = 9.0
"""Seconds of wall time that a call may take, whatever happens on the wire."""
CONNECT_SECONDS = 3.05
"""Seconds of it for the look-up of the name and the connection."""

_ends: ContextVar[float] = ContextVar("ends", default=float("inf"))


@contextmanager
def deadline(seconds: float = CALL_SECONDS) -> Iterator[None]:
    """End a block's calls after some seconds; a deadline that is set already stays if it is earlier."""
    token = _ends.set(min(_ends.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _ends.reset(token)


def left() -> float:
    """Give the seconds that are left of the call; raise TimeoutError when there are none."""
    seconds = min(_ends.get() - time.monotonic(), CALL_SECONDS)
    if seconds <= 0:
        raise TimeoutError("the call's time is over")
    return seconds


class NotConnected(Exception):
    """No connection could be made, so nothing was sent; the text says why."""


class _Timed:
    """Lets each operation on a socket take what is left of the call."""

    def recv_into(self, *args: Any) -> int:
        self.settimeout(left())  # type: ignore[attr-defined]
        return super().recv_into(*args)  # type: ignore[misc, no-any-return]

    def sendall(self, *args: Any) -> None:
        self.settimeout(left())  # type: ignore[attr-defined]
        super().sendall(*args)  # type: ignore[misc]


class _Socket(_Timed, socket.socket):
    pass


class _TlsSocket(_Timed, ssl.SSLSocket):
    pass


class _Connecting:
    """Connects within the call's time, and tells a failed connection from a failed request."""

    host: str
    port: int
    socket_options: Any

    def connect(self) -> None:
        try:
            super().connect()  # type: ignore[misc]
        except Exception as error:
            raise NotConnected(f"{self.host}: {_why(error)}") from error

    def _new_conn(self) -> socket.socket:
        until = time.monotonic() + min(CONNECT_SECONDS, left())
        failed: OSError = OSError("the name has no address")
        for family, kind, protocol, _, address in _addresses(self.host, self.port, until):
            connection = _Socket(family, kind, protocol)
            try:
                for option in self.socket_options or ():
                    connection.setsockopt(*option)
                connection.settimeout(max(0.001, until - time.monotonic()))
                connection.connect(address)
                connection.settimeout(left())
                return connection
            except OSError as error:
                connection.close()
                failed = error
        raise failed


def _addresses(host: str, port: int, until: float) -> Any:
    """Look a name up; in a thread of its own, because a resolver waits as long as it likes."""
    found: Future[Any] = Future()

    def look_up() -> None:
        try:
            found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:
            found.set_exception(error)

    threading.Thread(target=look_up, daemon=True, name="resolver").start()
    try:
        return found.result(timeout=max(0.001, until - time.monotonic()))
    except TimeoutError as error:
        raise socket.gaierror(socket.EAI_AGAIN, "no answer in time") from error


def _why(error: Exception) -> str:
    chain: list[BaseException] = [error]
    while chain[-1].__cause__ or chain[-1].__context__:
        chain.append(chain[-1].__cause__ or chain[-1].__context__)  # type: ignore[arg-type]
    for cause in chain:
        if isinstance(cause, socket.gaierror):
            return f"this name cannot be looked up ({cause.strerror})"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not accepted ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return f"the TLS handshake failed ({cause.reason or cause})"
        if isinstance(cause, TimeoutError):
            return "it did not take the connection in time"
    return str(getattr(error, "strerror", None) or error)


class _HttpConnection(_Connecting, HTTPConnection):
    pass


class _HttpsConnection(_Connecting, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _HttpsConnection


class TimedAdapter(HTTPAdapter):
    """A transport whose connections keep the call's deadline; through a proxy, too."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        """Make the connection pools."""
        super().init_poolmanager(connections, maxsize, block, ssl_context=_tls(), **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Make the connection pools of a proxy."""
        manager = super().proxy_manager_for(proxy, **{"ssl_context": _tls(), **options})
        manager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
        return manager


def _tls() -> ssl.SSLContext:
    context = create_urllib3_context()
    context.sslsocket_class = _TlsSocket
    return context
