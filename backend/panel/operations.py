"""How an operation is shown: its steps, and the way by hand while it is not confirmed."""

from datetime import datetime, timedelta

from backend.domain.paging.plan import backup_pool_page, emergency_page
from backend.domain.paging.responders import reassign_by_hand
from backend.handbook.model.handbook import Handbook
from backend.panel.schemas.operation import OperationOut, StepOut
from backend.store.operation_rows import OperationRow, StepRow

UNCONFIRMED_AFTER = timedelta(seconds=30)
"""How long a primary step may take before the way by hand is shown beside it."""


def operation_part(operation: OperationRow, handbook: Handbook, now: datetime) -> OperationOut:
    """Show an operation."""
    return OperationOut(
        id=operation.id,
        kind=operation.kind,
        ticket_id=operation.ticket_id,
        state=operation.state,
        steps=[
            StepOut(
                name=step.name,
                state=step.state,
                detail=step.detail,
                url=step.url or _about(operation, step),
                at=step.at,
            )
            for step in operation.steps
        ],
        created_at=operation.created_at,
        actor=operation.agent_name,
        manual=_manual(operation, handbook) if _unconfirmed(operation, now) else [],
    )


def _about(operation: OperationRow, step: StepRow) -> str | None:
    """Link a first step that did not succeed with what it is about: that is where it is done by hand."""
    return operation.facts.get("url") if step.position == 0 and step.state in {"failed", "unknown"} else None


def _unconfirmed(operation: OperationRow, now: datetime) -> bool:
    primary = operation.steps[0].state
    late = now - operation.created_at > UNCONFIRMED_AFTER
    return primary in {"unknown", "failed"} or (primary != "done" and late)


def _manual(operation: OperationRow, handbook: Handbook) -> list[str]:
    if operation.kind == "trigger_emergency":
        return list(emergency_page(handbook, operation.ticket_id).manual)
    if operation.kind == "page_backup_pool":
        return list(backup_pool_page(handbook, operation.ticket_id, operation.body.get("summary", "")).manual)
    if operation.kind == "reassign_page":
        return list(reassign_by_hand(handbook, operation.facts["url"], operation.facts["who"]))
    return []
