"""Attacks over the wire: other origins, other sessions, too much, too often, and text that wants to be a header."""

import json
import re
import select
import socket
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import urlsplit

import jwt
import pytest
import requests

from sandbox.product import Product
from tests.integration.conftest import NEW_KEY, OLD_KEY, Guarded
from tests.support.desk import AGENT, MANAGER, Json, Person, Sandbox, error, sign_in

BUSY_AGENT = 7401
"""Nobody else's tests act as this one."""


@pytest.fixture
def control(guarded: Guarded) -> Iterator[Sandbox]:
    with Sandbox(guarded.product.sandbox) as sandbox:
        yield sandbox


@pytest.fixture
def someone(guarded: Guarded, control: Sandbox) -> Iterator[Person]:
    with sign_in(guarded.product.backend, control) as person:
        yield person


def claims_of(session: str) -> Json:
    found: Json = jwt.decode(session, options={"verify_signature": False})
    return found


class TestHeaders:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/healthz"),
            ("GET", "/metrics"),
            ("GET", "/nowhere"),
            ("GET", "/api/tickets/2001/panel"),
            ("DELETE", "/api/session"),
            ("POST", "/sidebar"),
            ("OPTIONS", "/api/session"),
            ("HEAD", "/healthz"),
            ("GET", "/assets/none.js"),
        ],
    )
    def test_every_answer_carries_them_errors_included(self, product: Product, method: str, path: str) -> None:
        answer = requests.request(method, product.backend + path, timeout=10)
        policy = answer.headers["Content-Security-Policy"]
        assert f"frame-ancestors {product.sandbox}" in policy
        assert "default-src 'none'" in policy
        for forbidden in ("unsafe-inline", "unsafe-eval", "*", "http:;", "data: 'self'"):
            assert forbidden not in policy
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "X-Frame-Options" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert len(answer.headers["X-Request-Id"]) == 16
        assert "Set-Cookie" not in answer.headers

    def test_the_sidebar_page_holds_no_script_of_its_own_and_one_style_by_its_hash(
        self, product: Product, sandbox: Sandbox
    ) -> None:
        answer = requests.post(f"{product.backend}/sidebar", data={"token": sandbox.token()}, timeout=10)
        page = answer.text
        scripts = [one.split(">")[0] for one in page.split("<script")[1:]]
        assert scripts
        assert all("src=" in one or 'type="application/json"' in one for one in scripts)
        assert " style=" not in page
        (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        digest = b64encode(sha256(style.encode()).digest()).decode()
        assert f"style-src 'self' 'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


class TestOtherOrigins:
    def test_only_the_configured_origin_may_call(self, guarded: Guarded, someone: Person) -> None:
        for origin, admitted in ((guarded.allowed, guarded.allowed), ("https://evil.example", None), ("null", None)):
            answer = someone.call("GET", "/api/tickets/2001/panel", Origin=origin)
            assert answer.headers.get("Access-Control-Allow-Origin") == admitted
            assert "Access-Control-Allow-Credentials" not in answer.headers

    def test_a_preflight_admits_the_headers_that_the_panel_sends(self, guarded: Guarded) -> None:
        asked = {
            "Origin": guarded.allowed,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type, idempotency-key",
        }
        url = f"{guarded.product.backend}/api/tickets/2001/operations"
        answer = requests.options(url, headers=asked, timeout=10)
        assert answer.headers["Access-Control-Allow-Origin"] == guarded.allowed
        assert "idempotency-key" in answer.headers["Access-Control-Allow-Headers"].lower()
        evil = requests.options(url, headers=asked | {"Origin": "https://evil.example"}, timeout=10)
        assert "Access-Control-Allow-Origin" not in evil.headers

    @pytest.mark.parametrize("path", ["/sidebar", "/metrics", "/readyz", "/openapi.json"])
    def test_nothing_but_the_api_is_shared(self, guarded: Guarded, path: str) -> None:
        answer = requests.get(guarded.product.backend + path, headers={"Origin": guarded.allowed}, timeout=10)
        assert "Access-Control-Allow-Origin" not in answer.headers

    def test_without_the_setting_no_origin_may_call(self, product: Product) -> None:
        answer = requests.get(f"{product.backend}/healthz", headers={"Origin": "https://panel.example"}, timeout=10)
        assert "Access-Control-Allow-Origin" not in answer.headers


class TestSessions:
    @pytest.mark.parametrize(("key", "status"), [(NEW_KEY, 200), (OLD_KEY, 200), ("neither-of-them-" * 3, 401)])
    def test_both_keys_hold_while_one_takes_over(self, someone: Person, key: str, status: int) -> None:
        token = jwt.encode(claims_of(someone.session), key, algorithm="HS256")
        assert Person(someone.backend, token, {}).call("GET", "/api/tickets/2001/panel").status_code == status

    def test_the_first_key_signs(self, someone: Person) -> None:
        jwt.decode(someone.session, NEW_KEY, algorithms=["HS256"], audience="session")

    @pytest.mark.parametrize(
        "change",
        [
            {"iss": "https://other.zendesk.com"},
            {"aud": "something-else"},
            {"exp": 1},
            {"sub": "7101; DROP TABLE agents"},
            {"sub": "-1"},
        ],
    )
    def test_a_session_of_another_account_or_use_opens_nothing(self, someone: Person, change: Json) -> None:
        token = jwt.encode(claims_of(someone.session) | change, NEW_KEY, algorithm="HS256")
        answer = Person(someone.backend, token, {}).call("GET", "/api/tickets/2001/panel")
        assert (answer.status_code, error(answer)["code"]) == (401, "unauthenticated")

    def test_claims_give_no_rights(self, guarded: Guarded, control: Sandbox) -> None:
        # Even with the key in hand a session says only who it is; what they may do stands in Zendesk.
        agent = sign_in(guarded.product.backend, control, AGENT)
        token = jwt.encode(claims_of(agent.session) | {"role": "manager"}, NEW_KEY, algorithm="HS256")
        answer = Person(agent.backend, token, {}).ask(control.ticket(), "trigger_emergency", reason="Mine.")
        assert (answer.status_code, error(answer)["code"]) == (403, "forbidden")

    def test_a_sidebar_token_is_no_session(self, guarded: Guarded, control: Sandbox) -> None:
        person = Person(guarded.product.backend, control.token(), {})
        assert person.call("GET", "/api/tickets/2001/panel").status_code == 401
        assert person.call("POST", "/api/session/renew").status_code == 401

    def test_one_agents_key_is_not_anothers(self, guarded: Guarded, someone: Person, control: Sandbox) -> None:
        ticket, other = control.ticket(), sign_in(guarded.product.backend, control, AGENT)
        mine = someone.do(ticket, "record_assessment", key="the-very-same-key", answers={})
        theirs = other.do(ticket, "record_assessment", key="the-very-same-key", answers={})
        assert mine["id"] != theirs["id"]
        assert (mine["actor"], theirs["actor"]) == (someone.agent["name"], other.agent["name"])


class TestTooMuch:
    def test_a_body_without_a_length_is_measured_too(self, someone: Person) -> None:
        chunks = (b"x" * 65_536 for _ in range(48))
        answer = requests.post(
            f"{someone.backend}/api/session",
            data=chunks,
            headers={"Content-Type": "application/json"},
            timeout=10,
        )
        assert (answer.status_code, error(answer)["code"]) == (413, "too_large")

    def test_a_huge_sidebar_form_is_refused(self, guarded: Guarded) -> None:
        answer = requests.post(f"{guarded.product.backend}/sidebar", data={"token": "x" * 3_000_000}, timeout=10)
        assert answer.status_code == 413

    def test_operations_end_above_what_was_promised_and_say_when_to_come_back(
        self, guarded: Guarded, control: Sandbox
    ) -> None:
        busy = sign_in(guarded.product.backend, control, BUSY_AGENT)
        ticket = control.ticket()
        statuses: list[int] = []
        while 429 not in statuses and len(statuses) < 2000:
            answer = busy.call("POST", f"/api/tickets/{ticket}/operations", {})
            statuses.append(answer.status_code)
        assert statuses.count(400) >= 60
        assert (answer.status_code, error(answer)["code"], error(answer)["retryable"]) == (429, "rate_limited", True)
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert error(answer)["details"]["retry_after"] == int(answer.headers["Retry-After"])
        # Reading goes on, and so does everybody else.
        busy.panel(ticket)
        other = sign_in(guarded.product.backend, control, AGENT)
        assert other.call("POST", f"/api/tickets/{ticket}/operations", {}).status_code == 400

    def test_sessions_are_counted_by_the_address_that_the_proxy_saw(self, guarded: Guarded) -> None:
        def attempt(seen: str) -> int:
            url = f"{guarded.product.backend}/api/session"
            headers = {"X-Forwarded-For": seen}
            return http.post(url, json={"token": "x"}, headers=headers, timeout=10).status_code

        with requests.Session() as http:
            statuses: list[int] = []
            while 429 not in statuses and len(statuses) < 2000:
                # What the caller itself claims stands before what the proxy adds, and counts for nothing.
                statuses.append(attempt(f"198.51.100.{len(statuses) % 250}, 203.0.113.7"))
            assert statuses.count(401) >= 120
            assert statuses[-1] == 429
            assert attempt("203.0.113.8") == 401

    def test_without_a_proxy_the_header_counts_for_nothing(self, product: Product) -> None:
        # The same address is counted whatever it claims: nothing to see but that nobody is refused for another's name.
        for claimed in ("127.0.0.1", "203.0.113.9", "junk, more junk", "\u2603".encode().decode("latin-1")):
            headers = {"X-Forwarded-For": claimed}
            answer = requests.post(f"{product.backend}/api/session", json={"token": "x"}, headers=headers, timeout=10)
            assert answer.status_code == 401


class TestTextThatWantsToBeMore:
    @pytest.mark.parametrize(
        "line",
        [
            b"GET /api/tickets/2001%0d%0aSet-Cookie:%20a=b/panel HTTP/1.1",
            b"GET /nowhere%0d%0aX-Injected:%20yes HTTP/1.1",
            b"GET /api/tickets/1/panel?updated_at=x%0d%0aX-Injected:%20yes HTTP/1.1",
            b"GET /assets/%0d%0aX-Injected:%20yes HTTP/1.1",
        ],
    )
    def test_no_header_can_be_put_into_an_answer(self, product: Product, line: bytes) -> None:
        head = raw(product.backend, line + b"\r\nHost: x\r\nConnection: close\r\n\r\n").split(b"\r\n\r\n")[0]
        assert b"\r\nX-Injected" not in head
        assert b"\r\nSet-Cookie" not in head

    @pytest.mark.parametrize(
        "path",
        ["//evil.example", "//evil.example/%2e%2e", "/\\evil.example", "//healthz", "/api//session", "/healthz/"],
    )
    def test_nothing_redirects_anywhere(self, product: Product, path: str) -> None:
        request = f"GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
        head = raw(product.backend, request.encode()).split(b"\r\n\r\n")[0]
        assert b" 30" not in head.split(b"\r\n")[0]
        assert b"location:" not in head.lower()
        assert b"evil" not in head

    def test_an_address_that_a_person_typed_is_never_called(self, manager: Person, sandbox: Sandbox) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            typed = f"http://127.0.0.1:{listening.getsockname()[1]}/gitlab-com/support/feedback/-/issues/77"
            answer = manager.ask(sandbox.ticket(), "link_feedback", issue=typed)
            if answer.ok:
                manager.ended(answer.json()["id"])
            assert not select.select([listening], [], [], 0)[0]

    @pytest.mark.parametrize(
        "path", ["/assets/../manifest.json", "/assets/..%2f..%2fpackage.json", "/assets//etc/passwd"]
    )
    def test_no_file_outside_the_build_is_served(self, product: Product, path: str) -> None:
        answer = raw(product.backend, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert answer.split(b" ")[1] == b"404"

    def test_an_error_shows_no_more_than_what_was_sent(self, guarded: Guarded) -> None:
        text = "<script>alert(1)</script>"
        answer = requests.post(
            f"{guarded.product.backend}/api/session", data=json.dumps({"token": text}),
            headers={"Content-Type": "application/json"}, timeout=10,
        )  # fmt: skip
        assert text not in answer.text
        assert answer.headers["Content-Type"] == "application/json"
        assert "Traceback" not in answer.text


def raw(url: str, request: bytes) -> bytes:
    """Send bytes that no HTTP client would; give all that comes back."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(request)
        found = b""
        while piece := connection.recv(65_536):
            found += piece
    return found


def test_a_manager_stays_one_behind_the_proxy(someone: Person) -> None:
    # The guarded product reads its tokens from files: it could not have synced or signed anybody in without them.
    assert someone.agent["id"] == MANAGER
    assert someone.panel(2001)["sources"]["gitlab"]["state"] == "fresh"
