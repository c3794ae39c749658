"""Stored operations are read one by one, whichever version wrote them; a bad one stays one."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from backend.operations.emergency.hand_off import HandOff
from backend.operations.engine.operation import Forgotten, Operation, Unreadable
from backend.operations.engine.worker import steps_of
from backend.operations.kinds import KINDS
from backend.operations.reading import read_operation
from backend.operations.steps.new_issue import opened
from backend.operations.steps.page import PAGE, Paged
from backend.panel.operations import UNREADABLE
from backend.panel.ticket import Composer
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operation_rows import NewOperation, StepRow
from backend.store.operations import OperationStore
from tests.unit.domain.makers import NOW
from tests.unit.operations.makers import HANDBOOK, operation, row
from tests.unit.operations.samples import ISSUE, SAMPLES
from tests.unit.operations.samples import PAGE as PAGED


def accept(database: Database, number: int, kind: str = "trigger_emergency") -> str:
    sample = SAMPLES[kind]
    new = NewOperation(
        id=f"{number:032x}",
        kind=kind,
        ticket_id=1234,
        agent_id=7,
        agent_name="Ada",
        key=f"the-key-{number}",
        body=sample.body,
        context=sample.context,
        steps=sample.steps,
        claim_key=None,
        at=NOW + timedelta(seconds=number),
        executor="here",
    )
    OperationStore(database).accept(new, lambda other: True)
    return new.id


@pytest.mark.parametrize("kind", SAMPLES)
def test_both_versions_of_a_context_are_the_same(kind: str) -> None:
    assert operation(kind, 0).context == operation(kind, 1).context
    assert operation(kind, 0).context.version == 1


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_body_is_read_as_it_was_accepted(kind: str) -> None:
    body = KINDS[kind].Body.model_validate(SAMPLES[kind].body)
    read = KINDS[kind].Body.read(body.model_dump(mode="json", exclude_unset=True))
    assert read == body
    assert read.model_fields_set == body.model_fields_set


@pytest.mark.parametrize("name", ["*Ada* <b>[x](y)</b> #1 @all", "/close", "@a " * 60])
def test_what_a_field_rewrites_is_rewritten_once(name: str) -> None:
    accepted = HandOff.model_validate({"to": name, "summary": "Waits."})
    assert HandOff.read(accepted.model_dump(mode="json")) == accepted


@pytest.mark.parametrize("kind", SAMPLES)
def test_fields_of_a_newer_version_are_left_out(kind: str) -> None:
    known = row(kind)
    newer = row(kind, body=known.body | {"mood": "calm"}, context=known.context | {"version": 2, "mood": "calm"})
    read = read_operation(newer)
    assert isinstance(read, Operation)
    assert read.body == operation(kind).body


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_kind_has_the_steps_that_its_operations_were_stored_with(kind: str) -> None:
    stored = operation(kind, 0)
    steps = steps_of(stored, stored.steps[0])
    # Their order may change: what is stored goes on in its own.
    assert sorted(steps) == sorted(step.name for step in stored.steps)
    assert {name for name, step in steps.items() if step.optional} == {
        name for name in SAMPLES[kind].steps if name.startswith("slack_")
    }
    # What follows a first step that was done before has none of its own.
    assert any(step.primary for step in steps.values()) != (kind == "do_the_rest")


def test_a_renamed_step_is_found_by_its_old_name(database: Database) -> None:
    accept(database, 1, "open_star")
    stored = OperationStore(database).get(f"{1:032x}")
    assert stored
    assert "once" in SAMPLES["open_star"].steps
    steps = steps_of(read_operation(stored), stored.steps[0])
    assert all(step.name in steps for step in stored.steps)
    assert "deduplicate" in steps


@pytest.mark.parametrize("version", [0, 1])
def test_results_are_read_of_either_version(version: int) -> None:
    assert operation("trigger_emergency", version).require(PAGE, Paged) == Paged(**PAGED)
    issue = opened(operation("open_star", version))
    assert issue
    assert (issue.iid, issue.url) == (ISSUE["iid"], ISSUE["url"])


def test_a_result_that_cannot_be_read_is_none(caplog: pytest.LogCaptureFixture) -> None:
    read = operation("trigger_emergency")
    broken = row("trigger_emergency", steps=tuple(_without_number(step) for step in read.steps))
    operation_read = read_operation(broken)
    assert isinstance(operation_read, Operation)
    assert operation_read.result(PAGE, Paged) is None
    assert operation_read.id in caplog.text
    with pytest.raises(LookupError):
        operation_read.require(PAGE, Paged)


def _without_number(step: StepRow) -> StepRow:
    return replace(step, result={"incident_id": "Q"} if step.result else None)


def test_what_retention_removed_is_forgotten_even_if_nothing_was_typed() -> None:
    assert isinstance(read_operation(row("acknowledge_star", body={}, context={}, forgotten=True)), Forgotten)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"body": None}, id="not-json"),
        pytest.param({"context": []}, id="a-list"),
        pytest.param({"context": {"version": 1}}, id="a-field-is-missing"),
        pytest.param({"kind": "dance"}, id="a-kind-of-another-version"),
    ],
)
def test_one_that_cannot_be_read_is_named_once_without_its_words(
    changes: dict[str, Any], request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    stored = replace(row("reassign_page", id=request.node.callspec.id), **changes)
    for _ in range(3):
        assert isinstance(read_operation(stored), Unreadable)
    (record,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert stored.id in record.getMessage()
    assert "No answer." not in caplog.text
    assert steps_of(read_operation(stored), stored.steps[0]) == {}


def test_half_a_character_is_shown_as_a_question_mark(database: Database) -> None:
    bad = accept(database, 1, "reassign_page")
    OperationStore(database).settle(bad, 0, 0, "failed", at=NOW, detail="No.", whole="failed")
    with database.write() as connection:
        connection.execute(
            text("UPDATE operations SET facts = replace(facts, 'Grace', '\\ud83d') WHERE id = :bad"), {"bad": bad}
        )
    composer = Composer(
        MirrorStore(database), OperationStore(database), HANDBOOK, lambda: NOW, 30.0, "", with_slack=False
    )
    (shown,) = composer.panel(1234).operations
    assert any("? (managers)" in line for line in shown.manual)
    assert shown.model_dump_json()


def test_a_damaged_row_takes_nothing_else_down(database: Database) -> None:
    good, bad = accept(database, 1), accept(database, 2, "reassign_page")
    OperationStore(database).settle(bad, 0, 0, "failed", at=NOW, detail="No.", whole="failed")
    with database.write() as connection:
        damaged = {"bad": bad, "text": '{"to": "level:2", "rea'}
        connection.execute(text("UPDATE operations SET body = :text, facts = :text WHERE id = :bad"), damaged)
        connection.execute(text("UPDATE steps SET result = '{' WHERE operation_id = :bad"), {"bad": bad})
    composer = Composer(
        MirrorStore(database), OperationStore(database), HANDBOOK, lambda: NOW, 30.0, "", with_slack=False
    )
    shown = {each.id: each for each in composer.panel(1234).operations}
    assert (shown[bad].kind, shown[bad].state, shown[bad].actor) == ("reassign_page", "failed", "Ada")
    assert shown[bad].steps[0].detail == f"No. {UNREADABLE}"
    assert shown[good].steps[0].detail is None
    assert KINDS.keys() >= {each.kind for each in shown.values()}
