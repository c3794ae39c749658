"""What our records say was done about a STAR: the one place that panel, board and hand-off read it from."""

from collections.abc import Iterable

from backend.domain.issues import Issue
from backend.domain.star.mechanics import Handled
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import AnyOperation, Operation, StoredOperation
from backend.operations.star.comment_star import CommentStar
from backend.operations.star.tick_star import TickStar
from backend.operations.steps.issue import IssueContext
from backend.operations.ticket.apply_macro import MacroContext

RECORDING = ("acknowledge_star", "comment_star", "resolve_star", "tick_star", "apply_macro")
"""Kinds that leave a record of a STAR's steps."""


def handled(issue: Issue, acknowledged: bool, operations: Iterable[StoredOperation], handbook: Handbook) -> Handled:
    """Read which steps have a record; of a step that was ticked and taken back, the last word counts."""
    done: dict[str, bool] = {}
    readable = [operation for operation in operations if isinstance(operation, Operation)]
    for operation in sorted(readable, key=lambda operation: (operation.created_at, operation.id)):
        done |= _said(operation, issue, handbook)
    return Handled(
        acknowledged=acknowledged,
        crosslinked=done.get("crosslink", False),
        documented=done.get("document", False),
        ticked=frozenset(step for step, is_done in done.items() if is_done),
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
