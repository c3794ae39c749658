"""Which operations assess a ticket, and what was answered with them."""

from collections.abc import Iterable

from backend.domain.eligibility.history import PastAssessment
from backend.operations.emergency.decided import recorded
from backend.operations.emergency.trigger_emergency import TriggerEmergency
from backend.operations.engine.operation import Operation, StoredOperation

ASSESSING = {"record_assessment", "trigger_emergency"}
"""Kinds whose answers are a ticket's assessment; the newest one counts."""


def past_assessments(operations: Iterable[StoredOperation]) -> list[PastAssessment]:
    """Read who answered the checklist when, to record it or with a page, as far as it can be read."""
    known = list(operations)
    paged = (one for one in known if isinstance(one, Operation) and isinstance(one.body, TriggerEmergency))
    with_page = [PastAssessment(one.created_at, one.agent_name, one.body.answers) for one in paged]
    return recorded(known) + with_page
