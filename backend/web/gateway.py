"""Gunicorn's threaded worker, with whole requests only: a thread is never spent on waiting for a client.

The stock worker hands a connection to a thread as soon as its first byte is there; as many half-sent requests as there
are threads then stop it. Here the worker's own loop reads all connections until their requests are complete.
"""

import selectors
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

READ_SECONDS = 30.0
"""Within this a request has to be there, from its first byte to its last."""
THREAD_SECONDS = 10
"""How long a thread waits at most for a client that takes no answer, or that the loop took for complete."""
LARGEST_HEAD = 64 * 1024
LARGEST_BODY = 32 * 1024 * 1024
"""Bytes that are waited for; what says that it is larger is handed on, to be refused unread."""
MOST_HELD = 128 * 1024 * 1024
"""Bytes that all unfinished requests of a process may take; who goes beyond is cut off."""
PIECE = 64 * 1024
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Incoming:
    """What has come of a request so far."""

    def __init__(self, ahead: bytes, until: float) -> None:
        self.data = bytearray(ahead)
        self.until = until
        self.expects_continue = False
        self._begin = self._body = self._chunk = 0
        self._length: int | None = None

    def whole(self) -> bool:
        """Tell whether the parser can go through it without waiting; what it will refuse is whole."""
        if not self._body and not self._head():
            return len(self.data) > LARGEST_HEAD
        if self._length is None:
            return len(self.data) > LARGEST_BODY or self._last_chunk()
        return self._length > LARGEST_BODY or len(self.data) >= self._body + self._length

    def _head(self) -> bool:
        """Find the end of the head, and how long the body says it is."""
        while self.data[self._begin : self._begin + 1] and self.data[self._begin] in b"\r\n":
            self._begin += 1
        end = self.data.find(b"\r\n\r\n", self._begin)
        if end < 0:
            return False
        self._body = self._chunk = end + 4
        fields = [line.partition(b":") for line in bytes(self.data[self._begin : end]).split(b"\r\n")[1:]]
        named = {name.strip().lower(): value.strip().lower() for name, _, value in fields}
        length = named.get(b"content-length", b"0")
        self._length = int(length) if length.isdigit() and len(length) < 16 else 0
        if b"transfer-encoding" in named:
            self._length = None
        self.expects_continue = named.get(b"expect") == b"100-continue"
        return True

    def _last_chunk(self) -> bool:
        """Go through the chunks that are here; a malformed one ends it, for the parser to refuse."""
        while (end := self.data.find(b"\r\n", self._chunk)) >= 0:
            try:
                size = int(bytes(self.data[self._chunk : end]).partition(b";")[0], 16)
            except ValueError:
                return True
            if size <= 0:
                return self.data.find(b"\r\n\r\n", end) >= 0
            if len(self.data) < (following := end + 2 + size + 2):
                return False
            self._chunk = following
        return len(self.data) - self._chunk > LARGEST_HEAD


class BufferingWorker(ThreadWorker):  # type: ignore[misc]
    """Hands a connection to a thread once a whole request is there."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._incoming: dict[Any, Incoming] = {}
        self._held = 0

    def get_thread_pool(self) -> ThreadPoolExecutor:
        """Make the threads that answer, under a name of their own in what tells of threads."""
        return ThreadPoolExecutor(self.cfg.threads, thread_name_prefix="request")

    def enqueue_req(self, conn: Any) -> None:
        """Read a connection that is new, has become readable, or holds what came after its last request."""
        if self.cfg.is_ssl:
            # The bytes are still encrypted, so no request can be read from them. Usually a proxy does TLS.
            super().enqueue_req(conn)
            return
        if conn.parser is None:
            limit = struct.pack("ll", THREAD_SECONDS, 0)
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                conn.sock.setsockopt(socket.SOL_SOCKET, option, limit)
        ahead = conn.parser.unreader.take_buffered() if conn.parser else b""
        conn.sock.setblocking(False)
        self._incoming[conn] = Incoming(ahead, time.monotonic() + READ_SECONDS)
        self._held += len(ahead)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._read_on, conn))
        if not (ahead and self._pass_on(conn)):
            self._read_on(conn, conn.sock)

    def murder_pending(self) -> None:
        """Cut off who has been too slow; while stopping, also who has sent nothing."""
        super().murder_pending()
        now = time.monotonic()
        for conn, request in list(self._incoming.items()):
            if request.until < now or not (self.alive or request.data):
                self._cut_off(conn)

    def _read_on(self, conn: Any, client: socket.socket) -> None:
        if conn not in self._incoming:
            return
        try:
            piece = client.recv(PIECE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            piece = b""
        if not piece or self._held + len(piece) > MOST_HELD:
            self._cut_off(conn)
            return
        self._held += len(piece)
        self._incoming[conn].data += piece
        self._pass_on(conn)

    def _pass_on(self, conn: Any) -> bool:
        """Give a whole request to a thread."""
        request = self._incoming[conn]
        if not request.whole():
            self._invite(conn, request)
            return False
        self._forget(conn)
        conn.sock.setblocking(True)
        conn.init()
        conn.parser.unreader.unread(bytes(request.data))
        conn.data_ready = True
        super().enqueue_req(conn)
        return True

    def _invite(self, conn: Any, request: Incoming) -> None:
        """Ask for the body from a client that waits to be asked."""
        if request.expects_continue:
            request.expects_continue = False
            try:
                conn.sock.send(CONTINUE)
            except OSError:
                self._cut_off(conn)

    def _forget(self, conn: Any) -> None:
        self._held -= len(self._incoming.pop(conn).data)
        self.poller.unregister(conn.sock)

    def _cut_off(self, conn: Any) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()
