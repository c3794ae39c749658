"""Requests that are never finished stop nobody: they cost a connection, and no thread."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest
import requests

from sandbox.product import Product
from tests.support.desk import Person, Sandbox

CONNECTIONS = 60
POST = b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
HALVES = {
    "nothing": b"",
    "half a head": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "half a body": POST + b"Content-Length: 1000\r\n\r\n{",
    "half a chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n3e8\r\n{",
    "a body that waits to be asked for": POST + b"Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n",
    "blank lines": b"\r\n\r\n\r\n",
    "a request and a half": b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHo",
}


@contextmanager
def connected(product: Product) -> Iterator[socket.socket]:
    address = urlsplit(product.backend)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        yield connection


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_half_sent_requests_stop_nobody(product: Product, manager: Person, sandbox: Sandbox, half: bytes) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    with ExitStack() as stack:
        for _ in range(CONNECTIONS):
            stack.enter_context(connected(product)).sendall(half)
        time.sleep(0.3)
        began = time.monotonic()
        for _ in range(10):
            assert requests.get(f"{product.backend}/healthz", timeout=5).status_code == 200
            manager.panel(ticket)
        assert time.monotonic() - began < 5


def read_answer(connection: socket.socket, until: bytes) -> bytes:
    got = b""
    while until not in got and (piece := connection.recv(65536)):
        got += piece
    return got


@pytest.mark.parametrize("chunked", [True, False])
def test_a_slow_body_arrives_whole(product: Product, chunked: bool) -> None:
    body = b'{"token": "no-token"}'
    pieces = [body[at : at + 5] for at in range(0, len(body), 5)]
    if chunked:
        head = POST + b"Transfer-Encoding: chunked\r\n\r\n"
        pieces = [b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces] + [b"0\r\n\r\n"]
    else:
        head = POST + b"Content-Length: %d\r\n\r\n" % len(body)
    with connected(product) as connection:
        for piece in (head[:20], head[20:], *pieces):
            connection.sendall(piece)
            time.sleep(0.02)
        assert b"HTTP/1.1 401" in read_answer(connection, b"}}")


def test_a_body_that_waits_to_be_asked_for_is_asked_for(product: Product) -> None:
    with connected(product) as connection:
        connection.sendall(POST + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        assert read_answer(connection, b"\r\n\r\n").startswith(b"HTTP/1.1 100")
        connection.sendall(b"{}")
        assert b"HTTP/1.1 400" in read_answer(connection, b"}}")


def test_two_requests_at_once_get_two_answers(product: Product) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with connected(product) as connection:
        connection.sendall(one + one[:10])
        assert b"HTTP/1.1 200" in read_answer(connection, b"}")
        connection.sendall(one[10:])
        assert b"HTTP/1.1 200" in read_answer(connection, b"}")
