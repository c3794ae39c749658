"""An agent whom Zendesk restricts gets the panels of those tickets only; what changes in Zendesk changes here."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.handbook.loading.loader import load
from backend.store.agents import AgentStore
from backend.store.engine import Database
from backend.store.upgrade import migrate
from backend.vendors.zendesk.client import Zendesk
from backend.vendors.zendesk.token import ClientCredentials
from backend.web.errors import ApiError
from backend.web.identity.agents import ROLE_MAX_AGE, Agents
from sandbox.environment import CLIENT_ID, CLIENT_SECRET
from sandbox.product import Product
from sandbox.server import running_sandbox
from tests.support.desk import AGENT, Person, Sandbox, error, sign_in

RESTRICTED, THEIR_GROUP, OTHER_GROUP = 7403, 360050000003, 360050000001


@pytest.fixture
def restricted(product: Product, sandbox: Sandbox) -> Iterator[Person]:
    with sign_in(product.backend, sandbox, RESTRICTED) as person:
        yield person


def test_a_ticket_within_reach_is_as_for_anybody(restricted: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(group_id=THEIR_GROUP)
    assert restricted.panel(ticket)["ticket"]["id"] == ticket
    assert restricted.assess(ticket, {})["entitlement"]["answer"] == "yes"
    assert restricted.do(ticket, "record_assessment", answers={})["state"] == "done"


def test_any_other_ticket_is_closed_to_them(restricted: Person, manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(group_id=OTHER_GROUP)
    done = manager.do(ticket, "record_assessment", answers={})
    before = sandbox.effects(ticket)
    for answer in (
        restricted.call("GET", f"/api/tickets/{ticket}/panel"),
        restricted.call("POST", f"/api/tickets/{ticket}/assessment", {"answers": {}}),
        restricted.ask(ticket, "record_assessment", answers={}),
        restricted.call("GET", f"/api/operations/{done['id']}"),
    ):
        assert (answer.status_code, error(answer)["code"]) == (403, "forbidden")
        assert "tickets of your groups" in error(answer)["message"]
    assert sandbox.effects(ticket) == before


def test_a_ticket_that_moves_out_of_reach_is_closed_from_then_on(restricted: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(group_id=THEIR_GROUP)
    restricted.panel(ticket)
    moved = sandbox.control("PATCH", f"tickets/{ticket}", {"group_id": OTHER_GROUP})
    query = f"?updated_at={moved['updated_at']}"
    assert restricted.call("GET", f"/api/tickets/{ticket}/panel{query}").status_code == 403


def test_with_zendesk_down_nobody_guesses_who_may_see_an_unknown_ticket(restricted: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket(group_id=THEIR_GROUP)
    sandbox.fault("zendesk", "error", path="/tickets/", status=503)
    answer = restricted.call("GET", f"/api/tickets/{ticket}/panel")
    assert (answer.status_code, error(answer)["code"]) == (503, "unavailable")


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def own() -> Iterator[Sandbox]:
    with running_sandbox() as running, Sandbox(running.url) as control:
        yield control


@pytest.mark.parametrize(
    ("change", "role", "restriction"),
    [
        ({"groups": ["Support Managers"]}, "manager", None),
        ({"ticket_restriction": "assigned"}, "agent", "assigned"),
        ({"suspended": True}, None, None),
        ({"role": "end-user"}, None, None),
    ],
)
def test_a_change_in_zendesk_holds_after_five_minutes(
    own: Sandbox, tmp_path: Path, change: dict[str, object], role: str | None, restriction: str | None
) -> None:
    database, clock = Database(f"sqlite:///{tmp_path}/agents.sqlite"), Clock()
    migrate(database)
    zendesk = Zendesk("sandbox", own.url, ClientCredentials(own.url, CLIENT_ID, CLIENT_SECRET))

    def worker() -> Agents:
        # A new one has nothing in its memory: what it knows comes from the store, or from Zendesk.
        return Agents(zendesk, AgentStore(database), load(), clock)

    assert worker().get(AGENT).role == "agent"
    own.control("PATCH", f"users/{AGENT}", change)
    clock.now += ROLE_MAX_AGE
    assert worker().get(AGENT).role == "agent", "not asked again before its time"
    clock.now += timedelta(seconds=1)
    if role is None:
        with pytest.raises(ApiError, match="only agents of this Zendesk account"):
            worker().get(AGENT)
    else:
        assert worker().get(AGENT).role == role
        assert worker().get(AGENT).reach.restriction == restriction
    assert timedelta(minutes=5) >= ROLE_MAX_AGE
    database.close()
