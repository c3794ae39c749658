"""Say which recorded assessments a changed handbook would judge otherwise than the present one does.

Both judge the same answers on the ticket as our copy of it stands now, at the time of the assessment. The status is
0 when nothing differs, 1 when something does, 2 when it could not be told.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend import settings
from backend.domain.eligibility.answers import parse_answers, still_possible
from backend.domain.eligibility.assessment import assess
from backend.domain.tickets import Ticket
from backend.handbook.loading.faults import HandbookError
from backend.handbook.loading.loader import load
from backend.handbook.model.handbook import Handbook
from backend.operations.emergency.assessments import ASSESSING
from backend.operations.emergency.record_assessment import RecordAssessment
from backend.operations.emergency.trigger_emergency import TriggerEmergency
from backend.operations.engine.operation import Operation, StoredOperation
from backend.operations.reading import read_operation
from backend.store.audit import AuditStore
from backend.store.engine import Database
from backend.store.faults import StoreDown
from backend.store.tickets import TicketStore


def options(parser: ArgumentParser) -> None:
    """Take the changed overrides, and how far to look back."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the overrides to compare with those in use")
    parser.add_argument("--days", type=int, default=90, help="how many days of assessments; 90 without it")


def run(arguments: Namespace) -> int:
    """Compare; list the tickets that differ, then the counts."""
    try:
        configured = settings.load()
        present, changed = load(configured.handbook_overrides), load(arguments.file)
        with closing(Database(configured.database_url)) as database:
            return report(database, present, changed, datetime.now(UTC) - timedelta(days=arguments.days))
    except (settings.SettingsError, HandbookError, StoreDown) as error:
        print(error, file=sys.stderr)
        return 2


def report(database: Database, present: Handbook, changed: Handbook, start: datetime) -> int:
    """Print what differs of the assessments since a time; 1 if anything does."""
    operations = [read_operation(row) for row in AuditStore(database).since(start, sorted(ASSESSING))]
    tickets = TicketStore(database).several(sorted({operation.ticket_id for operation in operations}))
    counts: Counter[str] = Counter()
    for operation in operations:
        answers, ticket = answers_of(operation), tickets.get(operation.ticket_id)
        if answers is None or ticket is None:
            counts["not judged: the answers or the copy of the ticket are gone"] += 1
            continue
        moment = operation.created_at
        before, after = (verdict(answers, ticket, handbook, moment) for handbook in (present, changed))
        counts["the same" if before == after else f"{before} -> {after}"] += 1
        if before != after:
            print(f"ticket {ticket.id}, {moment:%Y-%m-%d %H:%M} UTC: {before} -> {after}")
    print(f"{len(operations)} assessments since {start:%Y-%m-%d}")
    for words, number in counts.most_common():
        print(f"{number:6} {words}")
    return 1 if any("->" in words for words in counts) else 0


def answers_of(operation: StoredOperation) -> dict[str, str] | None:
    """Give the answers of an assessment; None when there are none, or they are gone."""
    if isinstance(operation, Operation) and isinstance(operation.body, RecordAssessment | TriggerEmergency):
        return operation.body.answers or None
    return None


def verdict(answers: dict[str, str], ticket: Ticket, handbook: Handbook, moment: datetime) -> str:
    """Say a verdict in a few words; answers that this handbook does not take count as not given."""
    found = assess(parse_answers(still_possible(answers, handbook), handbook), ticket, handbook, moment)
    judged, entitled = found.qualification, found.entitlement
    return f"{judged.verdict} ({entitled.rule}, {judged.rule})" if judged else f"not entitled ({entitled.rule})"
