"""A call has one deadline, whatever happens on the wire; what was never sent is told apart from what may have been."""

import datetime
import select
import socket
import ssl
import threading
import time
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from backend.vendors.budget import Budget
from backend.vendors.client import VendorAdapter
from backend.vendors.connection import CALL_SECONDS, deadline
from backend.vendors.errors import OutcomeUnknown, Unavailable, VendorError
from sandbox.product import free_port
from tests.unit.vendors.stand import standing, talking

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
SOON = 0.25


def session(url: str) -> requests.Session:
    made = requests.Session()
    made.trust_env = False
    made.mount(url, VendorAdapter("Vendor", Budget(), url, lambda response: None))
    return made


def drip(connection: socket.socket, over: threading.Event, head: bytes = b"") -> None:
    connection.recv(65536)
    connection.sendall(head)
    while not over.wait(0.05):
        connection.sendall(b" ")


def drip_headers(connection: socket.socket, over: threading.Event) -> None:
    drip(connection, over, b"HTTP/1.1 200 OK\r\nX-Long: ")


def drip_body(connection: socket.socket, over: threading.Event) -> None:
    drip(connection, over, HEAD)


def drip_chunks(connection: socket.socket, over: threading.Event) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not over.wait(0.05):
        connection.sendall(b"1\r\n \r\n")


def say_nothing(connection: socket.socket, over: threading.Event) -> None:
    connection.recv(65536)
    over.wait()


def stop_after_half(connection: socket.socket, over: threading.Event) -> None:
    connection.recv(65536)
    connection.sendall(HEAD + b"[")
    connection.shutdown(socket.SHUT_WR)
    over.wait()


def close(connection: socket.socket, over: threading.Event) -> None:
    connection.recv(65536)


@pytest.mark.parametrize("talk", [drip_headers, drip_body, drip_chunks, say_nothing])
@pytest.mark.parametrize(("method", "expected"), [("GET", Unavailable), ("POST", OutcomeUnknown)])
def test_a_call_ends_in_time_however_its_answer_drips(talk, method, expected) -> None:  # type: ignore[no-untyped-def]
    with talking(talk) as url, session(url) as http, deadline(SOON):
        began = time.monotonic()
        with pytest.raises(VendorError, match="did not answer in time") as raised:
            http.request(method, f"{url}/thing?secret=words", json={} if method == "POST" else None)
        assert type(raised.value) is expected
        assert time.monotonic() - began < SOON + 0.5
        assert str(raised.value.call) == f"{method} /thing"


def test_without_another_deadline_the_transport_sets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert CALL_SECONDS < 10
    monkeypatch.setattr("backend.vendors.client.deadline", lambda: deadline(SOON))
    with talking(drip_body) as url, session(url) as http:
        began = time.monotonic()
        with pytest.raises(Unavailable):
            http.get(url)
        assert time.monotonic() - began < SOON + 0.5


@pytest.mark.parametrize("talk", [stop_after_half, close])
@pytest.mark.parametrize(("method", "expected"), [("GET", Unavailable), ("POST", OutcomeUnknown)])
def test_an_answer_that_breaks_off_leaves_a_write_in_doubt(talk, method, expected) -> None:  # type: ignore[no-untyped-def]
    with talking(talk) as url, session(url) as http:
        with pytest.raises(VendorError, match="broke the connection off") as raised:
            http.request(method, url)
        assert type(raised.value) is expected


@pytest.mark.parametrize("method", ["GET", "POST"])
class TestNeverSent:
    def test_a_refused_connection(self, method: str) -> None:
        url = f"http://127.0.0.1:{free_port()}"
        with session(url) as http, pytest.raises(Unavailable, match=r"could not be reached; 127.0.0.1: .*refused"):
            http.request(method, url)

    def test_a_name_that_nobody_knows(self, method: str) -> None:
        url = "http://no-such-host.invalid"
        with session(url) as http, pytest.raises(Unavailable, match=r"no-such-host.invalid: this name cannot"):
            http.request(method, url)

    def test_a_resolver_that_does_not_answer(self, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
        over, real = threading.Event(), socket.getaddrinfo

        def silent(host: str, *args: Any, **kwargs: Any) -> Any:
            # Threads of other tests' stand-ins look names up too.
            return over.wait() if host == "slow.invalid" else real(host, *args, **kwargs)

        monkeypatch.setattr(socket, "getaddrinfo", silent)
        with session("http://slow.invalid") as http, deadline(SOON):
            began = time.monotonic()
            with pytest.raises(Unavailable, match="no answer in time"):
                http.request(method, "http://slow.invalid")
            assert time.monotonic() - began < SOON + 0.5
        over.set()

    def test_a_peer_that_speaks_no_tls(self, method: str) -> None:
        def plain(connection: socket.socket, over: threading.Event) -> None:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        with talking(plain) as url:
            secure = url.replace("http:", "https:")
            with session(secure) as http, pytest.raises(Unavailable, match=r"127.0.0.1: the TLS handshake failed"):
                http.request(method, secure)

    def test_a_handshake_that_never_ends(self, method: str) -> None:
        with talking(say_nothing) as url:
            secure = url.replace("http:", "https:")
            with session(secure) as http, deadline(SOON), pytest.raises(Unavailable, match="in time"):
                http.request(method, secure)

    def test_a_certificate_that_nobody_vouches_for(self, method: str, certificate: Path) -> None:
        with standing(server_context(certificate)) as stand:
            with session(stand.url) as http, pytest.raises(Unavailable, match=r"certificate is not accepted \(self"):
                http.request(method, stand.url)
            assert stand.asked == []


def test_an_answer_over_tls_is_read(certificate: Path) -> None:
    with standing(server_context(certificate)) as stand, session(stand.url) as http:
        stand.answers("GET", "/thing", {"key": "x" * 100_000})
        for _ in range(2):
            assert len(http.get(f"{stand.url}/thing", verify=str(certificate)).json()["key"]) == 100_000


def test_a_proxy_is_used_where_one_is_set() -> None:
    with standing() as proxy, session("http://vendor.invalid") as http:
        proxy.answers("GET", "/thing", {"by": "proxy"})
        http.proxies = {"http": proxy.url}
        assert http.get("http://vendor.invalid/thing").json() == {"by": "proxy"}
        assert proxy.asked[0].headers["host"] == "vendor.invalid"


def test_a_proxy_tunnels_what_is_secret(certificate: Path) -> None:
    with standing(server_context(certificate)) as stand:
        stand.answers("GET", "/thing", {"by": "vendor"})
        port = int(stand.url.rsplit(":", 1)[1])

        def tunnel(connection: socket.socket, over: threading.Event) -> None:
            assert connection.recv(65536).startswith(f"CONNECT 127.0.0.1:{port} ".encode())
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with socket.create_connection(("127.0.0.1", port)) as vendor:
                while not over.is_set():
                    ready, _, _ = select.select([connection, vendor], [], [], 0.05)
                    for one in ready:
                        (vendor if one is connection else connection).sendall(one.recv(65536))

        with talking(tunnel) as proxy, session(stand.url) as http:
            http.proxies = {"https": proxy}
            assert http.get(f"{stand.url}/thing", verify=str(certificate)).json() == {"by": "vendor"}


def test_a_proxy_that_is_not_there_means_that_nothing_was_sent() -> None:
    with session("https://vendor.invalid") as http:
        http.proxies = {"https": f"http://127.0.0.1:{free_port()}"}
        with pytest.raises(Unavailable, match="could not be reached"):
            http.post("https://vendor.invalid/thing")


def test_a_dripping_answer_over_tls_ends_in_time(certificate: Path) -> None:
    context = server_context(certificate)

    def secretly(connection: socket.socket, over: threading.Event) -> None:
        with context.wrap_socket(connection, server_side=True) as hidden:
            drip_body(hidden, over)

    with talking(secretly) as url:
        secure = url.replace("http:", "https:")
        with session(secure) as http, deadline(SOON):
            began = time.monotonic()
            with pytest.raises(OutcomeUnknown, match="in time"):
                http.post(secure, verify=str(certificate))
            assert time.monotonic() - began < SOON + 0.5


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a key and a certificate for this machine that it signed itself."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "here")]),
    )
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file: Path = tmp_path_factory.mktemp("tls") / "both.pem"
    file.write_bytes(private + made.public_bytes(encoding))
    return file


def server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
