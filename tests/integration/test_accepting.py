"""PostgreSQL accepts an operation once, with its steps, whoever asks twice at the same moment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.store.accepting import KeyReused
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operations import OperationStore
from backend.store.upgrade import migrate
from tests.support.postgres import running_postgres
from tests.unit.domain.makers import ticket
from tests.unit.store.test_operations import NOW, TICKET, new

AT_ONCE = 8


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with running_postgres() as server:
        database = Database(server.database())
        migrate(database)
        MirrorStore(database).tickets.put(ticket(), NOW, changes_read=0)
        yield database
        database.close()


@pytest.mark.parametrize("claim", [None, "emergency"])
def test_one_of_those_who_ask_at_once_under_a_key_is_new(database: Database, claim: str | None) -> None:
    store, key = OperationStore(database), f"a-key-for-{claim}"
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [
            pool.submit(store.accept, new(f"{claim}-{number}", {}, claim, key), lambda _: True)
            for number in range(AT_ONCE)
        ]
        answers = [one.result() for one in asked]
    assert [is_new for _, is_new in answers].count(True) == 1
    assert {row.id for row, _ in answers} == {next(row.id for row, is_new in answers if is_new)}
    stored = store.get(answers[0][0].id)
    assert stored is not None
    assert [(step.name, step.state) for step in stored.steps] == [("note", "waiting")]
    with pytest.raises(KeyReused):
        store.accept(new(f"{claim}-other", {"other": "body"}, claim, key), lambda _: True)
    assert len([row for row in store.of_ticket(TICKET, most=99) if row.id.startswith(f"{claim}-")]) == 1
