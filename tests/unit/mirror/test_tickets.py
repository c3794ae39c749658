"""When a ticket's copy is read again."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from backend.deps import Deps
from backend.domain.marks import Marks
from backend.domain.tickets import Ticket
from backend.handbook.loading.loader import load
from backend.mirror.ticket_reader import TicketReader
from backend.mirror.tickets import AFTER_FAILURE, FETCHERS, OLD, Tickets
from backend.store.board import BoardStore
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.vendors.errors import Unavailable
from tests.support.clock import Clock, WallClock
from tests.support.desk import until

MARKS = Marks(["a key"])
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Zendesk:
    """Gives every ticket, unless it is down; counts."""

    def __init__(self) -> None:
        self.asked = 0
        self.down = self.broken = False
        self.silent = threading.Event()
        self.silent.set()

    def ticket(self, ticket_id: int) -> Ticket:
        self.asked += 1
        self.silent.wait(10)
        if self.broken:
            raise KeyError("a bug of ours")
        if self.down:
            raise Unavailable("Zendesk", "could not be reached")
        return Ticket(ticket_id, "Down", "open", None, NOW - HOUR, NOW - HOUR)


@pytest.fixture
def zendesk() -> Zendesk:
    return Zendesk()


@pytest.fixture
def wall() -> WallClock:
    return WallClock(NOW)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tickets(database: Database, zendesk: Zendesk, wall: WallClock, clock: Clock) -> Iterator[Tickets]:
    client = cast(Any, zendesk)
    mirror, board = MirrorStore(database), BoardStore(database)
    # Brands of the handbook would refuse a ticket that names none.
    handbook = load(None)
    handbook = handbook.model_copy(update={"zendesk": handbook.zendesk.model_copy(update={"brands": ()})})
    deps = Deps(
        handbook, client, client, client, None, mirror, board, wall, (), "https://z.example", "", Marks(["a key"])
    )
    made = Tickets(deps, TicketReader(deps), lambda: timedelta(seconds=30), clock)
    made.refresh(7)
    yield made
    made.stop()


def test_a_recent_copy_is_not_read_again(tickets: Tickets, zendesk: Zendesk) -> None:
    tickets.refresh(7)
    tickets.refresh(7, NOW - HOUR)
    assert zendesk.asked == 1


def test_a_copy_that_is_shown_is_never_older_than_five_minutes_and_nobody_waits_for_that(
    tickets: Tickets, zendesk: Zendesk, wall: WallClock
) -> None:
    wall.set_by(OLD)
    tickets.refresh(7, NOW - HOUR)
    assert zendesk.asked == 1
    wall.set_by(timedelta(seconds=1))
    # Would wait until it is late if it waited: nobody lets Zendesk answer.
    zendesk.silent.clear()
    tickets.refresh(7, NOW - HOUR)
    until(lambda: zendesk.asked == 2)
    zendesk.silent.set()


def test_after_a_clock_was_set_back_a_copy_is_read_again_once(
    tickets: Tickets, zendesk: Zendesk, wall: WallClock
) -> None:
    wall.set_by(-HOUR)
    for _ in range(3):
        tickets.refresh(7)
    assert zendesk.asked == 2


@pytest.mark.parametrize("year", [2027, 9999])
def test_a_change_that_lies_ahead_is_not_believed_again_and_again(
    tickets: Tickets, zendesk: Zendesk, wall: WallClock, year: int
) -> None:
    claimed = datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)
    for _ in range(3):
        tickets.refresh(7, claimed)
    assert zendesk.asked == 1
    wall.set_by(timedelta(seconds=2))
    for _ in range(3):
        tickets.refresh(7, claimed)
    assert zendesk.asked == 2


def test_a_zendesk_that_is_down_is_asked_again_after_a_pause_whatever_the_clock_says(
    tickets: Tickets, zendesk: Zendesk, wall: WallClock, clock: Clock
) -> None:
    zendesk.down = True
    tickets.refresh(8)
    wall.set_by(-HOUR)
    clock.advance(AFTER_FAILURE - 1)
    tickets.refresh(8)
    assert zendesk.asked == 2
    zendesk.down = False
    clock.advance(1)
    tickets.refresh(8)
    assert zendesk.asked == 3


def test_while_zendesk_fails_one_question_at_a_time_asks_whether_it_answers_again(
    tickets: Tickets, zendesk: Zendesk, clock: Clock
) -> None:
    zendesk.down = True
    tickets.refresh(8)
    clock.advance(AFTER_FAILURE)
    zendesk.silent.clear()
    begun = [tickets.begin(number) for number in range(100, 140)]
    until(lambda: zendesk.asked == 3)
    for finish in begun:
        finish()
    # The others were not sent after it, neither then nor later.
    zendesk.silent.set()
    assert zendesk.asked == 3


def test_those_that_queue_when_zendesk_is_found_to_fail_are_not_sent(tickets: Tickets, zendesk: Zendesk) -> None:
    zendesk.down = True
    zendesk.silent.clear()
    begun = [tickets.begin(number) for number in range(100, 140)]
    until(lambda: zendesk.asked == 1 + FETCHERS)
    zendesk.silent.set()
    for finish in begun:
        finish()
    assert zendesk.asked == 1 + FETCHERS


def test_a_copy_that_is_recent_is_waited_for_by_nobody_while_zendesk_fails(
    tickets: Tickets, zendesk: Zendesk, clock: Clock
) -> None:
    zendesk.down = True
    tickets.refresh(8)
    clock.advance(AFTER_FAILURE)
    zendesk.silent.clear()
    # Would wait for ever if it waited: nobody lets Zendesk answer.
    tickets.refresh(7)
    until(lambda: zendesk.asked == 3)
    zendesk.silent.set()


def test_who_reads_a_ticket_first_is_counted_and_may_be_refused(tickets: Tickets, zendesk: Zendesk) -> None:
    counted: list[int] = []
    tickets.refresh(9, cold=lambda: counted.append(9))
    asked = zendesk.asked
    tickets.refresh(9, NOW + HOUR, cold=lambda: counted.append(9))
    assert counted == [9]

    def refuse() -> None:
        raise PermissionError

    before = zendesk.asked
    with pytest.raises(PermissionError):
        tickets.refresh(10, cold=refuse)
    assert zendesk.asked == before >= asked
    tickets.refresh(10)
    assert zendesk.asked == before + 1


def test_a_bug_in_reading_one_is_told_and_the_copy_goes_on(
    tickets: Tickets, zendesk: Zendesk, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    mirror = MirrorStore(database)
    mirror.tickets.outdate(7)
    zendesk.broken = True
    tickets.refresh(7)
    assert "a bug of ours" in caplog.text
    assert "in ticket" in caplog.text, "with its frames"
    source = mirror.sources.get("zendesk:tickets")
    assert source
    assert source.error == "ticket 7 could not be read (KeyError)"
    zendesk.broken = False
    tickets.refresh(7)
    source = mirror.sources.get("zendesk:tickets")
    assert source
    assert source.error is None
