"""Say why a ticket is judged as it is, rule by rule, from our copy of it and its newest answers."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime

from backend import settings
from backend.domain.eligibility.answers import known_answers, parse_answers
from backend.domain.eligibility.explain import RuleTried, explain
from backend.handbook.loading.loader import load
from backend.handbook.model.handbook import Handbook
from backend.operations.emergency.assessments import newest_answers
from backend.operations.emergency.decided import decision_that_holds
from backend.operations.reading import past_operations
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operations import OperationStore


def options(parser: ArgumentParser) -> None:
    """Take the ticket's number."""
    parser.add_argument("ticket", metavar="TICKET", type=int)


def run(arguments: Namespace) -> int:
    """Explain it; 1 if there is no copy of the ticket."""
    configured = settings.load()
    with closing(Database(configured.database_url)) as database:
        lines = explained(database, load(configured.handbook_overrides), arguments.ticket, datetime.now(UTC))
    if lines is None:
        print(f"there is no copy of ticket {arguments.ticket}: open it in the panel once", file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


def explained(database: Database, handbook: Handbook, ticket_id: int, now: datetime) -> list[str] | None:
    """Write the explanation of a ticket; None without a copy of it."""
    snapshot = MirrorStore(database).snapshot(ticket_id)
    if snapshot.ticket is None or snapshot.copy is None:
        return None
    past = past_operations(OperationStore(database), ticket_id)
    assessed = newest_answers(past, snapshot.incidents, handbook, now)
    answers = {key: value for key, (value, _) in known_answers(snapshot.ticket, assessed, handbook).items()}
    found = explain(parse_answers(answers, handbook), snapshot.ticket, handbook, now)
    entitled, judged = found.assessment.entitlement, found.assessment.qualification
    lines = [
        f"ticket {ticket_id}, as read {snapshot.copy.fetched_at:%Y-%m-%d %H:%M} UTC",
        f"answers{f' by {assessed.by}' if assessed else ''}: {answers or 'none'}",
        *_rules(found.entitlement),
        f"=> entitled: {entitled.answer} ({entitled.rule})",
        *_rules(found.qualification),
    ]
    if judged:
        lines.append(f"=> {judged.verdict} ({judged.rule}), macros: {', '.join(judged.macros) or 'none'}")
        lines += [f"   open: {key}" for key in judged.missing]
    if decision := decision_that_holds(past, snapshot.incidents, handbook, now):
        lines.append(f"=> {decision.verdict}, decided by {decision.by}: that holds in place of the rules' verdict")
    return lines


def _rules(tried: Iterable[RuleTried]) -> list[str]:
    return [f"   {rule.rule} {_outcome(rule)}" for rule in tried]


def _outcome(rule: RuleTried) -> str:
    return f"holds: {rule.because} [{', '.join(rule.fired)}]" if rule.holds else "does not hold"
