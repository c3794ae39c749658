"""Write the operations log for those who audit: who, when, what, verdict, rule, override, outcome; no customer text."""

import csv
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, TextIO

from backend import settings
from backend.operations.emergency.judgement import JudgedContext
from backend.operations.emergency.record_assessment import RecordAssessment
from backend.operations.engine.operation import AnyOperation, Operation, StoredOperation
from backend.operations.reading import read_operation
from backend.store.audit import AuditStore
from backend.store.engine import Database

COLUMNS = (
    "id", "at", "agent_id", "agent", "ticket_id", "kind", "entitlement_rule", "verdict", "rule", "override",
    "outcome", "steps",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def day(text: str) -> datetime:
    """Read a day or a time; without a zone it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def options(parser: ArgumentParser) -> None:
    """Take since when, and the form."""
    parser.add_argument("--since", metavar="DATE", type=day, required=True, help="such as 2026-03-01")
    parser.add_argument("--format", choices=("jsonl", "csv"), default="jsonl")


def run(arguments: Namespace) -> int:
    """Write it to standard output, oldest first."""
    write = write_csv if arguments.format == "csv" else write_lines
    with closing(Database(settings.load().database_url)) as database:
        write((entry(read_operation(row)) for row in AuditStore(database).since(arguments.since)), sys.stdout)
    return 0


def entry(operation: StoredOperation) -> dict[str, Any]:
    """Give an operation's line; of one whose details are gone, what is left."""
    judged = override = None
    if isinstance(operation, Operation):
        judged = operation.context.judgement if isinstance(operation.context, JudgedContext) else None
        override = _override(operation)
    return {
        "id": operation.id,
        "at": operation.created_at.astimezone(UTC).isoformat(),
        "agent_id": operation.agent_id,
        "agent": operation.agent_name,
        "ticket_id": operation.ticket_id,
        "kind": operation.kind,
        "entitlement_rule": judged.entitlement if judged else None,
        "verdict": judged.verdict if judged else None,
        "rule": judged.rule if judged else None,
        "override": override,
        "outcome": operation.state,
        "steps": {step.name: step.state for step in operation.steps},
    }


def _override(operation: AnyOperation) -> str | None:
    """Say what a person decided against the rules: another verdict, or only that they did; never their words."""
    body = operation.body
    if isinstance(body, RecordAssessment):
        return body.override.verdict if body.override else None
    return "yes" if getattr(body, "override_reason", None) else None


def write_lines(entries: Iterable[dict[str, Any]], to: TextIO) -> None:
    """Write one JSON object a line."""
    for entry in entries:
        to.write(f"{json.dumps(entry, ensure_ascii=False)}\n")


def write_csv(entries: Iterable[dict[str, Any]], to: TextIO) -> None:
    """Write a table; a name that a spreadsheet would take for a formula is kept a text."""
    table = csv.DictWriter(to, COLUMNS)
    table.writeheader()
    for entry in entries:
        name, steps = entry["agent"], " ".join(f"{key}:{state}" for key, state in entry["steps"].items())
        table.writerow(entry | {"steps": steps, "agent": f"'{name}" if name.startswith(FORMULA) else name})
