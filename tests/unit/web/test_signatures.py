"""Who an event is from: proven over the raw body, by any secret in force, never by none."""

from datetime import UTC, datetime, timedelta

import pytest
import standardwebhooks.webhooks
from werkzeug.datastructures import Headers

from backend.web import signatures
from tests.support.events import Vector, shared_vectors, signed

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
BODY = '{"subject": "zen:ticket:1", "word": "🚒"}'.encode()
CHECKS = {
    "zendesk": signatures.from_zendesk,
    "pagerduty": signatures.from_pagerduty,
    "gitlab": signatures.from_gitlab,
}
OLD, NEW = "the old secret", "the new secret"
OLD_TOKEN, NEW_TOKEN = "whsec_b2xkIHNlY3JldCBvZiBnaXRsYWI=", "whsec_bmV3IHNlY3JldCBvZiBnaXRsYWI="
PAIRS = [
    pytest.param("zendesk", OLD, NEW, id="zendesk"),
    pytest.param("pagerduty", OLD, NEW, id="pagerduty"),
    pytest.param("gitlab", OLD, NEW, id="gitlab-token"),
    pytest.param("gitlab", OLD_TOKEN, NEW_TOKEN, id="gitlab-signature"),
]


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_the_clock(monkeypatch, NOW)


def stop_the_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Standard Webhooks reads the clock itself."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return at

    monkeypatch.setattr(standardwebhooks.webhooks, "datetime", Stopped)


def proves(vendor: str, secrets: list[str], headers: dict[str, str], body: bytes = BODY, now: datetime = NOW) -> bool:
    return CHECKS[vendor](secrets, Headers(headers), body, now)


@pytest.mark.parametrize(("vendor", "old", "new"), PAIRS)
def test_while_a_secret_is_replaced_both_are_good(vendor: str, old: str, new: str) -> None:
    for secret in (old, new):
        assert proves(vendor, [old, new], signed(vendor, secret, BODY, NOW))
    assert not proves(vendor, [new], signed(vendor, old, BODY, NOW))


@pytest.mark.parametrize(("vendor", "old", "new"), PAIRS)
def test_it_fails_closed_both_ways(vendor: str, old: str, new: str) -> None:
    assert not proves(vendor, [old], {})
    assert not proves(vendor, [], signed(vendor, old, BODY, NOW))
    assert not proves(vendor, [], {})


@pytest.mark.parametrize(("vendor", "secret"), [("zendesk", OLD), ("pagerduty", OLD), ("gitlab", OLD_TOKEN)])
def test_every_byte_of_the_body_counts(vendor: str, secret: str) -> None:
    headers = signed(vendor, secret, BODY, NOW)
    assert not proves(vendor, [secret], headers, BODY + b" ")
    assert not proves(vendor, [secret], headers, BODY.replace(b"1", b"2"))
    assert not proves(vendor, [secret], headers, b"\xff\xfe")


@pytest.mark.parametrize(("vendor", "secret"), [("zendesk", OLD), ("gitlab", OLD_TOKEN)])
def test_a_signed_time_may_be_five_minutes_off(vendor: str, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = signed(vendor, secret, BODY, NOW)
    for minutes, good in ((-4.9, True), (4.9, True), (-5.1, False), (5.1, False)):
        later = NOW + timedelta(minutes=minutes)
        stop_the_clock(monkeypatch, later)
        assert proves(vendor, [secret], headers, now=later) is good


def test_one_good_value_among_several_is_enough() -> None:
    good = signed("pagerduty", NEW, BODY, NOW)["X-PagerDuty-Signature"]
    assert proves("pagerduty", [NEW], {"X-PagerDuty-Signature": f"v1={'0' * 64}, {good}"})
    assert not proves("pagerduty", [NEW], {"X-PagerDuty-Signature": good.replace("v1=", "v2=")})
    several = signed("gitlab", NEW_TOKEN, BODY, NOW)
    several["webhook-signature"] = f"v1,{'A' * 43}= {several['webhook-signature']}"
    assert proves("gitlab", [NEW_TOKEN], several)


def test_a_gitlab_signature_must_hold_even_where_the_token_does() -> None:
    forged = signed("gitlab", OLD_TOKEN, BODY, NOW) | {"X-Gitlab-Token": NEW}
    assert not proves("gitlab", [NEW, NEW_TOKEN], forged)
    assert not proves("gitlab", [NEW], forged)
    # A signing token is no password: who merely knows how one looks must not get in by the other header.
    assert not proves("gitlab", [NEW_TOKEN], {"X-Gitlab-Token": NEW_TOKEN})


@pytest.mark.parametrize(
    ("vendor", "signature", "more"),
    [
        pytest.param("zendesk", "\xff", {"X-Zendesk-Webhook-Signature-Timestamp": "x"}, id="zendesk"),
        pytest.param("pagerduty", ",,v1=,\xff", {}, id="pagerduty"),
        pytest.param("gitlab", "v1 , v1,!", {"webhook-id": "a", "webhook-timestamp": "nan"}, id="gitlab"),
        pytest.param("gitlab", "v1", {"webhook-id": "a", "webhook-timestamp": "1772614800"}, id="gitlab-half"),
        pytest.param("gitlab", "", {"X-Gitlab-Token": OLD}, id="gitlab-empty"),
    ],
)
def test_headers_of_no_form_prove_nothing(vendor: str, signature: str, more: dict[str, str]) -> None:
    names = {
        "zendesk": "X-Zendesk-Webhook-Signature",
        "pagerduty": "X-PagerDuty-Signature",
        "gitlab": "webhook-signature",
    }
    assert not proves(vendor, [OLD, OLD_TOKEN], {names[vendor]: signature} | more)


# Made with openssl, so that a fault of ours cannot be in both.
KNOWN = [
    Vector(
        "pagerduty",
        "a-secret",
        {"X-PagerDuty-Signature": "v1=e4963a74ac136fcb2e559bf874eac26082e7270940e2e57d8ec1dfc5d507b25b"},
        b'{"event":{"id":"1"}}',
        NOW,
    ),
    Vector(
        "zendesk",
        "a-secret",
        {
            "X-Zendesk-Webhook-Signature": "A1xDedyH+eZiVdO72ZyIYTAUfUX5n4mryvNG8PnWwq4=",
            "X-Zendesk-Webhook-Signature-Timestamp": "2026-03-04T09:00:00Z",
        },
        b'{"subject":"zen:ticket:1"}',
        NOW,
    ),
    Vector(
        "gitlab",
        "whsec_YS1zZWNyZXQ=",
        {
            "webhook-id": "a",
            "webhook-timestamp": "1772614800",
            "webhook-signature": "v1,VArnYwJx1uBsZgW2egN9YPKDKFP5S13HBTYBh7bZmvU=",
        },
        b'{"object_kind":"issue"}',
        NOW,
    ),
    Vector(
        "gitlab",
        "whsec_YS1zZWNyZXQ=",
        {
            "webhook-id": "a",
            "webhook-timestamp": "1772614800",
            "webhook-signature": "v1,63KCNSOf6efrOCgT6qG1YWxes6E8Muqg9KWFT6n3smk=",
        },
        b'{"a":"\xff"}',
        NOW,
    ),
]


@pytest.mark.parametrize("vector", [*KNOWN, *shared_vectors()], ids=lambda one: one.vendor)
def test_signatures_made_elsewhere_hold(vector: Vector, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_the_clock(monkeypatch, vector.at)
    assert proves(vector.vendor, [vector.secret], vector.headers, vector.body, vector.at)
    assert not proves(vector.vendor, [vector.secret], vector.headers, vector.body + b"\n", vector.at)
