"""What people recorded about a ticket's emergency, as far as it can be read, and the decision that holds."""

from collections.abc import Iterable
from datetime import datetime

from backend.domain.eligibility.history import Decision, PastAssessment, VerdictOverride, standing
from backend.domain.paging.incident import Incident
from backend.domain.paging.pages import emergency_pages
from backend.handbook.model.handbook import Handbook
from backend.operations.emergency.record_assessment import RecordAssessment, Recorded
from backend.operations.engine.operation import Operation, StoredOperation


def recorded(operations: Iterable[StoredOperation]) -> list[PastAssessment]:
    """Read who judged the ticket when and how; switching a notice on judges nothing."""
    return [
        PastAssessment(
            operation.created_at,
            operation.agent_name,
            operation.body.answers,
            _override(operation.body),
            _by_manager(operation.context),
        )
        for operation in operations
        if isinstance(operation, Operation) and isinstance(operation.body, RecordAssessment) and operation.body.judges
    ]


def decision_that_holds(
    past: Iterable[StoredOperation], incidents: Iterable[Incident], handbook: Handbook, now: datetime
) -> Decision | None:
    """Find the override that holds for the present emergency of a ticket, by its operations and incidents."""
    return standing(recorded(past), emergency_pages(incidents, handbook), handbook, now).holds


def _override(body: RecordAssessment) -> VerdictOverride | None:
    return VerdictOverride(body.override.verdict, body.override.reason) if body.override else None


def _by_manager(context: object) -> bool:
    return isinstance(context, Recorded) and context.role == "manager"
