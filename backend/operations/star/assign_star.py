"""Name the engineer who drives a STAR's ticket forward."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from backend.deps import Deps
from backend.domain.paging.accounts import Accounts
from backend.domain.slack.text import harmless
from backend.domain.star.driver import Driver, barred, speaks_against
from backend.operations.engine.documents import Body
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.star.ticket_assignee import TicketAssignee, assign_ticket, ticket_assignee
from backend.operations.steps.accounts import colleagues, username
from backend.operations.steps.acting import ActingContext
from backend.operations.steps.announcement import StarContext, find_announcement, reply
from backend.operations.steps.change_issue import IssueChange, change_issue
from backend.operations.steps.issue import open_star
from backend.operations.steps.slack import slack_steps, uses_slack
from backend.operations.steps.slack_text import mention_gitlab, ticket_link
from backend.vendors.gitlab.client import User


class AssignStar(Body):
    """Whom."""

    username: Annotated[str, AfterValidator(username)]


class AssignContext(StarContext, ActingContext):
    """The STAR, the person's account as GitLab spells it, what speaks against that person, and who gets the ticket.

    Whoever names them may do with the ticket what their role in Zendesk says.
    """

    user_id: int
    account: str = ""
    warnings: list[str]
    ticket: TicketAssignee = Field(default_factory=TicketAssignee)


Assigning = Operation[AssignStar, AssignContext]


class AssignStarKind(Kind[AssignStar, AssignContext]):
    """Change the issue first; the ticket's assignee follows, and the person is told in the STAR's thread."""

    name = "assign_star"
    Body = AssignStar
    Context = AssignContext

    def prepare(self, request: Request, body: AssignStar) -> AssignContext:
        """Find the STAR and the person; keep what speaks against that person."""
        issue = open_star(request)
        user = request.deps.gitlab.user(body.username)
        if user is None:
            raise RuleViolation("user_unknown", f"GitLab knows no user @{body.username}")
        driver = driver_of(request.deps, user)
        if because := barred(driver):
            raise RuleViolation("user_blocked", because)
        open_stars = request.deps.mirror.issues.open("star")
        warnings = speaks_against(driver, issue, request.snapshot.on_calls, open_stars, request.now)
        return AssignContext(
            iid=issue.iid,
            url=issue.url,
            user_id=user.id,
            account=user.username,
            warnings=warnings,
            ticket=ticket_assignee(request, user),
            slack=uses_slack(request),
            rights=request.actor.rights,
            reach=request.actor.reach,
        )

    def steps(self, operation: Assigning) -> Sequence[Step[Assigning]]:
        """Assign the issue, then the ticket where the person is known there; tell them."""
        assign = change_issue("star", "assign", _change, _describe, primary=True)
        ticket = [assign_ticket()] if operation.context.ticket.zendesk_id else []
        return [assign, *ticket, *slack_steps(operation, find_announcement(), reply(_told))]


def driver_of(deps: Deps, user: User) -> Driver:
    """Find by what PagerDuty knows a GitLab user: by the handbook's list of people, and by e-mail."""
    known = colleagues(deps.handbook, user.username)
    emails = (user.email, *(person.email for person in known))
    return Driver(user.username, user.state, Accounts.made((person.pagerduty_id for person in known), emails))


def _change(deps: Deps, operation: Assigning) -> IssueChange:
    return IssueChange(assignee=(operation.context.user_id, _name(operation)))


def _describe(operation: Assigning) -> str:
    context = operation.context
    kept = f". The ticket's assignee stays: {context.ticket.kept}" if context.ticket.kept else ""
    mind = f". Mind: {'; '.join(context.warnings)}" if context.warnings else ""
    return f"Assigned to @{_name(operation)}{kept}{mind}"


def _told(deps: Deps, operation: Assigning) -> str:
    return deps.handbook.slack.words.assigned.format(
        engineer=mention_gitlab(deps, _name(operation)),
        agent=harmless(operation.agent_name),
        ticket=ticket_link(deps, operation.ticket_id),
        issue=f"<{operation.context.url}|STAR #{operation.context.iid}>",
    )


def _name(operation: Assigning) -> str:
    return operation.context.account or operation.body.username
