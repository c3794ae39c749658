"""What our records say was done about a STAR: the one place that panel, board and hand-off read it from."""

from collections.abc import Iterable, Sequence

from backend.domain.issues import Issue
from backend.domain.star.lifecycle import untouched
from backend.domain.star.mechanics import Handled
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import AnyOperation, Operation, StoredOperation
from backend.operations.star.comment_star import CommentStar
from backend.operations.star.reject_star import CLOSE, RejectContext
from backend.operations.star.resolve_star import ResolveStar
from backend.operations.star.tick_star import TickStar
from backend.operations.steps.issue import IssueContext
from backend.operations.ticket.apply_macro import MacroContext
from backend.operations.ticket.do_the_rest import RestContext, rest_of

RECORDING = (
    "acknowledge_star",
    "comment_star",
    "resolve_star",
    "reject_star",
    "tick_star",
    "apply_macro",
    "do_the_rest",
)
"""Kinds that leave a record of a STAR's steps."""


def handled(issue: Issue, acknowledged: bool, operations: Iterable[StoredOperation], handbook: Handbook) -> Handled:
    """Read which steps have a record; of a step that was ticked and taken back, the last word counts."""
    done: dict[str, bool] = {}
    readable = [operation for operation in operations if isinstance(operation, Operation)]
    in_order = sorted(readable, key=lambda operation: (operation.created_at, operation.id))
    for operation in in_order:
        done |= _said(operation, issue, handbook)
    return Handled(
        acknowledged=acknowledged,
        crosslinked=done.get("crosslink", False),
        documented=done.get("document", False),
        ticked=frozenset(step for step, is_done in done.items() if is_done),
        half_rejected=_half_rejected(issue, acknowledged, in_order),
    )


def _half_rejected(issue: Issue, acknowledged: bool, in_order: Sequence[AnyOperation]) -> str | None:
    """Find the rejection that is half done: what was written last to end the STAR, and could not close it."""
    endings = [
        operation
        for operation in in_order
        if isinstance(operation.context, IssueContext)
        and operation.context.iid == issue.iid
        and (isinstance(operation.context, RejectContext) or isinstance(operation.body, ResolveStar))
        and operation.steps[0].state == "done"
    ]
    last = endings[-1] if endings else None
    if not last or not isinstance(last.context, RejectContext) or CLOSE not in rest_of(last):
        return None
    still = untouched(issue, acknowledged, last.context.acknowledged, last.context.assigned)
    return last.id if still and not _closed_by_the_rest(last.id, in_order) else None


def _closed_by_the_rest(earlier: str, operations: Iterable[AnyOperation]) -> bool:
    """Tell whether the rest of an operation has closed its issue: somebody has opened it again if it is open."""
    return any(
        step.name == CLOSE and step.state == "done"
        for operation in operations
        if isinstance(operation.context, RestContext) and operation.context.earlier == earlier
        for step in operation.steps
    )


def _said(operation: AnyOperation, issue: Issue, handbook: Handbook) -> dict[str, bool]:
    """Tell what one operation says about an issue's steps."""
    steps = {step.name for step in operation.steps if step.state == "done"}
    if isinstance(operation.context, MacroContext):
        # The macro is applied to the ticket: it cross-links the STAR that was open then.
        title = handbook.zendesk.macros[handbook.star.crosslink_macro]
        applied = "macro" in steps and operation.context.title == title and operation.created_at >= issue.created_at
        return {"crosslink": True} if applied else {}
    if not isinstance(operation.context, IssueContext) or operation.context.iid != issue.iid:
        return {}
    body = operation.body
    if isinstance(body, TickStar):
        return {body.step: body.done} if "tick" in steps else {}
    if operation.kind == "acknowledge_star":
        return {"crosslink": True} if "macro" in steps else {}
    disposition = body.disposition if isinstance(body, CommentStar) else operation.kind == "resolve_star"
    return {"document": True} if disposition and "issue_note" in steps else {}
