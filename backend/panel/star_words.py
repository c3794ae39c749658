"""What was said about a STAR from here: comments, and why it was rejected."""

from collections.abc import Sequence

from backend.domain.issues import Issue
from backend.operations.engine.operation import AnyOperation, Operation, StoredOperation
from backend.operations.star.comment_star import CommentStar
from backend.operations.star.reject_star import RejectStar
from backend.operations.star.resolve_star import ResolveStar
from backend.operations.steps.issue import IssueContext
from backend.panel.schemas.star import RejectionOut, StarCommentOut

SHOWN_COMMENTS = 3
LONGEST = 2_000
"""Characters of one text; the issue has the rest."""


def comments(issue: Issue, operations: Sequence[StoredOperation]) -> list[StarCommentOut]:
    """Show the newest comments that were made from here; what people wrote in GitLab itself stands there."""
    found = [
        StarCommentOut(text=_text(operation.body)[:LONGEST], by=operation.agent_name, at=operation.created_at)
        for operation in _written(issue, operations)
        if isinstance(operation.body, CommentStar | ResolveStar)
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN_COMMENTS]


def rejection(issue: Issue, operations: Sequence[StoredOperation]) -> RejectionOut | None:
    """Show why a STAR was rejected from here, and what was agreed instead; None when it was not."""
    found = [
        RejectionOut(
            why=operation.body.why[:LONGEST],
            alternative=operation.body.alternative[:LONGEST],
            by=operation.agent_name,
            at=operation.created_at,
        )
        for operation in _written(issue, operations)
        if isinstance(operation.body, RejectStar)
    ]
    return max(found, key=lambda one: one.at, default=None)


def _written(issue: Issue, operations: Sequence[StoredOperation]) -> list[AnyOperation]:
    """Keep the operations on an issue whose text is known to stand there: that is their first step."""
    return [
        operation
        for operation in operations
        if isinstance(operation, Operation)
        and isinstance(operation.context, IssueContext)
        and operation.context.iid == issue.iid
        and operation.steps[0].state == "done"
    ]


def _text(body: CommentStar | ResolveStar) -> str:
    return body.text if isinstance(body, CommentStar) else body.comment
