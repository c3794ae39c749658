"""An operation is accepted once, in few statements, and a step that changed its ticket has the copy read again."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from backend.store.accepting import KeyReused, fingerprint
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operation_rows import NewOperation
from backend.store.operations import OperationStore
from tests.unit.domain.makers import ticket

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
TICKET, AGENT, KEY = 1234, 7, "a-key-of-a-click"


def new(name: str, body: dict[str, object], claim: str | None = None, key: str = KEY) -> NewOperation:
    return NewOperation(
        id=name,
        kind="record_assessment",
        ticket_id=TICKET,
        agent_id=AGENT,
        agent_name="Ada",
        key=key,
        body=body,
        context={},
        steps=("note",),
        claim_key=claim,
        at=NOW,
        executor="here",
    )


@pytest.fixture
def store(database: Database) -> OperationStore:
    MirrorStore(database).tickets.put(ticket(), NOW, changes_read=0)
    return OperationStore(database)


@pytest.mark.parametrize("claim", [None, "emergency"])
def test_a_key_that_came_meanwhile_leads_to_the_operation_it_was_used_for(
    store: OperationStore, claim: str | None
) -> None:
    first, is_new = store.accept(new("first", {}, claim), lambda _: True)
    again, is_new_again = store.accept(new("second", {}, claim), lambda _: True)
    assert (is_new, is_new_again, again.id) == (True, False, first.id)
    with pytest.raises(KeyReused):
        store.accept(new("third", {"other": "body"}, claim), lambda _: True)
    assert [row.id for row in store.of_ticket(TICKET, most=9)] == [first.id]


def test_accepting_takes_one_statement_to_look_and_four_to_write(store: OperationStore, database: Database) -> None:
    seen: list[str] = []
    for engine in (database.engine, database.writing, database._singles):
        event.listen(engine, "before_cursor_execute", lambda *of: seen.append(of[2]))
    same, standing = store.look_up(AGENT, TICKET, KEY, fingerprint("record_assessment", {}))
    store.accept(new("first", {}), lambda _: True)
    assert (same, standing.has_operations, bool(standing.copy)) == (None, False, True)
    assert [statement.split()[0] for statement in seen] == ["SELECT", "INSERT", "INSERT", "UPDATE", "UPDATE"]


@pytest.mark.parametrize("outdates", [True, False])
def test_a_step_that_changed_its_ticket_has_the_copy_read_again(
    store: OperationStore, database: Database, outdates: bool
) -> None:
    store.accept(new("first", {}), lambda _: True)
    store.settle("first", 0, 0, "done", at=NOW, detail="So.", whole="done", outdates=outdates)
    copy = MirrorStore(database).tickets.copy(TICKET)
    assert copy is not None
    assert copy.outdated is outdates
