"""Who is asking: only a token that Zendesk signed for this app opens a session, and only a live session anything."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.product import Product
from tests.support.desk import MANAGER, Json, Person, Sandbox, error, sign_in

CLOSED = 401


def claims_of(token: str) -> Json:
    found: Json = jwt.decode(token, options={"verify_signature": False})
    return found


def own_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def segment(value: Json) -> bytes:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")


def hs256_with_the_public_key(sandbox: Sandbox, claims: Json) -> str:
    # PyJWT refuses to make this one, so it is put together by hand, as an attacker would.
    token = requests.post(
        f"{sandbox.url}/oauth/tokens",
        json={
            "grant_type": "client_credentials",
            "client_id": "sandbox-oncall-client",
            "client_secret": "sandbox-client-secret-not-a-secret",
            "scope": "read",
        },
        timeout=10,
    ).json()["access_token"]
    url = f"{sandbox.url}/api/v2/apps/900001/public_key"
    pem = requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=10).content
    signed = segment({"alg": "HS256", "typ": "JWT"}) + b"." + segment(claims)
    signature = base64.urlsafe_b64encode(hmac.new(pem, signed, hashlib.sha256).digest()).rstrip(b"=")
    return (signed + b"." + signature).decode()


def forged(name: str, sandbox: Sandbox) -> str:
    good = sandbox.token()
    claims = claims_of(good)
    header, _, signature = good.split(".")
    match name:
        case "forged":
            return jwt.encode(claims, own_key(), algorithm="RS256")
        case "payload-changed":
            return ".".join(
                [header, segment(claims | {"sub": claims["sub"].replace("7101", "7102")}).decode(), signature]
            )
        case "alg-none":
            return (segment({"alg": "none", "typ": "JWT"}) + b"." + segment(claims) + b".").decode()
        case "hs256-with-public-key":
            return hs256_with_the_public_key(sandbox, claims)
        case "expired":
            return sandbox.token(exp_in=-60)
        case "empty":
            return ""
        case "noise":
            return "\u202eno token at all " * 100
        case "huge":
            return good + "A" * 100_000
    raise AssertionError(name)


@pytest.mark.parametrize(
    "name", ["forged", "payload-changed", "alg-none", "hs256-with-public-key", "expired", "empty", "noise", "huge"]
)
def test_a_token_that_proves_nothing_opens_nothing(product: Product, sandbox: Sandbox, name: str) -> None:
    token = forged(name, sandbox)
    answer = requests.post(f"{product.backend}/api/session", json={"token": token}, timeout=10)
    assert answer.status_code == CLOSED
    assert error(answer)["code"] == "unauthenticated"
    assert error(answer)["message"]
    page = requests.post(f"{product.backend}/sidebar", data={"token": token}, timeout=10)
    assert page.status_code == CLOSED
    assert "boot" not in page.text


def test_a_token_for_another_installation_opens_nothing(product: Product, sandbox: Sandbox) -> None:
    for claim, value in (("aud", "installations/1.json"), ("iss", "other.zendesk.com")):
        token = sandbox.token(MANAGER, **{claim: value})
        answer = requests.post(f"{product.backend}/api/session", json={"token": token}, timeout=10)
        assert answer.status_code == CLOSED


def test_a_token_replayed_after_its_end_opens_nothing(product: Product, sandbox: Sandbox) -> None:
    # The backend's leeway is 10 s, so a token that ended 8 s ago ends for good while this test waits.
    token = sandbox.token(exp_in=-8)
    url = f"{product.backend}/api/session"
    assert requests.post(url, json={"token": token}, timeout=10).status_code == 200
    time.sleep(3)
    assert requests.post(url, json={"token": token}, timeout=10).status_code == CLOSED


def test_an_end_user_gets_no_session(product: Product, sandbox: Sandbox) -> None:
    sandbox.ticket(requester={"name": "Eve Customer", "email": "eve@customer.example"})
    users = sandbox.control("GET", "users")
    assert all(user["role"] != "end-user" for user in users)
    answer = requests.post(f"{product.backend}/api/session", json={"token": sandbox.token(999_999_999)}, timeout=10)
    assert answer.status_code in {401, 403}


def test_a_session_says_who_and_what_they_may(manager: Person, product: Product, sandbox: Sandbox) -> None:
    assert manager.agent["role"] == "manager"
    assert {"trigger_emergency", "open_star", "link_feedback", "apply_macro"} <= set(manager.agent["can"])
    by_custom_role = [user for user in sandbox.control("GET", "users") if user["product_role"] == "manager"]
    for user in by_custom_role:
        assert sign_in(product.backend, sandbox, user["id"]).agent["role"] == "manager"


def test_renewing_gives_a_longer_session_for_the_same_person(manager: Person) -> None:
    answer = manager.call("POST", "/api/session/renew")
    assert answer.status_code == 200
    assert answer.json()["agent"] == manager.agent
    assert answer.json()["expires_at"] > time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3500))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/tickets/2001/panel"),
        ("POST", "/api/tickets/2001/assessment"),
        ("POST", "/api/tickets/2001/operations"),
        ("GET", "/api/operations/abc"),
        ("POST", "/api/session/renew"),
    ],
)
@pytest.mark.parametrize("authorization", ["", "Bearer nonsense", "Bearer a.b.c", "Basic dXNlcjpwYXNz"])
def test_everything_else_wants_a_live_session(product: Product, method: str, path: str, authorization: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = requests.request(method, f"{product.backend}{path}", json={}, headers=headers, timeout=10)
    assert answer.status_code == CLOSED
    assert error(answer)["code"] == "unauthenticated"


def test_a_session_of_another_key_is_none(product: Product, manager: Person) -> None:
    claims: dict[str, Any] = jwt.decode(manager.session, options={"verify_signature": False})
    stolen = jwt.encode(claims, "x" * 64, algorithm="HS256")
    answer = Person(product.backend, stolen, {}).call("GET", "/api/tickets/2001/panel")
    assert answer.status_code == CLOSED


def test_every_answer_carries_the_security_headers(product: Product) -> None:
    for path in ("/healthz", "/api/tickets/2001/panel", "/nowhere", "/openapi.json"):
        headers = requests.get(f"{product.backend}{path}", timeout=10).headers
        assert f"frame-ancestors {product.sandbox}" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Access-Control-Allow-Origin" not in headers
