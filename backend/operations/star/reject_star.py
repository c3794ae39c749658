"""Unstar a ticket: why not, what was agreed instead, tell the initiator, label, close."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.issues import Issue
from backend.domain.slack.text import TEXT_LIMIT, harmless, quoted, without_empty_mention
from backend.domain.star.lifecycle import initiator, initiator_account
from backend.domain.text import inline, quote
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request
from backend.operations.steps.accounts import username
from backend.operations.steps.announcement import StarContext, find_announcement, reply
from backend.operations.steps.change_issue import IssueChange, change_issue
from backend.operations.steps.issue import open_star
from backend.operations.steps.note import issue_note
from backend.operations.steps.slack import slack_steps, uses_slack
from backend.operations.steps.slack_text import mention_gitlab
from backend.operations.steps.us_government import keep_names_in
from backend.vendors.errors import VendorError

CLOSE = "close"
HALF = TEXT_LIMIT // 2


class RejectStar(Body):
    """Why it is none, and the agreed alternative."""

    why: FreeText
    alternative: FreeText


class RejectContext(StarContext):
    """The STAR, who asked for it as its issue says, and their GitLab account if there is one of exactly that name.

    `acknowledged` and `assigned` are how it stood then; None = an earlier version did not write it down.
    """

    initiator: str | None = None
    account: str | None = None
    acknowledged: bool = False
    assigned: list[str] | None = None


Rejecting = Operation[RejectStar, RejectContext]


class RejectStarKind(Kind[RejectStar, RejectContext]):
    """Comment first, then label and close; the initiator is told in Slack too."""

    name = "reject_star"
    Body = RejectStar
    Context = RejectContext

    def prepare(self, request: Request, body: RejectStar) -> RejectContext:
        """Find the STAR and who asked for it."""
        keep_names_in(request.snapshot, request.deps.handbook, [body.why, body.alternative])
        issue, slack = open_star(request), uses_slack(request)
        return RejectContext(
            iid=issue.iid,
            url=issue.url,
            initiator=initiator(issue, request.deps.handbook),
            account=_account(request.deps, issue),
            acknowledged=("star", issue.iid) in request.snapshot.acknowledged,
            assigned=list(issue.assigned),
            slack=slack,
        )

    def claim_key(self, context: RejectContext) -> str:
        """End a STAR once, this way or by resolving it."""
        return f"end-star-{context.iid}"

    def steps(self, operation: Rejecting) -> Sequence[Step[Rejecting]]:
        """Comment, close, tell."""
        return [
            issue_note("star", _comment),
            change_issue("star", CLOSE, _change, lambda op: "STAR rejected"),
            *slack_steps(operation, find_announcement(), reply(_told, CLOSE)),
        ]


def _account(deps: Deps, issue: Issue) -> str | None:
    """Find the account of whoever asked: only a user whom GitLab knows by exactly that name is mentioned."""
    name = initiator_account(issue, deps.handbook)
    if name == issue.author:
        return name
    try:
        user = deps.gitlab.user(username(name or ""))
    except (ValueError, VendorError):
        return None
    return user.username if user else None


def _comment(deps: Deps, operation: Rejecting) -> str:
    account, asked = operation.context.account, operation.context.initiator or ""
    to = f"@{account}" if account else inline(asked)
    return (
        f"{f'{to}: ' if to else ''}{inline(operation.agent_name)} did not take this as a STAR.\n\n"
        f"**Why**\n\n{quote(operation.body.why)}\n\n"
        f"**Agreed instead**\n\n{quote(operation.body.alternative)}"
    )


def _told(deps: Deps, operation: Rejecting) -> str:
    account, asked = operation.context.account, operation.context.initiator or ""
    heading = deps.handbook.slack.words.rejected.format(
        initiator=mention_gitlab(deps, account) if account else harmless(asked), agent=harmless(operation.agent_name)
    )
    reasons = f"{quoted(operation.body.why, HALF)}\n{quoted(operation.body.alternative, HALF)}"
    return f"{without_empty_mention(heading)}\n{reasons}"


def _change(deps: Deps, operation: Rejecting) -> IssueChange:
    return IssueChange(close=True, label=deps.handbook.gitlab.labels.unstarred)
