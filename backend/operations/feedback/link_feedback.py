"""Link a mid-ticket feedback issue and its ticket, both ways."""

from collections.abc import Sequence
from typing import Annotated

from markupsafe import Markup
from pydantic import BeforeValidator

from backend.deps import Deps
from backend.domain.issue_reference import parse_issue_reference
from backend.domain.named_tickets import feedback_title
from backend.domain.text import inline
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, free_text
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Blocker, Request, RuleViolation
from backend.operations.steps.html import paragraph_with_link
from backend.operations.steps.issue import IssueContext, read_feedback
from backend.operations.steps.note import internal_note, issue_note


def reference(given: object) -> object:
    """Accept a positive number or a text; leave anything else for the type to refuse."""
    if isinstance(given, int) and not isinstance(given, bool) and given > 0:
        return str(given)
    return free_text(given) if isinstance(given, str) else given


class LinkFeedback(Body):
    """The feedback issue: its number, or its address in either of GitLab's forms."""

    issue: Annotated[str, BeforeValidator(reference)]


class LinkContext(IssueContext):
    """The issue and its title."""

    title: str


Linking = Operation[LinkFeedback, LinkContext]


class LinkFeedbackKind(Kind[LinkFeedback, LinkContext]):
    """Put a note on the issue and one on the ticket, then our own mark."""

    name = "link_feedback"
    Body = LinkFeedback
    Context = LinkContext

    def prepare(self, request: Request, body: LinkFeedback) -> LinkContext:
        """Refuse an address of something else, an issue that is not there, and one about another ticket."""
        deps, ticket_id = request.deps, request.ticket_id
        project = deps.handbook.gitlab.projects.feedback
        if not project:
            raise RuleViolation("not_configured", "the handbook names no feedback project")
        try:
            iid = parse_issue_reference(body.issue, project, deps.gitlab_url)
        except ValueError as error:
            raise RuleViolation("issue_reference", str(error)) from error
        issue = read_feedback(deps, iid)
        title = feedback_title(issue.title, deps.handbook)
        if title is None:
            raise RuleViolation("not_feedback", f"issue #{iid} is no mid-ticket feedback: its title names no ticket")
        if title.ticket_id != ticket_id:
            # An agent with a restricted view must not learn of tickets outside it.
            other = "another ticket" if request.actor.reach.restriction else f"ticket {title.ticket_id}"
            raise RuleViolation("other_ticket", f"issue #{iid} is about {other}, not {ticket_id}")
        return LinkContext(iid=issue.iid, url=issue.url, title=issue.title)

    def claim_key(self, context: LinkContext) -> str:
        """Link an issue once."""
        return f"link-feedback-{context.iid}"

    def find_open(self, request: Request, context: LinkContext) -> list[Blocker]:
        """Tell whether this very issue is linked already."""
        if ("feedback", context.iid) not in request.snapshot.linked:
            return []
        return [Blocker(str(context.iid), context.url, f"feedback issue #{context.iid} is linked already")]

    def open_ref(self, operation: Linking) -> str:
        """Name the issue."""
        return str(operation.context.iid)

    def steps(self, operation: Linking) -> Sequence[Step[Linking]]:
        """Note, note, mark."""
        return [
            issue_note("feedback", _on_issue),
            internal_note(_on_ticket),
            Step("link", lambda deps, op: None, _link, idempotent=True),
        ]


def _on_issue(deps: Deps, operation: Linking) -> str:
    return f"Linked to ticket {deps.ticket_url(operation.ticket_id)} by {inline(operation.agent_name)}."


def _on_ticket(handbook: Handbook, operation: Linking) -> Markup:
    context = operation.context
    label = f"#{context.iid} {context.title}"
    return paragraph_with_link("Feedback issue linked: ", label, context.url, f" by {operation.agent_name}.")


def _link(deps: Deps, operation: Linking) -> StepResult:
    deps.mirror.issues.link(operation.ticket_id, "feedback", operation.context.iid, operation.id, deps.clock())
    return StepResult("Linked", url=operation.context.url)
