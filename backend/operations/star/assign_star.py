"""Name the engineer who drives a STAR's ticket forward."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from backend.deps import Deps
from backend.domain.issues import Issue
from backend.domain.paging.on_call import OnCall, on_duty
from backend.domain.slack.text import words
from backend.operations.engine.documents import Body
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Operation, Request, RuleViolation, Step
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
        if because := barred(user):
            raise RuleViolation("user_blocked", because)
        warnings = speaks_against(request.deps, request.snapshot.on_calls, user, issue, request.now)
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


def barred(user: User) -> str | None:
    """Say why GitLab assigns nothing to a user; None when it does."""
    if user.state in {None, "active"}:
        return None
    return f"the account @{user.username} is {user.state} in GitLab, which assigns nothing to it"


def speaks_against(
    deps: Deps,
    on_calls: Iterable[OnCall],
    user: User,
    issue: Issue | None,
    now: datetime,
    named: bool = True,
) -> list[str]:
    """Say what speaks against somebody as the one who drives a STAR, and whom they take it from.

    `named` = other STARs' numbers are told, which belong to tickets that not everybody may see.
    """
    because = barred(user)
    warnings = [because] if because else []
    warnings += busy(deps, on_calls, user, issue.iid if issue else None, now, named)
    taken_off = [one for one in issue.assigned if one.casefold() != user.username.casefold()] if issue else []
    if taken_off:
        warnings.append(f"takes off {', '.join(f'@{name}' for name in taken_off)}")
    return warnings


def busy(
    deps: Deps, on_calls: Iterable[OnCall], user: User, iid: int | None, now: datetime, named: bool = True
) -> list[str]:
    """Say why somebody may lack the time: on call now, or on another open STAR than `iid`.

    Accounts are matched by the handbook's list of people, else by e-mail.
    """
    warnings, name = [], user.username.casefold()
    known = colleagues(deps.handbook, name)
    ids = {value for person in known for value in (person.pagerduty_id, person.email)}
    ids = (ids | {user.email}) - {None}
    if not ids:
        warnings.append("whether they are on call is not known")
    duties = (duty.role for duty in on_calls if on_duty(duty, now) and ids & {duty.user_id, duty.email})
    if role := next(duties, None):
        warnings.append(f"on call now as {role}")
    others = [
        issue.iid
        for issue in deps.mirror.issues.open("star")
        if issue.iid != iid and name in (one.casefold() for one in issue.assigned)
    ]
    if others:
        numbers = ", ".join(f"#{other}" for other in others)
        warnings.append(f"already on STAR issue {numbers}" if named else "already on another STAR")
    return warnings


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
        agent=words(operation.agent_name),
        ticket=ticket_link(deps, operation.ticket_id),
        issue=f"<{operation.context.url}|STAR #{operation.context.iid}>",
    )


def _name(operation: Assigning) -> str:
    return operation.context.account or operation.body.username
