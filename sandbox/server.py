"""Serve the sandbox over real sockets: threaded, keep-alive, and able to drop a connection on request."""

import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socket import SHUT_WR, SO_LINGER, SOL_SOCKET, socket
from threading import Thread
from typing import Any

from werkzeug.exceptions import ServiceUnavailable
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.wrappers import Response

from sandbox.app import create_sandbox
from sandbox.faults import ON_THE_WIRE
from sandbox.gate import ConnectionDropped
from sandbox.world import World, world_of

ABORT = struct.pack("ii", 1, 0)


class Handler(WSGIRequestHandler):
    """Speak HTTP/1.1 with reused connections."""

    protocol_version = "HTTP/1.1"
    # Headers and body go out in two writes; without this each answer waits for a delayed acknowledgement.
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        """Answer one request and keep the connection.

        Werkzeug's own version closes it each time, because an application may leave a part of the body unread;
        the gate has always read all of it.
        """
        self.environ = self.make_environ()
        try:
            if self.environ.get("HTTP_EXPECT", "").lower() == "100-continue":
                self.send_response_only(100)
                self.end_headers()
            self._send(Response.from_app(self.server.app, self.environ, buffered=True))
        except ConnectionError as error:
            self.connection_dropped(error, self.environ)

    def _send(self, answer: Response) -> None:
        how = answer.headers.pop(ON_THE_WIRE, None)
        chunks, _, headers = answer.get_wsgi_response(self.environ)
        self.send_response(answer.status_code)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        body = b"".join(chunks)
        if how == "drip":
            self._drip(body)
        elif how == "half_close":
            self.wfile.write(body[: len(body) // 2])
            self.connection.shutdown(SHUT_WR)
            self.close_connection = True
        else:
            self.wfile.write(body)

    def _drip(self, body: bytes) -> None:
        """Send a byte a second: never late by the measure of a socket, and not done for minutes."""
        for at in range(len(body)):
            self.wfile.write(body[at : at + 1])
            time.sleep(1)

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        """Close the connection, with a reset when the fault asks for one."""
        self.close_connection = True
        if isinstance(error, ConnectionDropped) and error.abort:
            self.connection.setsockopt(SOL_SOCKET, SO_LINGER, ABORT)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keep quiet: /_sandbox/calls is the log."""


class Server(ThreadedWSGIServer):
    """One thread for each connection."""

    def shutdown_request(self, request: Any) -> None:
        """Skip the orderly end for an aborted connection, or the client would see it before the reset."""
        if isinstance(request, socket) and request.getsockopt(SOL_SOCKET, SO_LINGER, len(ABORT)) == ABORT:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that went away; report the rest."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@dataclass(frozen=True)
class RunningSandbox:
    """A sandbox that accepts connections, with direct access to its state."""

    url: str
    world: World


def make_server(port: int, backend_url: str, host: str = "127.0.0.1") -> Server:
    """Bind a server; port 0 picks a free one."""
    # The seeds hold the sandbox's own address, which is known once the port is bound.
    server = Server(host, port, ServiceUnavailable(), handler=Handler)
    server.daemon_threads = True
    server.app = create_sandbox(backend_url, f"http://{host}:{server.port}")
    return server


@contextmanager
def running_sandbox(
    backend_url: str = "http://127.0.0.1:8000", port: int = 0, webhooks: bool = False
) -> Iterator[RunningSandbox]:
    """Run a sandbox in a thread of this process for the length of a with-block; it sends events if told so."""
    server = make_server(port, backend_url)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    world = world_of(server.app)
    if webhooks:
        world.send_events()
    try:
        yield RunningSandbox(f"http://127.0.0.1:{server.port}", world)
    finally:
        world.closing.set()
        if world.sender:
            world.sender.close()
        server.shutdown()
        thread.join()
        server.server_close()
