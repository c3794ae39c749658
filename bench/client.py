"""An HTTP client that costs next to nothing: one kept connection, requests as bytes. Its own time would blur ours."""

import json
import socket
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


class Connection:
    """One kept connection to a server."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        name, _, port = self._host.partition(":")
        self._socket = socket.create_connection((name, int(port)), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._left = b""

    def request(self, method: str, path: str, headers: Mapping[str, str] | None = None, body: Any = None) -> bytes:
        """Write a request down; `body` goes as JSON."""
        data = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}", *(f"{k}: {v}" for k, v in (headers or {}).items())]
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(data)}"]
        return "\r\n".join([*lines, "", ""]).encode() + data

    def exchange(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        """Send it, and read status, headers (names in lower case) and body of the answer."""
        self._socket.sendall(request)
        head = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        status = int(head[0].split(" ")[1])
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        length = int(headers.get("content-length", 0)) if status != 304 else 0
        while len(self._left) < length:
            self._left += self._more()
        body, self._left = self._left[:length], self._left[length:]
        return status, headers, body

    def timed(self, request: bytes, status: int) -> float:
        """Give the seconds that an exchange takes; fail on another status."""
        began = time.perf_counter()
        found, _, body = self.exchange(request)
        taken = time.perf_counter() - began
        assert found == status, (found, body[:300])
        return taken

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._left:
            self._left += self._more()
        head, _, self._left = self._left.partition(mark)
        return head

    def _more(self) -> bytes:
        got = self._socket.recv(262_144)
        if not got:
            raise ConnectionError("the server hung up")
        return got
