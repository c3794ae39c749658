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
    with_page = [
        PastAssessment(operation.created_at, operation.agent_name, operation.body.answers)
        for operation in known
        if isinstance(operation, Operation) and isinstance(operation.body, TriggerEmergency)
    ]
    return recorded(known) + with_page
