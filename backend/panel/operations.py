"""How an operation is shown: its steps, and the way by hand while it is not confirmed."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import Operation, StoredOperation, Unreadable
from backend.operations.kinds import KINDS
from backend.operations.ticket.do_the_rest import RestContext, rest_of, still_to_do
from backend.panel.schemas.operation import OperationOut, Outcome, StepOut
from backend.store.operation_rows import UNFINISHED, UNSETTLED, OperationRecord, StepRow

UNCONFIRMED_AFTER = timedelta(seconds=30)
"""How long a primary step may take before the way by hand is shown beside it."""
REFUSED_AFTER = timedelta(seconds=5)
"""The same for any step that was tried, and that the vendor has not let through."""
NAMED_BY_STEP = {
    "slack_thread": "Slack",
    "slack_message": "Slack",
    "slack_sign": "Slack",
    "slack_reply": "Slack",
    "acknowledge_page": "PagerDuty",
    "resolve_page": "PagerDuty",
    "reassign": "PagerDuty",
    "responders": "PagerDuty",
    "escalate": "PagerDuty",
}
"""Steps whose title in the panel ends with the vendor: beside it the reason need not name that again."""
UNREADABLE = "The details of this operation cannot be read"


def operation_parts(
    operations: Sequence[StoredOperation], most: int, handbook: Handbook, now: datetime
) -> list[OperationOut]:
    """Show the newest of operations, given newest first; where a later one has taken up a rest, it tells of that."""
    later = [
        operation
        for operation in operations
        if isinstance(operation, Operation) and isinstance(operation.context, RestContext)
    ]
    newest = {each.context.earlier: each.id for each in reversed(later)}
    about = {each.id: each.context.earlier for each in later if each.id != newest[each.context.earlier]}
    taken = {each.context.earlier for each in later if each.state != "failed"} | set(about)
    ended = {each.context.earlier for each in later if each.state not in UNFINISHED}
    return [
        part.model_copy(
            update={"rest": [] if part.id in taken else part.rest, "replaced": about.get(part.id, part.id) in ended}
        )
        for part in (operation_part(operation, handbook, now) for operation in operations[:most])
    ]


def operation_part(operation: StoredOperation, handbook: Handbook, now: datetime) -> OperationOut:
    """Show an operation; of one that was forgotten or cannot be read, what is left, and that it is so."""
    resting = isinstance(operation, Operation) and isinstance(operation.context, RestContext)
    lacking = _lacking(operation)
    return OperationOut(
        id=operation.id,
        kind=operation.kind,
        ticket_id=operation.ticket_id,
        state=operation.state,
        outcome=outcome(operation),
        steps=[
            StepOut(
                name=step.name,
                state=step.state,
                detail=_detail(operation, step),
                url=step.url or _about(operation, step),
                at=step.at,
                lacks=lacking.get(step.name),
            )
            for step in operation.steps
        ],
        created_at=operation.created_at,
        actor=operation.agent_name,
        actor_id=operation.agent_id,
        manual=_by_hand(operation, handbook, now),
        rest=_rest(operation),
        rest_of=operation.context.kind if isinstance(operation, Operation) and resting else None,
    )


def _rest(operation: StoredOperation) -> list[str]:
    if not isinstance(operation, Operation) or not operation.ticket_id:
        return []
    return still_to_do(operation) if isinstance(operation.context, RestContext) else rest_of(operation)


def _lacking(operation: StoredOperation) -> dict[str, str]:
    """Name the steps that were not tried because one that they need had failed, each with that one."""
    failed = [step.name for step in operation.steps if step.state == "failed"]
    if not isinstance(operation, Operation) or len(failed) < 2:
        return {}
    needs = {step.name: step.needs for step in KINDS[operation.kind].steps(operation)}
    return {name: need for name in failed for need in needs.get(name, ()) if need in failed}


def outcome(operation: OperationRecord) -> Outcome:
    """Say what became of an operation, each of its steps counted, the optional ones too."""
    states = [step.state for step in operation.steps]
    if "unknown" in {states[0], operation.state}:
        return "unknown"
    if any(state in UNSETTLED for state in states):
        return "running"
    if "failed" not in states:
        return "done"
    return "partly" if "done" in states else "failed"


def _detail(operation: StoredOperation, step: StepRow) -> str | None:
    """Give what came of a step; of a forgotten operation, retention has put there that it was removed."""
    if isinstance(operation, Unreadable) and step.position == 0:
        return f"{step.detail.rstrip('.')}. {UNREADABLE}" if step.detail else UNREADABLE
    vendor = NAMED_BY_STEP.get(step.name)
    return step.detail.removeprefix(f"{vendor}: ") if vendor and step.detail else step.detail


def _about(operation: StoredOperation, step: StepRow) -> str | None:
    """Link a first step that did not succeed with what it is about: that is where it is done by hand."""
    succeeds = step.state in {"running", "done"} or step.at is None
    if not isinstance(operation, Operation) or step.position > 0 or succeeds:
        return None
    url: str | None = operation.context.about_url
    return url


def _unconfirmed(operation: StoredOperation, now: datetime) -> bool:
    primary = operation.steps[0]
    refused = primary.state == "waiting" and primary.at is not None
    late = now - operation.created_at > (REFUSED_AFTER if refused else UNCONFIRMED_AFTER)
    given_up = operation.state == "failed" or primary.state in {"unknown", "failed"}
    return given_up or (primary.state != "done" and late)


def _by_hand(operation: StoredOperation, handbook: Handbook, now: datetime) -> list[str]:
    """Tell how to do by hand what is not known to be done: in the kind's own words, then step by step."""
    if not isinstance(operation, Operation):
        return []
    kind, unconfirmed = KINDS[operation.kind], _unconfirmed(operation, now)
    if not (unconfirmed or any(row.state == "waiting" for row in operation.steps)):
        return []
    undone = unconfirmed and operation.steps[0].state != "done"
    whole = list(kind.by_hand(operation, handbook)) if undone else []
    steps = kind.steps(operation)
    missing = set(_refused(operation, {step.name for step in steps if step.optional}, now))
    if unconfirmed:
        missing |= {row.name for row in operation.steps if row.state in {"failed", "unknown"}}
    wanted = [step for step in steps if step.name in missing and not (whole and step.primary)]
    told = (way if isinstance(way := step.by_hand, str) else way(handbook, operation) for step in wanted)
    return [*whole, *filter(None, told)]


def _refused(operation: OperationRecord, optional: Collection[str], now: datetime) -> Iterator[str]:
    """Name the steps that have been tried in vain for some seconds, and those that wait for one of them."""
    begun, held_up = operation.created_at, False
    for row in operation.steps:
        tried = row.state == "waiting" and row.at is not None and now - begun > REFUSED_AFTER
        if tried or (held_up and row.state == "waiting"):
            yield row.name
        if tried and row.position == 0:
            # What follows makes no sense before the first step is done.
            return
        held_up |= tried and row.name not in optional
        begun = max(begun, row.at or begun)
