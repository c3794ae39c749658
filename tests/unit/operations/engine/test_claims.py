"""What may be open once is open once, and what was forgotten stands in nobody's way."""

from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from backend.operations.engine.operation import Forgotten, StoredOperation
from backend.operations.engine.request import Actor
from backend.operations.engine.service import AlreadyOpenElsewhere, OperationService
from backend.operations.kinds import KINDS
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operations import OperationStore
from backend.store.retention import RetentionStore
from tests.unit.domain.makers import NOW, incident, issue, ticket
from tests.unit.operations.makers import deps

TICKET = 1234
LATER = NOW + timedelta(days=401)


class NoWorker:
    """Accepts work and does none."""

    name = "here"

    def ensure_joined(self) -> None:
        """Be known to the others."""

    def start_soon(self, operation_id: str, fence: int) -> None:
        """Do nothing."""


class AsMirrored:
    """Vendors that say what the mirror has."""

    def __init__(self, mirror: MirrorStore) -> None:
        self._mirror = mirror

    def incident(self, incident_id: str) -> object:
        return self._mirror.incidents.get(incident_id)

    def issue(self, tracker: Any, iid: int) -> object:
        return self._mirror.issues.get(tracker, iid)


class Desk:
    """The service on a real store; what steps would write is written by hand."""

    def __init__(self, database: Database) -> None:
        self.mirror, self.store = MirrorStore(database), OperationStore(database)
        self._database, self._clicks = database, 0
        self.mirror.tickets.put(ticket(), NOW, changes_read=0)

    def ask(
        self, kind: str, now: datetime = NOW, key: str | None = None, **body: object
    ) -> tuple[StoredOperation, bool]:
        self._clicks += 1
        vendors = AsMirrored(self.mirror)
        service = OperationService(
            deps(self._database, now=now, pagerduty=vendors, gitlab=vendors),
            self.store,
            cast(Any, NoWorker()),
            lambda ticket_id, trackers, purpose, standing: False,
        )
        actor, key = Actor(7, "Ada", "manager"), key or f"click-number-{self._clicks}"
        return service.submit(actor, TICKET, key, KINDS[kind], KINDS[kind].Body(**body))

    def done(self, operation: StoredOperation, **result: object) -> None:
        for step in operation.steps:
            left = result if step.position == 0 else None
            self.store.settle(operation.id, 0, step.position, "done", at=NOW, detail="So.", result=left, whole="done")

    def forget(self) -> None:
        RetentionStore(self._database).forget(LATER - timedelta(days=400), LATER)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_acknowledging_a_star_again_gives_the_first_one(desk: Desk) -> None:
    desk.mirror.issues.put([(issue(), frozenset({TICKET}))])
    first, is_new = desk.ask("acknowledge_star")
    assert is_new
    assert desk.ask("acknowledge_star") == (first, False)
    desk.mirror.issues.acknowledge("star", 1, 7, "Ada", NOW)
    desk.done(first)
    again, is_new = desk.ask("acknowledge_star")
    assert (again.id, is_new) == (first.id, False)


def test_acknowledging_a_star_whose_first_acknowledgement_was_forgotten(desk: Desk) -> None:
    desk.mirror.issues.put([(issue(), frozenset({TICKET}))])
    first, _ = desk.ask("acknowledge_star")
    desk.mirror.issues.acknowledge("star", 1, 7, "Ada", NOW)
    desk.done(first)
    desk.forget()
    # The STAR is still open, and somebody still looks at it.
    with pytest.raises(AlreadyOpenElsewhere, match="acknowledged already"):
        desk.ask("acknowledge_star", LATER)


def test_a_forgotten_page_stands_in_the_way_only_as_long_as_its_incident_is_open(desk: Desk) -> None:
    first, _ = desk.ask("trigger_emergency", reason="Down.")
    desk.mirror.incidents.put([(incident(), frozenset({TICKET}))], NOW)
    desk.done(first, incident_id="Q1", number=1, url="https://example.pagerduty.com/incidents/Q1")
    again, is_new = desk.ask("trigger_emergency", reason="Down.")
    assert (again.id, is_new) == (first.id, False)
    desk.forget()
    with pytest.raises(AlreadyOpenElsewhere, match="incident #1 is open"):
        desk.ask("trigger_emergency", LATER, reason="Down.")
    desk.mirror.incidents.put([(incident(status="resolved"), frozenset({TICKET}))], NOW)
    assert desk.ask("trigger_emergency", LATER, reason="Down.")[1]


def test_the_same_click_after_it_was_forgotten_is_still_the_same(desk: Desk) -> None:
    first, _ = desk.ask("trigger_emergency", key="the-same-click", reason="Down.")
    desk.done(first)
    desk.forget()
    same, is_new = desk.ask("trigger_emergency", LATER, key="the-same-click", reason="Down.")
    assert (same.id, is_new) == (first.id, False)
    assert isinstance(same, Forgotten)


def test_two_ways_to_end_a_star_do_not_meet(desk: Desk) -> None:
    desk.mirror.issues.put([(issue(), frozenset({TICKET}))])
    desk.ask("resolve_star", comment="It is fixed.")
    with pytest.raises(AlreadyOpenElsewhere, match="resolve_star by Ada is under way"):
        desk.ask("reject_star", why="A question.", alternative="A reply.")
