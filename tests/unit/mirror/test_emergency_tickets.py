"""Which tickets of open emergencies are read for a board, and when."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from backend.deps import Deps
from backend.domain.marks import Marks
from backend.domain.tickets import Ticket
from backend.handbook.loading.loader import load
from backend.mirror.emergency_tickets import (
    FIRST_PAUSE,
    LEASE,
    LEASE_SECONDS,
    LONGEST_PAUSE,
    MOST,
    UNREADABLE_SECONDS,
    EmergencyTickets,
)
from backend.mirror.ticket_reader import TicketReader
from backend.mirror.tickets import Tickets
from backend.store.beats import BeatWatch
from backend.store.board import BoardStore
from backend.store.engine import Database
from backend.store.leases import LeaseStore
from backend.store.mirror import MirrorStore
from backend.vendors.errors import NotFound, RateLimited, Unavailable
from tests.support.clock import Clock, WallClock

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
RECENT = timedelta(minutes=5)


class Zendesk:
    """Gives every ticket, unless it is told how to fail; knows which it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.fails: dict[int, Exception] = {}
        self.silent = threading.Event()
        self.silent.set()

    def ticket(self, ticket_id: int) -> Ticket:
        self.asked.append(ticket_id)
        self.silent.wait(10)
        error = self.fails.get(ticket_id) or self.fails.get(0)
        if error:
            raise error
        return Ticket(ticket_id, "Down", "open", None, NOW, NOW)

    def told(self) -> list[int]:
        """Give what was asked for since the last look."""
        asked, self.asked = self.asked, []
        return asked


class World:
    """A reader in a process of its own, with the time in a test's hand."""

    def __init__(self, database: Database) -> None:
        self.zendesk, self.clock, self.wall = Zendesk(), Clock(), WallClock(NOW)
        self.database = database
        self.deps = self._deps()
        self.reader = self.another()

    def another(self) -> EmergencyTickets:
        """Make the reader of another process."""
        reader = TicketReader(self.deps)
        tickets = Tickets(self.deps, reader, lambda: RECENT, self.clock)
        name = f"process-{id(reader)}"
        leases = LeaseStore(self.database, lambda: name, BeatWatch(self.clock))
        return EmergencyTickets(self.deps, reader, leases, tickets.is_stale, self.clock)

    def look(self, *ticket_ids: int) -> list[int]:
        """Have a board want tickets, and tell which were asked for in the next round."""
        self.reader.want(ticket_ids)
        self.reader.round()
        return self.zendesk.told()

    def _deps(self) -> Deps:
        client, handbook = cast(Any, self.zendesk), load(None)
        # Brands of the handbook would refuse a ticket that names none.
        handbook = handbook.model_copy(update={"zendesk": handbook.zendesk.model_copy(update={"brands": ()})})
        mirror, board = MirrorStore(self.database), BoardStore(self.database)
        return Deps(
            handbook, client, client, client, None, mirror, board, self.wall, (), "https://z.example", "", Marks(["k"])
        )


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_nothing_is_read_unless_a_board_was_looked_at(world: World) -> None:
    assert world.look(1) == [1]
    world.deps.mirror.tickets.outdate(1)
    world.reader.round()
    assert world.zendesk.told() == []
    assert world.look(1) == [1]


def test_a_copy_is_read_again_once_it_is_outdated_or_old_and_never_before(world: World) -> None:
    assert (world.look(1), world.look(1)) == ([1], [])
    world.wall.set_by(RECENT)
    assert world.look(1) == []
    world.wall.set_by(timedelta(seconds=1))
    assert (world.look(1), world.look(1)) == ([1], [])
    world.deps.mirror.tickets.outdate(1)
    assert (world.look(1), world.look(1)) == ([1], [])


def test_a_round_reads_a_few_and_the_next_ones_go_on(world: World) -> None:
    wanted = range(1, 2 * MOST + 2)
    assert [world.look(*wanted) for _ in range(4)] == [
        [*wanted[:MOST]],
        [*wanted[MOST : 2 * MOST]],
        [wanted[-1]],
        [],
    ]


def test_a_zendesk_that_fails_is_asked_ever_more_seldom(world: World) -> None:
    world.zendesk.fails[0] = Unavailable("Zendesk", "could not be reached")
    pause = FIRST_PAUSE
    while pause < 3 * LONGEST_PAUSE:
        assert world.look(1, 2) == [1]
        world.clock.advance(min(pause, LONGEST_PAUSE) - 0.1)
        assert world.look(1, 2) == []
        world.clock.advance(0.1)
        pause *= 2
    world.zendesk.fails.clear()
    assert world.look(1, 2) == [1, 2]
    world.zendesk.fails[0] = Unavailable("Zendesk", "could not be reached")
    assert world.look(3) == [3]
    world.clock.advance(FIRST_PAUSE)
    assert world.look(3) == [3]


def test_a_zendesk_that_asks_to_wait_is_left_alone_for_so_long(world: World) -> None:
    world.zendesk.fails[0] = RateLimited("Zendesk", 2 * FIRST_PAUSE)
    assert world.look(1) == [1]
    world.zendesk.fails.clear()
    world.clock.advance(2 * FIRST_PAUSE - 0.1)
    assert world.look(1) == []
    world.clock.advance(0.1)
    assert world.look(1) == [1]


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(lambda: NotFound("Zendesk", "is not there"), id="gone"),
        pytest.param(lambda: Unavailable("Zendesk", "has no status", field="status"), id="unreadable"),
        pytest.param(lambda: KeyError("a bug of ours"), id="bug"),
    ],
)
def test_one_ticket_that_cannot_be_read_holds_up_no_other(world: World, error: Callable[[], Exception]) -> None:
    world.zendesk.fails[1] = error()
    assert world.look(1, 2) == [1, 2]
    world.clock.advance(UNREADABLE_SECONDS - 1)
    assert world.look(1, 3) == [3]
    world.clock.advance(1)
    assert world.look(1) == [1]


def test_one_process_reads_for_all_and_another_takes_over_when_it_is_gone(world: World) -> None:
    assert world.look(1) == [1]
    other = world.another()
    other.want([2])
    other.round()
    assert world.zendesk.told() == []
    world.clock.advance(LEASE_SECONDS + 1)
    other.want([2])
    other.round()
    assert world.zendesk.told() == [2]
    third = LeaseStore(world.database, lambda: "a third", BeatWatch(world.clock))
    assert not third.take(LEASE, LEASE_SECONDS)


def test_a_board_waits_for_what_it_wants_for_the_first_time_and_only_then(world: World) -> None:
    world.reader.want([1, 2])
    assert world.reader.look()
    assert world.zendesk.told() == [1, 2]
    world.deps.mirror.tickets.outdate(1)
    world.reader.want([1, 2])
    assert not world.reader.look()
    assert world.zendesk.told() == []
    world.reader.want([1, 2, 3])
    assert world.reader.look()
    assert world.zendesk.told() == [1, 3]


def test_a_board_does_not_wait_for_a_silent_zendesk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.mirror.emergency_tickets.LOOK_SECONDS", 0.01)
    world.zendesk.silent.clear()
    world.reader.want([1])
    start = time.monotonic()
    assert world.reader.look()
    assert time.monotonic() - start < 5
    world.zendesk.silent.set()
    world.reader.stop()
    assert world.zendesk.told() == [1]


def test_what_fails_in_the_background_says_nothing_to_those_who_wait(world: World) -> None:
    world.zendesk.fails[0] = Unavailable("Zendesk", "could not be reached")
    world.look(1)
    assert world.deps.mirror.sources.get("zendesk:tickets") is None
