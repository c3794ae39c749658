"""Name the engineer who drives a STAR's ticket forward."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator

from backend.deps import Deps
from backend.domain.paging.on_call import OnCall, on_duty
from backend.operations.engine.documents import Body
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Operation, Request, RuleViolation, Step
from backend.operations.steps.issue import IssueChange, IssueContext, change_issue, open_star

USERNAME = re.compile(r"@?([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_-])?)")


def username(text: str) -> str:
    """Accept a GitLab username, with or without its @."""
    match = USERNAME.fullmatch(text.strip())
    if not match:
        raise ValueError("must be a GitLab username such as @ada")
    return match[1]


class AssignStar(Body):
    """Whom."""

    username: Annotated[str, AfterValidator(username)]


class AssignContext(IssueContext):
    """The STAR, the person's account, and what speaks against that person."""

    user_id: int
    warnings: list[str]


Assigning = Operation[AssignStar, AssignContext]


class AssignStarKind(Kind[AssignStar, AssignContext]):
    """One change of the issue."""

    name = "assign_star"
    Body = AssignStar
    Context = AssignContext

    def prepare(self, request: Request, body: AssignStar) -> AssignContext:
        """Find the STAR and the person; keep what speaks against that person."""
        issue = open_star(request)
        user = request.deps.gitlab.user(body.username)
        if user is None:
            raise RuleViolation("user_unknown", f"GitLab knows no user @{body.username}")
        warnings = busy(request.deps, request.snapshot.on_calls, body.username, user.email, issue.iid, request.now)
        return AssignContext(iid=issue.iid, url=issue.url, user_id=user.id, warnings=warnings)

    def steps(self, operation: Assigning) -> Sequence[Step[Assigning]]:
        """Assign."""
        return [change_issue("star", "assign", _change, _describe, primary=True)]


def busy(
    deps: Deps,
    on_calls: Iterable[OnCall],
    user: str,
    email: str | None,
    iid: int | None,
    now: datetime,
    named: bool = True,
) -> list[str]:
    """Say why somebody may lack the time: on call now, or on another open STAR than `iid`.

    `named` = the other STARs' numbers are told, which belong to tickets that not everybody may see.
    Accounts are matched by the handbook's list of people, else by e-mail.
    """
    warnings = []
    accounts = [person for person in deps.handbook.people if person.gitlab == user]
    ids = {value for person in accounts for value in (person.pagerduty_id, person.email)}
    ids = (ids | {email}) - {None}
    if not ids:
        warnings.append("whether they are on call is not known")
    duties = (duty.role for duty in on_calls if on_duty(duty, now) and ids & {duty.user_id, duty.email})
    if role := next(duties, None):
        warnings.append(f"on call now as {role}")
    others = [issue.iid for issue in deps.mirror.issues.open("star") if issue.assignee == user and issue.iid != iid]
    if others:
        numbers = ", ".join(f"#{other}" for other in others)
        warnings.append(f"already on STAR issue {numbers}" if named else "already on another STAR")
    return warnings


def _change(deps: Deps, operation: Assigning) -> IssueChange:
    return IssueChange(assignee=(operation.context.user_id, operation.body.username))


def _describe(operation: Assigning) -> str:
    warnings = operation.context.warnings
    return f"Assigned to @{operation.body.username}" + (f". Mind: {'; '.join(warnings)}" if warnings else "")
