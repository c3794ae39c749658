"""What is found out before a person needs it, and what of it is told."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import event

from backend.monitor import CHECK_SECONDS, FAILING_SECONDS, Monitor
from backend.panel.health import Health, Loss
from backend.store.counts import CountStore
from backend.store.engine import Database
from backend.store.faults import READ_ONLY
from backend.store.last_calls import LastCallStore
from backend.store.leases import LeaseStore
from backend.store.operation_rows import NewOperation
from backend.store.operations import OperationStore
from backend.telemetry.last_calls import LastCalls
from backend.vendors.errors import Denied
from tests.support.clock import Clock

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


class PagerDuty:
    """Takes pages, or does not let us; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.denies = False

    def check_writing(self) -> None:
        self.asked += 1
        if self.denies:
            raise Denied("PagerDuty", "does not let our token do this")


class Fleet:
    """Processes on one database, each with its own memory and one clock."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock, self.pagerduty = database, Clock(), PagerDuty()
        self.store = LastCallStore(database)
        self.wall = NOW

    def process(self, name: str) -> tuple[Monitor, LastCalls, Health]:
        calls, leases = LastCalls(), LeaseStore(self.database, lambda: name)
        pagerduty = cast(Any, self.pagerduty)
        monitor = Monitor(self.store, leases, pagerduty, lambda: self.wall, calls, self.clock)
        health = Health(self.store, CountStore(self.database), lambda: self.wall, lambda: monitor.database_fault)
        return monitor, calls, health


@pytest.fixture
def fleet(database: Database) -> Fleet:
    return Fleet(database)


def test_one_process_asks_pagerduty_for_all_now_and_then(fleet: Fleet) -> None:
    monitors = [fleet.process(name)[0] for name in ("one", "two")]
    for _ in range(2):
        for _ in range(3):
            for monitor in monitors:
                monitor.round()
        fleet.clock.advance(CHECK_SECONDS)
    assert fleet.pagerduty.asked == 2


def test_a_key_that_may_not_page_is_told_by_every_process_and_asked_about_sooner(fleet: Fleet) -> None:
    (one, _, _), (_, _, other) = fleet.process("one"), fleet.process("two")
    fleet.pagerduty.denies = True
    one.round()
    one.round()
    assert other.lost() == [Loss("Support On-call cannot page: PagerDuty does not let our token do this", NOW)]
    assert str(other.lost()[0]).endswith(" do this (2026-03-04T09:00:00Z)")
    fleet.clock.advance(FAILING_SECONDS)
    fleet.pagerduty.denies = False
    one.round()
    assert fleet.pagerduty.asked == 2


def test_the_last_write_counts_whichever_process_made_it(fleet: Fleet) -> None:
    (one, first, health), (two, second, _) = fleet.process("one"), fleet.process("two")
    first.note("Zendesk", "write", "does not accept our credentials")
    first.note("Zendesk", "sign_in", "refused the OAuth client")
    one.round()
    assert [loss.text.split(":")[0] for loss in health.lost()] == [
        "Support On-call cannot write notes and tags to tickets",
        "Support On-call can open no new sessions",
    ]
    # A clock that was set back in between decides nothing.
    fleet.wall -= timedelta(hours=1)
    second.note("Zendesk", "write", None)
    two.round()
    assert [loss.text.split(":")[0] for loss in health.lost()] == ["Support On-call can open no new sessions"]


def test_a_database_that_takes_no_writes_is_told_and_nothing_is_forgotten(fleet: Fleet, database: Database) -> None:
    monitor, calls, health = fleet.process("one")
    calls.note("GitLab", "write", "does not let our token do this")
    stop = {"on": True}

    @event.listens_for(database.writing, "checkout")
    def read_only(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA query_only={'ON' if stop['on'] else 'OFF'}")

    monitor.round()
    assert health.lost() == [Loss(f"Nothing can be started: {READ_ONLY}")]
    assert fleet.pagerduty.asked == 0
    stop["on"] = False
    monitor.round()
    assert [loss.text.split(":")[0] for loss in health.lost()] == ["Support On-call cannot write to issues"]


@pytest.mark.parametrize(("number", "those"), [(1, "1 operation has"), (2, "2 operations have")])
def test_operations_that_do_not_end_are_told_with_the_time_of_the_oldest(
    fleet: Fleet, database: Database, number: int, those: str
) -> None:
    for one in range(number):
        new = NewOperation(
            id=f"{one:032x}", kind="trigger_emergency", ticket_id=one, agent_id=7, agent_name="Ada", key=f"key-{one}",
            body={}, context={}, steps=["page"], claim_key=None, at=NOW - timedelta(minutes=5 - one), executor="here",
        )  # fmt: skip
        OperationStore(database).accept(new, lambda other: True)
    (late,) = fleet.process("one")[2].lost()
    assert late == Loss(f"{those} not ended after a minute, the oldest asked for", NOW - timedelta(minutes=5))
