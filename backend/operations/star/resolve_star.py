"""Resolve a STAR: the right next step is identified and under way. Comment, label, close."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.text import inline, quote
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.steps.announcement import StarContext, find_announcement, sign_announcement
from backend.operations.steps.change_issue import IssueChange, change_issue
from backend.operations.steps.issue import open_star
from backend.operations.steps.note import issue_note
from backend.operations.steps.slack import slack_steps, uses_slack
from backend.operations.steps.us_government import keep_names_in


class ResolveStar(Body):
    """The comment that says how, and one of the handbook's labels if one fits."""

    comment: FreeText
    label: str | None = None


Resolving = Operation[ResolveStar, StarContext]


class ResolveStarKind(Kind[ResolveStar, StarContext]):
    """Comment first, then label and close; last the sign in Slack."""

    name = "resolve_star"
    Body = ResolveStar
    Context = StarContext

    def prepare(self, request: Request, body: ResolveStar) -> StarContext:
        """Find the STAR; refuse a label that is not the handbook's: GitLab would create it."""
        handbook = request.deps.handbook
        labels = handbook.gitlab.labels.resolution
        if body.label is not None and body.label not in labels:
            raise RuleViolation("label", f"the label must be one of {', '.join(labels)}")
        keep_names_in(request.snapshot, handbook, [body.comment])
        issue = open_star(request)
        return StarContext(iid=issue.iid, url=issue.url, slack=uses_slack(request))

    def claim_key(self, context: StarContext) -> str:
        """End a STAR once, this way or by rejecting it."""
        return f"end-star-{context.iid}"

    def steps(self, operation: Resolving) -> Sequence[Step[Resolving]]:
        """Comment, close, sign."""
        return [
            issue_note("star", _comment),
            change_issue("star", "close", _change, lambda op: "STAR closed"),
            *slack_steps(operation, find_announcement(), sign_announcement(_sign, "close")),
        ]


def _sign(handbook: Handbook) -> str:
    return handbook.slack.emoji.resolved


def _comment(deps: Deps, operation: Resolving) -> str:
    return f"Resolved by {inline(operation.agent_name)}:\n\n{quote(operation.body.comment)}"


def _change(deps: Deps, operation: Resolving) -> IssueChange:
    unstarred, known = deps.handbook.gitlab.labels.unstarred, deps.mirror.issues.get("star", operation.context.iid)
    # Rejected, reopened and resolved in the end: it counts as what it was last.
    unlabel = unstarred if known and unstarred in known.labels else None
    return IssueChange(close=True, label=operation.body.label or None, unlabel=unlabel)
