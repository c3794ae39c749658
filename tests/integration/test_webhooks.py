"""Webhooks: what a vendor tells is shown within seconds, proven, once, whatever order it comes in."""

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from backend.web.webhooks import UNSAVED
from sandbox.environment import GITLAB_SIGNING_TOKEN, PAGERDUTY_WEBHOOK_SECRET, ZENDESK_WEBHOOK_SECRET
from sandbox.product import Product, running_product
from tests.support.desk import Json, Person, Sandbox, error, sign_in, until
from tests.support.events import event_files, signed, vendor_of

SECRETS = {
    "zendesk": ZENDESK_WEBHOOK_SECRET,
    "pagerduty": PAGERDUTY_WEBHOOK_SECRET,
    "gitlab": GITLAB_SIGNING_TOKEN,
}
CUSTOMER_SUPPORT = "PL3TX00"
NEVER = "3600"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product that learns of changes by webhook alone: the next reading by the clock is an hour away."""
    with running_product(tmp_path_factory.mktemp("told"), environment={"SYNC_SECONDS": NEVER}) as running:
        yield running


def send(product: Product, vendor: str, body: bytes, **changed: str) -> requests.Response:
    delivery = changed.pop("delivery", secrets.token_hex(8))
    headers = signed(vendor, SECRETS[vendor], body, datetime.now(UTC), delivery)
    sent = headers | {name.replace("_", "-"): value for name, value in changed.items()}
    return requests.post(f"{product.backend}/webhooks/{vendor}", data=body, headers=sent, timeout=10)


def calls(sandbox: Sandbox, path: str) -> list[Json]:
    return [one for one in sandbox.control("GET", "calls") if path in one["path"]]


def test_a_change_in_gitlab_shows_though_nobody_polls(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    for number in (1, 2):
        sandbox.issue("stars", f"ZD#{ticket}, number {number}")
        until(lambda number=number: len(manager.panel(ticket)["star"]["issues"]) == number)  # type: ignore[misc]


def test_a_changed_organization_shows_though_its_ticket_did_not_change(manager: Person, sandbox: Sandbox) -> None:
    whose = {"organization_fields": {"sub_sm_premium": True}}
    made, other = sandbox.control("POST", "tickets", {"organization": whose}), sandbox.ticket()
    # What Zendesk's own page knows of the ticket stays as it was.
    seen = {ticket: manager.panel(ticket)["ticket"]["created_at"] for ticket in (made["id"], other)}

    def panel(ticket: int) -> Json:
        return manager.panel(ticket, f"?updated_at={seen[ticket]}")

    assert panel(made["id"])["ticket"]["organization"] != "Acme & Co."
    before = panel(other)["sources"]["zendesk"]["as_of"]
    sandbox.control("PATCH", f"organizations/{made['organization_id']}", {"name": "Acme & Co."})
    until(lambda: panel(made["id"])["ticket"]["organization"] == "Acme & Co.")
    assert panel(other)["sources"]["zendesk"]["as_of"] == before


def test_a_page_and_its_acknowledgement_show(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    made: Json = sandbox.control(
        "POST", "incidents", {"title": f"Emergency for {ticket}", "service_id": CUSTOMER_SUPPORT,
                              "incident_key": f"zendesk-{ticket}-emergency"}
    )  # fmt: skip
    until(lambda: manager.panel(ticket)["emergency"]["incident"])
    for status in ("acknowledged", "resolved"):
        sandbox.control("POST", f"incidents/{made['id']}", {"status": status})
        until(lambda status=status: manager.panel(ticket)["emergency"]["incident"]["status"] == status)  # type: ignore[misc]


def test_a_changed_ticket_is_read_again_by_the_next_that_looks(manager: Person, sandbox: Sandbox) -> None:
    ticket, other = sandbox.ticket(), sandbox.ticket()
    seen = manager.panel(ticket)["ticket"]["updated_at"]
    sandbox.control("PATCH", f"tickets/{ticket}", {"subject": "New words"})
    sandbox.control("PATCH", f"tickets/{other}", {"subject": "Nobody looks"})
    until(lambda: manager.panel(ticket, f"?updated_at={seen}")["ticket"]["subject"] == "New words")
    assert not calls(sandbox, f"/tickets/{other}")


def test_late_and_repeated_events_leave_the_same_mirror(product: Product, manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    sandbox.control("POST", "webhooks", {"enabled": False})
    iid = sandbox.issue("stars", f"ZD#{ticket}")
    sandbox.control("PATCH", f"issues/stars/{iid}", {"state": "closed"})
    sandbox.control("POST", "webhooks", {"enabled": True})
    sandbox.control("PATCH", f"issues/stars/{iid}", {"labels": ["Urgency::Urgent"]})
    until(lambda: manager.panel(ticket)["star"]["state"] == "resolved")
    before = manager.panel(ticket)["star"]
    late: Json = sandbox.control("GET", "webhooks")[-1]["payload"]
    # The first event comes last, and twice: it said "opened".
    late["object_attributes"] |= {"state": "opened", "action": "open", "updated_at": "2020-01-01T00:00:00Z"}
    read = len(calls(sandbox, "ticket-attention-requests/issues"))
    for _ in range(2):
        assert send(product, "gitlab", json.dumps(late).encode()).status_code == 200
    until(lambda: len(calls(sandbox, "ticket-attention-requests/issues")) > read)
    assert manager.panel(ticket)["star"] == before


@pytest.mark.parametrize("vendor", SECRETS)
def test_a_repeated_delivery_is_known_and_acted_on_once(product: Product, vendor: str) -> None:
    body = json.dumps({"any": secrets.token_hex(4)}).encode()
    answers = [send(product, vendor, body, delivery="the-same").json()["status"] for _ in range(3)]
    assert answers[1:] == ["known", "known"]
    assert send(product, vendor, body).json() == {"status": "accepted"}


def test_an_event_from_the_end_of_time_changes_its_ticket_and_holds_nothing_up(
    product: Product, manager: Person, sandbox: Sandbox
) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)
    sandbox.control("POST", "webhooks", {"enabled": False})
    sandbox.control("PATCH", f"tickets/{ticket}", {"subject": "New words"})
    sandbox.control("POST", "webhooks", {"enabled": True})
    event = {"subject": f"zen:ticket:{ticket}", "detail": {"updated_at": "9999-12-31T23:59:59Z"}}
    assert send(product, "zendesk", json.dumps(event).encode()).status_code == 200
    seen = manager.panel(ticket)["ticket"]["updated_at"]
    until(lambda: manager.panel(ticket, f"?updated_at={seen}")["ticket"]["subject"] == "New words")
    # What comes after it is acted on as ever.
    sandbox.issue("stars", f"ZD#{ticket}")
    until(lambda: manager.panel(ticket)["star"]["issues"])


@pytest.mark.parametrize("vendor", ["zendesk", "pagerduty"])
def test_without_a_header_the_event_names_itself(product: Product, vendor: str) -> None:
    inner = {"id": secrets.token_hex(8)}
    body = json.dumps({"event": inner} if vendor == "pagerduty" else inner).encode()
    headers = signed(vendor, SECRETS[vendor], body, datetime.now(UTC))
    bare = {name: value for name, value in headers.items() if not name.endswith("-Id")}
    url = f"{product.backend}/webhooks/{vendor}"
    statuses = [requests.post(url, data=body, headers=bare, timeout=10).json()["status"] for _ in range(2)]
    assert statuses == ["accepted", "known"]


@pytest.mark.parametrize("file", event_files(), ids=lambda file: file.stem)
def test_events_of_the_documented_forms_are_taken(product: Product, file: Path) -> None:
    assert send(product, vendor_of(file), file.read_bytes()).status_code == 200


@pytest.mark.parametrize("vendor", SECRETS)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"not json \xc3\xa9", id="no-json"),
        pytest.param(b"[]", id="list"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(
            b'{"event": {"data": [], "event_type": 7}, "subject": "zen:ticket:x", "object_kind": 1}', id="odd"
        ),
        pytest.param(b'{"word": "\\ud800\\u0000", "object_kind": "issue", "project": null}', id="half-a-character"),
        pytest.param(b'{"x": "' + b"y" * (3 * 1024 * 1024) + b'"}', id="large"),
    ],
)
def test_a_well_signed_event_is_never_refused(product: Product, vendor: str, body: bytes) -> None:
    assert send(product, vendor, body).status_code == 200


@pytest.mark.parametrize("vendor", SECRETS)
def test_an_unproven_event_is_refused_and_does_nothing(product: Product, vendor: str) -> None:
    url, body = f"{product.backend}/webhooks/{vendor}", b"{}"
    forged = signed(vendor, "whsec_Zm9yZ2Vk" if vendor == "gitlab" else "forged", body, datetime.now(UTC))
    for headers in ({}, forged, {"X-Gitlab-Token": GITLAB_SIGNING_TOKEN}):
        answer = requests.post(url, data=body, headers=headers, timeout=10)
        assert (answer.status_code, error(answer)["code"]) == (401, "unauthenticated")
    assert requests.get(url, timeout=10).status_code == 405
    assert requests.post(f"{product.backend}/webhooks/slack", timeout=10).status_code == 404


def test_a_webhook_without_a_secret_says_what_to_set_and_polling_goes_on(tmp_path: Path) -> None:
    changed = {"PAGERDUTY_WEBHOOK_SECRETS": "", "GITLAB_WEBHOOK_SECRETS": "", "SYNC_SECONDS": "0.4"}
    with running_product(tmp_path, environment=changed) as product:
        body, control = b"{}", Sandbox(product.sandbox)
        answer = send(product, "pagerduty", body)
        assert (answer.status_code, error(answer)["retryable"]) == (503, True)
        assert "PAGERDUTY_WEBHOOK_SECRETS" in error(answer)["message"]
        test = requests.post(
            f"{product.backend}/webhooks/zendesk", data=body, timeout=10,
            headers=signed("zendesk", UNSAVED, body, datetime.now(UTC)),
        )  # fmt: skip
        assert test.status_code == 401
        assert "not saved" in error(test)["message"]
        person, ticket = sign_in(product.backend, control), control.ticket()
        control.issue("stars", f"ZD#{ticket}")
        until(lambda: person.panel(ticket)["star"]["state"] == "submitted")


def test_what_was_missed_is_healed_by_the_next_reading(tmp_path: Path) -> None:
    with running_product(tmp_path, environment={"SYNC_SECONDS": "1"}) as product:
        control = Sandbox(product.sandbox)
        person, ticket = sign_in(product.backend, control), control.ticket()
        control.control("POST", "webhooks", {"enabled": False})
        control.issue("stars", f"ZD#{ticket}")
        until(lambda: person.panel(ticket)["star"]["state"] == "submitted")


def test_an_event_whose_reading_fails_is_not_lost(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    sandbox.fault("gitlab", "error", status=503, times=2)
    sandbox.issue("stars", f"ZD#{ticket}")
    until(lambda: manager.panel(ticket)["sources"]["gitlab"]["error"])
    until(lambda: manager.panel(ticket)["star"]["state"] == "submitted")
