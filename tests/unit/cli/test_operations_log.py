"""What a changed handbook would judge otherwise, why a ticket is judged as it is, and the log for those who audit."""

import csv
import io
import json
import time
from datetime import timedelta
from typing import Any

import pytest

from backend.cli.handbook_diff import report
from backend.cli.handbook_explain import explained
from backend.cli.operations_export import entry, write_csv, write_lines
from backend.domain.tickets import Ticket
from backend.handbook.loading.loader import load
from backend.operations.reading import read_operation
from backend.store.audit import PAGE, AuditStore
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operation_rows import NewOperation
from backend.store.operations import OperationStore
from tests.unit.domain.makers import NOW, ticket

HANDBOOK = load()
STRICT = {"production": "yes", "unusable": "yes", "scope": "most"}
NARROW = HANDBOOK.model_copy(
    update={"emergency": HANDBOOK.emergency.model_copy(update={"wide_scopes": frozenset({"all"})})}
)
START = NOW - timedelta(days=90)
MANY = 2 * PAGE + 1


def assess(
    database: Database, number: int, at: Any = NOW, agent: str = "Ada", of: Ticket | None = None, **body: Any
) -> None:
    assessed = of or ticket({"sub_sm_premium": True}, id=5000 + number)
    new = NewOperation(
        f"{number:032x}", "record_assessment", assessed.id, 7, agent, f"key-number-{number}",
        {"answers": STRICT} | body, {"version": 1, "judgement": None, "role": "manager"}, ["note"], None, at, "here",
    )  # fmt: skip
    OperationStore(database).accept(new, lambda other: False)
    MirrorStore(database).tickets.put(assessed, NOW, changes_read=0)


def test_the_tickets_that_would_be_judged_otherwise_are_listed_and_counted(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assess(database, 1)
    assess(database, 2, answers={"production": "yes", "unusable": "yes", "scope": "all"})
    assess(database, 3, at=NOW - timedelta(days=91))
    assert report(database, HANDBOOK, NARROW, START) == 1
    said = capsys.readouterr().out
    assert "ticket 5001" in said
    assert "emergency (E6, Q2) -> needs_info (E6, Q4)" in said
    assert "ticket 5002" not in said
    assert "2 assessments since" in said
    assert report(database, HANDBOOK, HANDBOOK, START) == 0


def test_without_answers_or_a_copy_it_is_said_that_nothing_was_judged(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assess(database, 1, answers={})
    assert report(database, HANDBOOK, NARROW, START) == 0
    assert "1 not judged" in capsys.readouterr().out


def test_a_thousand_assessments_are_compared_in_seconds(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(MANY):
        assess(database, number)
    began = time.monotonic()
    assert report(database, HANDBOOK, NARROW, START) == 1
    assert time.monotonic() - began < 10
    assert f"{MANY} assessments since" in capsys.readouterr().out


def test_an_explanation_names_each_rule_up_to_the_one_that_decided(database: Database) -> None:
    assess(database, 1)
    lines = explained(database, HANDBOOK, 5001, NOW) or []
    assert "   E5 does not hold" in lines
    assert any(line.startswith("   E6 holds: The plan covers emergencies") for line in lines)
    assert not any("E8" in line for line in lines)
    assert "=> emergency (Q2), macros: General::Emergency::Strict Definition" in lines
    assert explained(database, HANDBOOK, 9999, NOW) is None


def test_an_explanation_tells_what_a_person_decided_and_what_the_ticket_answers_by_itself(database: Database) -> None:
    assess(database, 1, override={"verdict": "exception", "reason": "An audit."})
    assert (explained(database, HANDBOOK, 5001, NOW) or [])[-1].startswith("=> exception, decided by Ada")
    tagged = ticket({"sub_sm_premium": True}, id=5002, tags=frozenset({"compromised_instance"}))
    MirrorStore(database).tickets.put(tagged, NOW, changes_read=0)
    lines = explained(database, HANDBOOK, 5002, NOW) or []
    assert lines[1] == "answers: {'compromise': 'yes'}"
    assert lines[-1].startswith("=> security_emergency")


def test_the_log_holds_verdicts_and_no_word_that_was_typed(database: Database) -> None:
    override = {"verdict": "not_emergency", "reason": "The customer SECRET said so."}
    assess(database, 1, agent="=Ada", override=override)
    entries = [entry(read_operation(row)) for row in AuditStore(database).since(START)]
    lines, table = io.StringIO(), io.StringIO()
    write_lines(entries, lines)
    write_csv(entries, table)
    (one,) = map(json.loads, lines.getvalue().splitlines())
    assert (one["kind"], one["override"], one["outcome"]) == ("record_assessment", "not_emergency", "running")
    assert one["steps"] == {"note": "waiting"}
    (row,) = csv.DictReader(io.StringIO(table.getvalue()))
    assert (row["agent"], row["steps"], row["ticket_id"]) == ("'=Ada", "note:waiting", "5001")
    assert "SECRET" not in lines.getvalue() + table.getvalue()


def test_the_past_is_read_whole_and_in_its_order_page_by_page(database: Database) -> None:
    for number in range(PAGE + 2):
        assess(database, number, at=NOW + timedelta(seconds=number // 300))
    found = [row.id for row in AuditStore(database).since(START)]
    assert found == [f"{number:032x}" for number in range(PAGE + 2)]
