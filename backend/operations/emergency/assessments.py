"""Which operations assess a ticket, and what was answered with them."""

from collections.abc import Iterable
from datetime import datetime

from backend.domain.eligibility.history import PastAssessment, present_assessment
from backend.domain.paging.incident import Incident
from backend.domain.paging.pages import emergency_pages
from backend.handbook.model.handbook import Handbook
from backend.operations.emergency.decided import recorded
from backend.operations.emergency.trigger_emergency import TriggerEmergency
from backend.operations.engine.operation import Operation, StoredOperation

ASSESSING = {"record_assessment", "trigger_emergency"}
"""Kinds whose answers are a ticket's assessment; the newest one counts."""


def newest_answers(
    operations: Iterable[StoredOperation], incidents: Iterable[Incident], handbook: Handbook, now: datetime
) -> PastAssessment | None:
    """Find the newest answers of the present emergency, recorded or given with a page."""
    # Answers tell what is known, so the newest count, whoever gave them. Whose decision counts is told by `standing`.
    answered = [assessment for assessment in past_assessments(operations) if assessment.answers]
    return present_assessment(answered, emergency_pages(incidents, handbook), handbook, now)


def past_assessments(operations: Iterable[StoredOperation]) -> list[PastAssessment]:
    """Read who answered the checklist when, to record it or with a page, as far as it can be read."""
    known = list(operations)
    with_page = [
        PastAssessment(operation.created_at, operation.agent_name, operation.body.answers)
        for operation in known
        if isinstance(operation, Operation) and isinstance(operation.body, TriggerEmergency)
    ]
    return recorded(known) + with_page
