"""Take a STAR: remember who looks at it, cross-link issue and ticket with the handbook's macro, sign it in Slack."""

from collections.abc import Sequence

from markupsafe import Markup

from backend.deps import Deps
from backend.domain.star.lifecycle import initiator
from backend.domain.star.mechanics import slack_thread
from backend.domain.text import neutral
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Blocker, Request
from backend.operations.steps.acting import ActingContext
from backend.operations.steps.announcement import StarContext, announcement_url, find_announcement, sign_announcement
from backend.operations.steps.html import link
from backend.operations.steps.issue import open_star, read_issue
from backend.operations.steps.macro import apply_macro_step
from backend.operations.steps.slack import slack_steps, uses_slack
from backend.vendors.errors import Gone, Over, VendorError


class AcknowledgeStar(Body):
    """Nothing to say."""


class AcknowledgeContext(StarContext, ActingContext):
    """Which STAR, who asked for it, the thread that its issue names, and what the agent may do on the ticket."""

    initiator: str | None = None
    thread: str | None = None


Acknowledging = Operation[AcknowledgeStar, AcknowledgeContext]


class AcknowledgeStarKind(Kind[AcknowledgeStar, AcknowledgeContext]):
    """Remember it first; the macro follows, last the sign in Slack."""

    name = "acknowledge_star"
    Body = AcknowledgeStar
    Context = AcknowledgeContext

    def prepare(self, request: Request, body: AcknowledgeStar) -> AcknowledgeContext:
        """Find the STAR."""
        issue = open_star(request)
        return AcknowledgeContext(
            iid=issue.iid,
            url=issue.url,
            initiator=initiator(issue, request.deps.handbook),
            thread=slack_thread(issue, request.deps.handbook),
            slack=uses_slack(request),
            rights=request.actor.rights,
            reach=request.actor.reach,
        )

    def claim_key(self, context: AcknowledgeContext) -> str:
        """Let one person look at it."""
        return f"acknowledge-star-{context.iid}"

    def find_open(self, request: Request, context: AcknowledgeContext) -> list[Blocker]:
        """Tell whether somebody looks at it already."""
        if ("star", context.iid) not in request.snapshot.acknowledged:
            return []
        return [Blocker(str(context.iid), context.url, f"STAR issue #{context.iid} is acknowledged already")]

    def open_ref(self, operation: Acknowledging) -> str:
        """Name the issue."""
        return str(operation.context.iid)

    def steps(self, operation: Acknowledging) -> Sequence[Step[Acknowledging]]:
        """Acknowledge, cross-link, sign."""
        return [
            Step("acknowledge", lambda deps, op: None, _acknowledge, primary=True, idempotent=True),
            apply_macro_step(_crosslink, primary=False, lines=crosslink_lines),
            *slack_steps(operation, find_announcement(), sign_announcement(lambda book: book.slack.emoji.looking)),
        ]


def _acknowledge(deps: Deps, operation: Acknowledging) -> StepResult:
    context = operation.context
    _still_open(deps, context.iid)
    deps.mirror.issues.acknowledge("star", context.iid, operation.agent_id, operation.agent_name, deps.clock())
    return StepResult(f"{operation.agent_name} looks at STAR issue #{context.iid}", url=context.url)


def _still_open(deps: Deps, iid: int) -> None:
    """Raise Gone or Over where GitLab says that nobody can take this STAR any more; an outage says nothing."""
    try:
        issue = read_issue(deps, "star", iid)
    except Gone:
        raise
    except VendorError:
        return
    if issue.closed:
        raise Over("GitLab", f"issue #{iid} is closed")


def crosslink_lines(deps: Deps, operation: Acknowledging) -> dict[str, Markup | None]:
    """Fill the lines of the cross-link note with what is known."""
    context, labels = operation.context, deps.handbook.star.crosslink_lines
    return {
        labels.issue: link(f"#{context.iid}", context.url),
        labels.discussion: _discussion(deps, operation),
        labels.initiator: Markup("{}").format(neutral(context.initiator)) if context.initiator else None,
    }


def _discussion(deps: Deps, operation: Acknowledging) -> Markup | None:
    """Link the thread; an outage of Slack is said, for it is no sign that there is none."""
    try:
        url = operation.context.thread or announcement_url(deps, operation)
    except VendorError:
        return Markup("not known, because Slack could not be read")
    return link("thread in Slack", url) if url else None


def _crosslink(handbook: Handbook, operation: Acknowledging) -> str:
    return handbook.zendesk.macros[handbook.star.crosslink_macro]
