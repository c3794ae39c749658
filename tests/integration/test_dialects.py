"""The product understands every form that a vendor documents: the same work succeeds under each of them.

One product runs for all tests of this file, and the forms change beneath it, as an account's forms may.
"""

import html
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from backend import settings
from backend.handbook.loading.loader import load
from backend.vendor_clients import make_vendors
from backend.web.identity.sidebar_tokens import SidebarTokens
from backend.wiring import now
from sandbox.dialects import DIALECTS
from sandbox.product import Product
from tests.support.commands import process
from tests.support.desk import MANAGER, STRICT, Json, Person, Sandbox, until

pytestmark = pytest.mark.long(90)

STAR = {
    "urgency": "timely",
    "plan": "Self-managed Premium",
    "reason": "The launch waits for it.",
    "desired_result": "An answer today.",
    "override_reason": "It cannot wait for support hours.",
}
FEEDBACK = "gitlab-com/support/feedback"
STARS = "support_ticket-attention-requests"
LISTS = {"zendesk_macros_paging", "zendesk_list_length"}
REFUSED = {("zendesk_macro_attachments", "some"), ("zendesk_macro_comment", "scoped_only")}
"""What cannot be carried over from a macro, and is refused in words."""
A_MINUTE = 75.0
"""Seconds to wait: all of this is more than Zendesk's account limit allows in a minute, and the product keeps to it."""
PROBLEM = 360020000003
FIRST = next(iter(DIALECTS))
EACH = [
    (name, value) for name, one in DIALECTS.items() for value in one.choices if value != one.documented or name == FIRST
]
"""Each form that differs from the documented ones, and those once."""
each = pytest.mark.parametrize(("name", "value"), EACH, ids=[f"{name}={value}" for name, value in EACH])


def spoken(world: Sandbox, name: str, value: str) -> None:
    world.control("POST", "dialects", {name: value})


@pytest.fixture(autouse=True)
def documented(world: Sandbox) -> Iterator[None]:
    yield
    world.control("POST", "dialects", {name: one.documented for name, one in DIALECTS.items()})


@pytest.fixture(scope="module")
def macro(connected: Product) -> int:
    """Make a macro with a public reply and one field, and have it read."""
    actions = [
        {"field": "comment_value_html", "value": "<p>We look at it.</p>"},
        {"field": "comment_mode_is_public", "value": "true"},
        {"field": f"custom_fields_{PROBLEM}", "value": "Performance"},
    ]
    with Sandbox(connected.sandbox) as control:
        made = int(control.control("POST", "macros", {"title": "We look at it", "actions": actions})["id"])
    read_all(connected)
    return made


def read_all(product: Product) -> None:
    """Have the mirror read every source now, as soon as the account's limit allows."""
    until(lambda: process(product.environment, "sync", "--full").returncode == 0, A_MINUTE)


def done(boss: Person, ticket: int, kind: str, but_for: Iterable[str] = (), **body: Any) -> Json:
    """Do something, and let none of its steps fail but those named; those in Slack neither."""
    begun = boss.ask(ticket, kind, **body).json()
    boss.ended(begun["id"], patience=A_MINUTE)

    def settled() -> Json | None:
        found = boss.operation(begun["id"])
        return found if all(one["state"] in {"done", "failed"} for one in found["steps"]) else None

    ended: Json = until(settled, patience=A_MINUTE)
    assert {one["name"] for one in ended["steps"] if one["state"] != "done"} == set(but_for), ended
    return ended


def written(world: Sandbox, ticket: int) -> list[Json]:
    """List what was written on a ticket."""
    effects = world.control("GET", "effects")
    return [one["body"]["ticket"] for one in effects if one["path"] == f"/api/v2/tickets/{ticket}.json"]


# First of all, for what it has read: later the account's limit of a minute would have to be waited for.
@each
def test_a_macro_is_applied_as_it_is_or_refused_in_words(
    connected: Product, boss: Person, world: Sandbox, macro: int, name: str, value: str
) -> None:
    spoken(world, name, value)
    ticket = world.ticket()
    if name in LISTS:
        read_all(connected)
    assert macro in {one["id"] for one in boss.panel(ticket)["macros"]}
    answer = boss.ended(boss.ask(ticket, "apply_macro", macro_id=macro).json()["id"], patience=A_MINUTE)
    if (name, value) in REFUSED:
        (step,) = answer["steps"]
        assert step["state"] == "failed"
        assert "cannot be carried over" in step["detail"]
        assert written(world, ticket) == []
        return
    assert answer["state"] == "done", answer
    (change,) = written(world, ticket)
    # Who may read it never changes silently: without a word about that, a comment stays internal.
    assert change["comment"]["public"] is (value != "absent")
    assert "We look at it." in html.unescape(str(change["comment"]))
    assert [one["id"] for one in change["custom_fields"]] == [PROBLEM]


@each
def test_an_emergency_is_paged_with_its_note_and_tag(boss: Person, world: Sandbox, name: str, value: str) -> None:
    spoken(world, name, value)
    ticket = world.ticket()
    until(lambda: boss.panel(ticket)["emergency"]["entitlement"]["answer"] == "yes", patience=A_MINUTE)
    done(boss, ticket, "trigger_emergency", answers=STRICT, reason="Everything is down.")
    (incident,) = world.incidents(ticket)
    assert incident["status"] == "triggered"
    changes = written(world, ticket)
    assert [one["comment"]["public"] for one in changes if "comment" in one] == [False]
    assert any("tags" in one for one in changes)


@each
def test_a_star_is_opened_announced_and_resolved(boss: Person, world: Sandbox, name: str, value: str) -> None:
    spoken(world, name, value)
    ticket = world.ticket()
    done(boss, ticket, "open_star", **STAR)
    # The request goes on without the note of its macro, and says so.
    done(boss, ticket, "acknowledge_star", but_for={"macro"} if (name, value) in REFUSED else set())
    done(boss, ticket, "resolve_star", comment="An engineer has it.")
    star = boss.panel(ticket)["star"]
    assert star["state"] == "resolved"
    assert len(star["issues"]) == 1


@each
def test_a_feedback_contact_is_recorded(boss: Person, world: Sandbox, name: str, value: str) -> None:
    spoken(world, name, value)
    ticket = world.ticket()
    iid = world.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
    form = value if name == "gitlab_issue_urls" else "issues"
    done(boss, ticket, "link_feedback", issue=f"{world.url}/gitlab/{FEEDBACK}/-/{form}/{iid}")
    done(boss, ticket, "record_contact", iid=iid, text="We have called.")
    (issue,) = boss.panel(ticket)["feedback"]["issues"]
    assert (issue["iid"], issue["state"]) == (iid, "closed")


@pytest.mark.parametrize(
    ("name", "value"), [("pagerduty_schedules", "shift_based"), ("pagerduty_override_list", "200")]
)
def test_cover_is_arranged_and_taken_back(boss: Person, world: Sandbox, name: str, value: str) -> None:
    spoken(world, name, value)
    # Within the shift of whoever is on now.
    start = datetime.now(UTC) + timedelta(hours=1)
    times = [(start + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ") for hours in (0, 1)]
    done(boss, 0, "cover_shift", user="PENG001", start=times[0], end=times[1])
    (cover,) = boss.call("GET", "/api/board").json()["cover"]["covers"]
    assert (cover["start"], cover["end"]) == tuple(times)
    done(boss, 0, "end_cover", override_id=cover["override_id"])
    assert boss.call("GET", "/api/board").json()["cover"]["covers"] == []


@pytest.mark.parametrize("media_type", DIALECTS["zendesk_public_key_media_type"].choices)
@pytest.mark.parametrize("form", DIALECTS["zendesk_public_key"].choices)
def test_the_sidebar_trusts_the_apps_key_in_any_form(
    connected: Product, world: Sandbox, form: str, media_type: str
) -> None:
    world.control("POST", "dialects", {"zendesk_public_key": form, "zendesk_public_key_media_type": media_type})
    with patch.dict(os.environ, dict(connected.environment), clear=True):
        found = settings.load()
    # A product that has just started: one that runs keeps the key.
    tokens = SidebarTokens(found, make_vendors(found, load(found.handbook_overrides)).zendesk, now)
    assert tokens.agent_id(world.token(MANAGER)) == MANAGER


@pytest.mark.parametrize("choice", DIALECTS["zendesk_choice_fields"].choices)
@pytest.mark.parametrize("values", DIALECTS["zendesk_option_values"].choices)
def test_dropdowns_are_understood_whatever_their_values_look_like(
    boss: Person, world: Sandbox, values: str, choice: str
) -> None:
    world.control("POST", "dialects", {"zendesk_option_values": values, "zendesk_choice_fields": choice})
    former = world.ticket({"organization_fields": {"account_type": "Former Customer"}})
    assert boss.panel(former)["emergency"]["entitlement"]["rule"] == "E8"
    asks = world.ticket(custom_fields=[{"id": PROBLEM, "value": "Upgrade Assistance Request"}])
    assert "upgrade_assistance" in {one["id"] for one in boss.panel(asks)["notices"]}


@pytest.mark.parametrize("form", DIALECTS["zendesk_date_fields"].choices)
def test_the_end_of_a_contract_is_understood(boss: Person, world: Sandbox, form: str) -> None:
    spoken(world, "zendesk_date_fields", form)
    day = (datetime.now(UTC) - timedelta(days=30)).date().isoformat()
    over = world.ticket({"organization_fields": {"sub_sm_premium": True, "expiration_date": day}})
    assert boss.panel(over)["emergency"]["entitlement"]["rule"] == "E8"


@pytest.mark.parametrize("form", DIALECTS["slack_announcements"].choices)
def test_a_bots_announcement_is_found_in_any_form(boss: Person, world: Sandbox, form: str) -> None:
    spoken(world, "slack_announcements", form)
    ticket = world.ticket()
    iid = world.issue("stars", f"Attention for ZD#{ticket}", "Requested by @zoe.mueller")
    url = f"{world.url}/gitlab/gitlab-com/support/ticket-attention-requests/-/issues/{iid}"
    told = world.control("POST", "slack/messages", {"channel": STARS, "text": f"New STAR {url}"})
    until(lambda: boss.panel(ticket)["star"]["issues"])
    done(boss, ticket, "acknowledge_star")
    (message,) = (one for one in world.control("GET", "slack")[STARS] if one["ts"] == told["ts"])
    assert message["reactions"]
