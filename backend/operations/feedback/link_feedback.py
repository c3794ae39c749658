"""Link a mid-ticket feedback issue and its ticket, both ways."""

from collections.abc import Sequence
from typing import Annotated

from markupsafe import Markup
from pydantic import BeforeValidator

from backend.deps import Deps
from backend.domain.references import feedback_title, parse_issue_reference
from backend.domain.text import inline
from backend.operations.engine.kind import Body, Facts, Kind, free_text
from backend.operations.engine.model import Blocker, Request, RuleViolation, Step, StepResult
from backend.operations.steps.html import paragraph_with_link
from backend.operations.steps.issue import iid_of, of_issue, read_feedback
from backend.operations.steps.note import internal_note, issue_note
from backend.store.operation_rows import OperationRow


def reference(given: object) -> object:
    """Accept a positive number or a text; leave anything else for the type to refuse."""
    if isinstance(given, int) and not isinstance(given, bool) and given > 0:
        return str(given)
    return free_text(given) if isinstance(given, str) else given


class LinkFeedback(Body):
    """The feedback issue: its number, or its address in either of GitLab's forms."""

    issue: Annotated[str, BeforeValidator(reference)]


def facts(request: Request, body: LinkFeedback) -> Facts:
    """Refuse an address of something else, an issue that is not there, and one about another ticket."""
    deps = request.deps
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
    if title.ticket_id != request.ticket_id:
        raise RuleViolation("other_ticket", f"issue #{iid} is about ticket {title.ticket_id}, not {request.ticket_id}")
    return of_issue(issue, title=issue.title)


def open_now(request: Request, facts: Facts) -> list[Blocker]:
    """Tell whether this very issue is linked already."""
    if ("feedback", facts["iid"]) not in request.snapshot.linked:
        return []
    return [Blocker(str(facts["iid"]), facts["url"], f"feedback issue #{facts['iid']} is linked already")]


def steps(operation: OperationRow) -> Sequence[Step]:
    """Put a note on the issue and one on the ticket, then our own mark."""
    return [
        issue_note("feedback", iid_of, _on_issue),
        internal_note(_on_ticket),
        Step("link", lambda deps, op: None, _link, idempotent=True),
    ]


def _on_issue(deps: Deps, operation: OperationRow) -> str:
    return f"Linked to ticket {deps.ticket_url(operation.ticket_id)} by {inline(operation.agent_name)}."


def _on_ticket(deps: Deps, operation: OperationRow) -> Markup:
    facts = operation.facts
    return paragraph_with_link(
        "Feedback issue linked: ",
        f"#{facts['iid']} {facts['title']}",
        facts["url"],
        f" by {operation.agent_name}.",
    )


def _link(deps: Deps, operation: OperationRow) -> StepResult:
    deps.mirror.issues.link(operation.ticket_id, "feedback", iid_of(operation), operation.id, deps.clock())
    return StepResult("Linked", url=operation.facts["url"])


KIND = Kind(
    name="link_feedback",
    body=LinkFeedback,
    facts=facts,
    steps=steps,
    purpose=lambda facts: f"link-feedback-{facts['iid']}",
    open_now=open_now,
    reference=lambda operation: str(iid_of(operation)),
)
