"""The special handling that a ticket calls for."""

from collections.abc import Iterable
from datetime import datetime

from backend.domain.eligibility.answers import parse_answers, still_possible
from backend.domain.eligibility.history import PastAssessment
from backend.domain.notices.notices import notices
from backend.domain.notices.rules import Circumstances
from backend.domain.paging.pages import Pages
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook
from backend.operations.emergency.record_assessment import RecordAssessment
from backend.operations.engine.operation import Operation, StoredOperation
from backend.panel.schemas.emergency import EmergencyOut
from backend.panel.schemas.panel import NoticeOut
from backend.store.snapshots import Snapshot


def notice_parts(
    ticket: Ticket | None,
    pages: Pages,
    others: Iterable[Ticket],
    assessed: PastAssessment | None,
    switched_on: frozenset[str],
    handbook: Handbook,
    now: datetime,
) -> list[NoticeOut]:
    """Show the special handling that the ticket, its assessment or a person calls for."""
    if ticket is None:
        return []
    seen = Circumstances(
        ticket,
        pages,
        answers=parse_answers(still_possible(assessed.answers, handbook), handbook) if assessed else None,
        switched_on=switched_on,
        others=tuple(others),
    )
    return [NoticeOut.of(notice) for notice in notices(seen, handbook, now)]


def switched_on_by_person(operations: Iterable[StoredOperation]) -> frozenset[str]:
    """Read which notices a person wants; the newest assessment that speaks of them counts."""
    bodies = (operation.body for operation in operations if isinstance(operation, Operation))
    choices = (body.notices for body in bodies if isinstance(body, RecordAssessment) and body.sets_notices)
    return frozenset(next(choices, ()))


def others_shown(emergency: EmergencyOut, snapshot: Snapshot) -> list[Ticket]:
    """Pick the copies of the other tickets whose emergency is open, of those that the agent is shown."""
    shown = sorted({page.ticket_id for page in emergency.others_open if page.ticket_id is not None})
    return [snapshot.paged_for[number] for number in shown if number in snapshot.paged_for]
