"""A panel that nothing has changed is recognised without composing it; whatever changes it, it is composed anew."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.domain.access import Reach
from backend.domain.listing import Skipped
from backend.domain.macros import Macro
from backend.domain.paging.on_call import OnCall
from backend.handbook.loading.loader import load
from backend.panel import answers
from backend.panel.panels import Panels
from backend.panel.ticket import ANYBODY, Composer
from backend.panel.unchanged import Unchanged
from backend.store.agents import AgentRow, AgentStore
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operation_rows import NewOperation
from backend.store.operations import OperationStore
from backend.store.revisions import Seen
from backend.store.sources import Skips
from tests.support.clock import WallClock
from tests.unit.domain.makers import NOW, incident, issue, ticket
from tests.unit.operations.samples import SAMPLES

HANDBOOK = load(None)
POLL = timedelta(seconds=30)
MINE, OTHER = 1234, 4321
HOUR = timedelta(hours=1)
SYNCED = ("zendesk:tickets", "gitlab:star", "gitlab:feedback", "pagerduty:incidents", "pagerduty:on_calls")


class Desk:
    """A store with a ticket in it, and a panel that is polled."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, WallClock(NOW)
        self.mirror, self.operations = MirrorStore(database), OperationStore(database)
        self._panels, self._held = self.panels(), ""
        self.number = 0
        self.sync()
        for number in (MINE, OTHER):
            self.put(number)
        self.mirror.issues.put([(issue(iid=1), frozenset({MINE})), (issue("feedback", iid=2), frozenset({MINE}))])

    def panels(self) -> Panels:
        """Make some that know nothing yet, as another process has them."""
        mirror, store = MirrorStore(self.database), OperationStore(self.database)
        composer = Composer(mirror, store, HANDBOOK, self.clock, 30.0, "", with_slack=True)
        return Panels(composer, mirror, self.clock)

    def sync(self) -> None:
        """Read all sources anew, which finds nothing."""
        for name in SYNCED:
            self.mirror.sources.record_success(name, self.clock(), self.clock())
        self.mirror.on_calls.replace(self.mirror.on_calls.all())

    def put(self, number: int, **changes: object) -> None:
        """Read a ticket from Zendesk."""
        self.mirror.tickets.put(ticket(id=number, **changes), self.clock(), changes_read=0)  # type: ignore[arg-type]

    def page(self, number: int, iid: int, **changes: object) -> None:
        """Read a page for a ticket from PagerDuty."""
        found = incident(str(number), key=f"zendesk-{number}-emergency", number=iid, **changes)  # type: ignore[arg-type]
        self.mirror.incidents.put([(found, frozenset({number}))], self.clock())

    def start(self, kind: str = "record_assessment", ticket_id: int = MINE) -> str:
        """Accept an operation."""
        self.number += 1
        found, sent = f"{self.number:032x}", SAMPLES[kind]
        self.operations.accept(
            NewOperation(
                id=found,
                kind=kind,
                ticket_id=ticket_id,
                agent_id=7,
                agent_name="Ada",
                key=f"key-{self.number}",
                body=sent.body,
                context=sent.context,
                steps=sent.steps,
                claim_key=None,
                at=self.clock(),
                executor="here",
            ),
            lambda other: True,
        )
        return found

    def settle(self, operation: str) -> None:
        """Do an operation's first step."""
        self.operations.settle(operation, 0, 0, "done", at=self.clock(), whole="done")

    def poll(self, reach: Reach = ANYBODY) -> bool:
        """Ask for the panel after a while; it is what another process composes. Was it composed here too?"""
        found = self._panels.answer(MINE, reach, lambda etag: etag == self._held)
        assert found.etag == self.panels().answer(MINE, reach).etag
        self._held = found.etag
        return found.body != b""

    def rest(self) -> None:
        """Poll until the panel is known."""
        for _ in range(3):
            self.clock.set_by(POLL)
            self.sync()
            if not self.poll():
                return
        raise AssertionError("it is composed again and again")


@pytest.fixture
def desk(database: Database, monkeypatch: pytest.MonkeyPatch) -> Desk:
    # Here minutes pass in no time.
    monkeypatch.setattr(answers, "KEPT_SECONDS", 0)
    return Desk(database)


CHANGES: dict[str, Callable[[Desk], object]] = {
    "the ticket": lambda desk: desk.put(MINE, subject="Help!"),
    "the ticket is outdated": lambda desk: desk.mirror.tickets.outdate(MINE),
    "the ticket is gone": lambda desk: desk.mirror.tickets.delete(MINE),
    "a page": lambda desk: desk.page(MINE, 1),
    "a page elsewhere": lambda desk: desk.page(OTHER, 2),
    "a duty": lambda desk: desk.mirror.on_calls.replace([OnCall("manager", "Ana", NOW, NOW + 9 * HOUR)]),
    "a STAR": lambda desk: desk.mirror.issues.put([(issue(iid=1, title="ZD#1234 now"), frozenset({MINE}))]),
    "another STAR": lambda desk: desk.mirror.issues.put([(issue(iid=3), frozenset({MINE}))]),
    "a STAR names it no more": lambda desk: desk.mirror.issues.put([(issue(iid=1), frozenset({OTHER}))]),
    "a STAR is gone": lambda desk: desk.mirror.issues.delete("star", 1),
    "a STAR is taken": lambda desk: desk.mirror.issues.acknowledge("star", 1, 7, "Ada", NOW),
    "feedback is linked": lambda desk: desk.mirror.issues.link(MINE, "feedback", 2, "o1", NOW),
    "a customer is contacted": lambda desk: desk.mirror.contacts.record(2, "jane", NOW),
    "an operation": lambda desk: desk.start(),
    "an operation's step": lambda desk: desk.settle(desk.start()),
    "an operation elsewhere, and one here": lambda desk: (desk.start(ticket_id=OTHER), desk.start()),
    "a macro": lambda desk: desk.mirror.macros.replace([Macro(1, "Reply")]),
    "Zendesk fails": lambda desk: desk.mirror.sources.record_failure("zendesk:tickets", NOW, "Zendesk: down"),
    "GitLab fails": lambda desk: desk.mirror.sources.record_failure("gitlab:star", NOW, "GitLab: down"),
    "an issue is skipped": lambda desk: desk.mirror.sources.record_skips(
        "gitlab:star", Skips.of([Skipped("GitLab", "star issue", "9", "title", "is missing")])
    ),
    "nobody reads PagerDuty": lambda desk: desk.clock.set_by(4 * POLL + timedelta(seconds=1)),
}
"""What may change a panel."""


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changes_a_panel_is_shown_by_the_next_poll(desk: Desk, name: str) -> None:
    desk.rest()
    CHANGES[name](desk)
    assert desk.poll(), "it was taken for unchanged"


def test_a_manager_who_signs_in_is_known_by_the_next_poll(desk: Desk) -> None:
    desk.mirror.issues.put([(issue(iid=1, assignee="ada", labels=frozenset({"STAR"})), frozenset({MINE}))])
    desk.mirror.people.put_account("ada", "ada@example.com", NOW)
    desk.rest()
    store, ada = AgentStore(desk.database), AgentRow(7, "Ada", "ada@example.com", "manager", Reach(7), NOW)
    before = desk.mirror.standing(MINE).seen
    store.put(ada)
    assert desk.mirror.standing(MINE).seen != before
    desk.poll()
    before = desk.mirror.standing(MINE).seen
    store.put(ada)
    assert desk.mirror.standing(MINE).seen == before


def test_a_panel_at_rest_is_composed_once_in_a_while(desk: Desk) -> None:
    desk.rest()
    composed = 0
    for _ in range(24):
        desk.clock.set_by(POLL)
        desk.sync()
        composed += desk.poll()
    assert composed == 0


def test_it_is_looked_ahead_once_in_a_while() -> None:
    clock, looks = WallClock(NOW), 0

    def content_at(*_: object) -> str:
        nonlocal looks
        looks += 1
        return "as it was"

    known, seen = Unchanged[int](content_at), Seen(1, 1)
    known.keep(7, seen, "as it was", clock())
    for _ in range(80):
        clock.set_by(POLL)
        last = known.last(7, seen, clock())
        assert last
        assert known.is_still(7, last, clock())
    assert looks == 5


def test_one_that_clocks_move_is_looked_at_in_advance_only_now_and_then(desk: Desk) -> None:
    desk.page(MINE, 1)
    for _ in range(8):
        desk.clock.set_by(POLL)
        desk.sync()
        assert desk.poll(), "its minutes count up"


def test_what_changes_for_another_ticket_alone_leaves_it_known(desk: Desk) -> None:
    desk.rest()
    desk.put(OTHER, subject="Else")
    desk.settle(desk.start(ticket_id=OTHER))
    assert not desk.poll()
    desk.page(OTHER, 2)
    desk.poll()
    before = desk.mirror.standing(MINE).seen
    desk.put(OTHER, subject="An emergency")
    assert desk.mirror.standing(MINE).seen != before, "one that was paged for is spoken of everywhere"


def test_a_turn_that_comes_and_goes_within_minutes_is_shown(desk: Desk) -> None:
    start = NOW + timedelta(minutes=4)
    ana, bob = OnCall("manager", "Ana", None, None), OnCall("manager", "Bob", start, start + timedelta(minutes=1))
    desk.mirror.on_calls.replace([ana, bob])
    for _ in range(20):
        desk.clock.set_by(timedelta(seconds=20))
        desk.sync()
        desk.poll()


def test_a_clock_that_was_set_back_proves_nothing(desk: Desk) -> None:
    desk.rest()
    desk.clock.set_by(-2 * HOUR)
    desk.poll()


def test_whoever_does_not_hold_it_is_given_it_whole(desk: Desk) -> None:
    desk.rest()
    assert desk.panels().answer(MINE, ANYBODY, lambda etag: False).body
    assert desk.panels().answer(MINE, ANYBODY).body


@pytest.mark.parametrize("seed", range(6))
def test_it_is_always_what_would_be_composed(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    running: list[str] = []
    for turn in range(40):
        desk.clock.set_by(timedelta(seconds=chance.choice([1, 20, 30, 30, 30, 61, 500])))
        if chance.random() < 0.9:
            desk.sync()
        for _ in range(chance.choice([0, 0, 0, 1, 2])):
            match chance.randrange(8):
                case 0:
                    desk.put(chance.choice([MINE, OTHER]), subject=f"Help {turn}")
                case 1:
                    running.append(desk.start(ticket_id=chance.choice([MINE, OTHER])))
                case 2 if running:
                    desk.settle(running.pop())
                case 3:
                    status = chance.choice(["triggered", "acknowledged", "resolved"])
                    desk.page(chance.choice([MINE, OTHER]), chance.randrange(3), status=status, created_at=NOW)
                case 4:
                    labels = frozenset(chance.sample(sorted(HANDBOOK.gitlab.labels.resolution), 1))
                    closed = chance.random() < 0.5
                    desk.mirror.issues.put([(issue(iid=1, labels=labels, closed=closed), frozenset({MINE}))])
                case 5:
                    end = desk.clock() + timedelta(minutes=chance.randrange(15))
                    desk.mirror.on_calls.replace([OnCall("manager", "Ana", NOW, end)])
                case 6:
                    desk.mirror.tickets.outdate(MINE)
                case _:
                    desk.mirror.sources.record_failure("gitlab:star", desk.clock(), f"GitLab: {chance.choice('ab')}")
        desk.poll()
