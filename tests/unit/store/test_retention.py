"""Personal data goes after the retention time; who did what, and when, stays."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.access import Reach
from backend.domain.issues import Issue
from backend.domain.paging.incident import Incident
from backend.domain.tickets import Person, Ticket
from backend.retention import Retention
from backend.store import retention
from backend.store.agents import AgentRow, AgentStore
from backend.store.engine import Database
from backend.store.leases import LeaseStore
from backend.store.mirror import MirrorStore
from backend.store.operation_rows import NewOperation, OperationRow
from backend.store.operations import OperationStore
from backend.store.retention import RetentionStore

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LONG_AGO, LATELY = NOW - timedelta(days=401), NOW - timedelta(days=399)
TYPED = "Ana Example, ana@customer.example"


def fill(database: Database, at: datetime, number: int) -> None:
    """Leave one of everything behind, last touched at a time."""
    mirror, operations = MirrorStore(database), OperationStore(database)
    mirror.tickets.put(Ticket(number, TYPED, "open", None, at, at, requester=Person(1, TYPED)), at, changes_read=0)
    AgentStore(database).put(AgentRow(number, TYPED, TYPED, "agent", Reach(number), at))
    issue = Issue("star", number, TYPED, TYPED, "u", True, frozenset(), "a", None, at, at, at)
    mirror.issues.put([(issue, frozenset({number}))])
    mirror.issues.link(number, "star", number, "x", at)
    mirror.issues.acknowledge("star", number, 1, TYPED, at)
    incident = Incident(f"Q{number}", number, TYPED, "resolved", "u", "S", None, at, resolved_at=at)
    mirror.incidents.put([(incident, frozenset({number}))], NOW)
    for state, name in (("done", f"ended-{number}"), ("running", f"running-{number}")):
        new = NewOperation(name, "record_assessment", number, 7, "A Manager", name, {"text": TYPED}, {"plan": TYPED},
                           ["note"], None, at, "here")  # fmt: skip
        operations.accept(new, lambda _: False)
        if state == "done":
            operations.settle(
                name, 0, 0, "done", at=at, detail=TYPED, url="https://x", result={"a": TYPED}, whole="done"
            )


def contents(database: Database) -> str:
    """Write all that the database holds into one text."""
    with database.read() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        return "\n".join(str(connection.exec_driver_sql(f"SELECT * FROM {one}").all()) for one in tables)


def operation(database: Database, name: str) -> OperationRow:
    found = OperationStore(database).get(name)
    assert found
    return found


def test_what_is_older_goes_and_what_is_younger_stays(database: Database) -> None:
    fill(database, LONG_AGO, 1)
    fill(database, LATELY, 2)
    RetentionStore(database).forget(NOW - timedelta(days=400), NOW)
    mirror, agents = MirrorStore(database), AgentStore(database)
    assert (mirror.tickets.get(1), mirror.issues.get("star", 1), agents.get(1)) == (None, None, None)
    assert mirror.snapshot(1).incidents == []
    assert mirror.snapshot(1).acknowledged == set()
    assert mirror.tickets.get(2)
    assert mirror.issues.get("star", 2)
    assert agents.get(2)
    assert mirror.snapshot(2).incidents
    assert mirror.snapshot(2).acknowledged
    assert operation(database, "ended-2").body == {"text": TYPED}


def test_an_ended_operation_keeps_who_when_and_what(database: Database) -> None:
    fill(database, LONG_AGO, 1)
    before = operation(database, "ended-1")
    RetentionStore(database).forget(NOW - timedelta(days=400), NOW)
    after = operation(database, "ended-1")
    for kept in ("id", "kind", "ticket_id", "agent_id", "agent_name", "state", "created_at"):
        assert getattr(after, kept) == getattr(before, kept)
    (step,) = after.steps
    assert (step.name, step.state, step.at, step.url) == ("note", "done", LONG_AGO, "https://x")
    assert (after.body, after.context, after.forgotten, step.result) == ({}, {}, True, None)
    # One that still runs needs what it was asked for.
    assert operation(database, "running-1").body == {"text": TYPED}


def test_nothing_that_was_typed_is_left_anywhere(database: Database) -> None:
    fill(database, LONG_AGO, 1)
    assert contents(database).count(TYPED) > 10
    OperationStore(database).settle("running-1", 0, 0, "done", at=LONG_AGO, whole="done")
    RetentionStore(database).forget(NOW - timedelta(days=400), NOW)
    assert TYPED not in contents(database)
    # A second round finds nothing to do.
    assert RetentionStore(database).forget(NOW - timedelta(days=400), NOW) == 0


def test_one_process_of_the_fleet_does_it(database: Database) -> None:
    def process(name: str) -> Retention:
        return Retention(RetentionStore(database), LeaseStore(database, lambda: name), lambda: NOW, 400)

    first, second = process("one"), process("two")
    fill(database, LONG_AGO, 1)
    first.forget()
    assert MirrorStore(database).tickets.get(1) is None
    fill(database, LONG_AGO, 2)
    second.forget()
    assert MirrorStore(database).tickets.get(2), "the first has the lease"


def test_it_goes_bit_by_bit_and_others_write_in_between(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 6):
        fill(database, LONG_AGO, number)
    written: list[str] = []

    def write(_: float) -> None:
        LeaseStore(database, lambda: "somebody").take(f"lease-{len(written)}", 1.0)
        written.append("written")

    monkeypatch.setattr(retention, "BATCH", 2)
    monkeypatch.setattr(retention, "sleep", write)
    rows = RetentionStore(database).forget(NOW - timedelta(days=400), NOW)
    # Five of each of five kinds of things, two at a time.
    assert len(written) == 5 * 2
    left = contents(database)
    assert (
        left.count(TYPED) == sum(operation(database, f"running-{one}").body["text"] == TYPED for one in range(1, 6)) * 2
    )
    assert rows == 5 * (4 + 2 + 1 + 1 + 2)


def test_what_changed_since_it_was_found_stays(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 4):
        fill(database, LONG_AGO, number)
    mirror = MirrorStore(database)
    store = RetentionStore(database)
    found = store._next

    def touched(old: retention._Old, after: retention.Key | None) -> list[retention.Key]:
        keys = found(old, after)
        mirror.tickets.put(Ticket(2, "Back", "open", None, NOW, NOW), NOW, changes_read=0)
        return keys

    monkeypatch.setattr(store, "_next", touched)
    store.forget(NOW - timedelta(days=400), NOW)
    assert mirror.tickets.get(1) is None
    assert mirror.tickets.get(2)
