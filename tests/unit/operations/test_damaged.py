"""Whatever stands in a stored operation, it is drawn: as far as it can be read, and honest about the rest."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from backend.operations.engine.operation import Unreadable
from backend.operations.engine.worker import steps_of
from backend.operations.reading import read_operation
from backend.panel.operations import UNREADABLE, operation_parts
from backend.store import tables
from backend.store.engine import Database
from backend.store.operation_rows import NewOperation, OperationRow, StepRow
from backend.store.operations import OperationStore
from tests.support.odd import damaged
from tests.unit.domain.makers import NOW
from tests.unit.operations.makers import HANDBOOK, row
from tests.unit.operations.samples import SAMPLES

LATER = NOW + timedelta(minutes=2)


def versions(kind: str) -> Iterator[OperationRow]:
    """Give an operation of a kind with something odd in one place of its body, its context or a result."""
    sample = SAMPLES[kind]
    yield from (row(kind, body=body) for body in damaged(sample.body))
    yield from (row(kind, context=context) for stored in (sample.facts, sample.context) for context in damaged(stored))
    steps = row(kind).steps
    for at, step in enumerate(steps):
        for result in damaged(step.result) if step.result else ():
            yield row(kind, steps=(*steps[:at], _with_result(step, result), *steps[at + 1 :]))


def _with_result(step: StepRow, result: Any) -> StepRow:
    return StepRow(step.position, step.name, "failed", "No.", None, NOW, NOW, NOW, result)


@pytest.mark.parametrize("kind", SAMPLES)
def test_an_operation_with_anything_in_one_place_is_drawn(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    for stored in versions(kind):
        for state in ("running", "failed"):
            read = read_operation(OperationRow(**{**_fields(stored), "state": state}))
            (part,) = operation_parts([read], 1, HANDBOOK, LATER)
            assert (part.id, part.kind, part.state) == (stored.id, kind, state)
            assert len(part.steps) == len(stored.steps)
            steps_of(read, read.steps[0])


def _fields(stored: OperationRow) -> dict[str, Any]:
    return {name: getattr(stored, name) for name in OperationRow.__dataclass_fields__}


def accepted(database: Database) -> OperationStore:
    sample = SAMPLES["reassign_page"]
    store = OperationStore(database)
    new = NewOperation(
        id="ab" * 16,
        kind="reassign_page",
        ticket_id=1234,
        agent_id=7,
        agent_name="Ada",
        key="the-only-key",
        body=sample.body,
        context=sample.context,
        steps=sample.steps,
        claim_key=None,
        at=NOW,
        executor="here",
    )
    store.accept(new, lambda other: True)
    return store


def test_the_state_of_another_version_is_not_known(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    store = accepted(database)
    with database.write() as connection:
        connection.execute(update(tables.operations).values(state="paused"))
        connection.execute(update(tables.steps).where(tables.steps.c.position == 0).values(state="skipped"))
    (part,) = operation_parts([read_operation(one) for one in store.of_ticket(1234, 1)], 1, HANDBOOK, LATER)
    assert (part.state, part.outcome, part.steps[0].state) == ("unknown", "unknown", "unknown")
    assert "paused" in caplog.text
    assert "skipped" in caplog.text


def test_one_whose_steps_are_gone_says_so(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    store = accepted(database)
    with database.write() as connection:
        connection.execute(delete(tables.steps))
    read = [read_operation(one) for one in store.of_ticket(1234, 1)]
    (part,) = operation_parts(read, 1, HANDBOOK, LATER)
    assert isinstance(read[0], Unreadable)
    assert [(step.state, step.detail) for step in part.steps] == [("unknown", UNREADABLE)]
    assert read[0].id in caplog.text
