"""Name the engineer who drives a STAR's ticket forward."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator

from backend.domain.responders import on_duty
from backend.operations.issue_steps import change_issue, of_issue, open_star
from backend.operations.kind import Body, Facts, Kind
from backend.operations.steps import Refusal, Request, Step
from backend.store.operations import OperationRow

USERNAME = re.compile(r"@?([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_-])?)")


def username(text: str) -> str:
    """Accept a GitLab username, with or without its @."""
    found = USERNAME.fullmatch(text.strip())
    if not found:
        raise ValueError("must be a GitLab username such as @ada")
    return found[1]


class AssignStar(Body):
    """Whom."""

    username: Annotated[str, AfterValidator(username)]


def facts(request: Request, body: AssignStar) -> Facts:
    """Find the STAR and the person; keep what speaks against that person."""
    issue = open_star(request)
    user = request.tools.gitlab.user(body.username)
    if user is None:
        raise Refusal("user_unknown", f"GitLab knows no user @{body.username}")
    return of_issue(issue, user_id=user.id, warnings=warnings(request, body.username, user.email, issue.iid))


def warnings(request: Request, user: str, email: str | None, iid: int) -> list[str]:
    """Say why somebody may lack the time: on call now, or on another open STAR.

    Accounts are matched by the handbook's list of people, else by e-mail.
    """
    found = []
    ids = {
        value for one in request.tools.handbook.people if one.gitlab == user for value in (one.pagerduty_id, one.email)
    }
    ids |= {email} - {None}
    if not ids - {None}:
        found.append("whether they are on call is not known")
    elif on_call := _on_call(request, ids):
        found.append(f"on call now as {on_call}")
    others = [one.iid for one in request.tools.mirror.open_issues("star") if one.assignee == user and one.iid != iid]
    if others:
        found.append(f"already on STAR issue {', '.join(f'#{one}' for one in others)}")
    return found


def _on_call(request: Request, ids: set[str | None]) -> str | None:
    """Match somebody's PagerDuty id or e-mail with who is on call now."""
    for entry in request.snapshot.on_calls:
        if on_duty(entry, request.now) and ids & {entry.user_id, entry.email} - {None}:
            return entry.role
    return None


def steps(operation: OperationRow) -> Sequence[Step]:
    """Assign."""
    return [
        change_issue("star", "assign", lambda tools, op: {"assignee_ids": [op.facts["user_id"]]}, _said, urgent=True)
    ]


def _said(operation: OperationRow) -> str:
    warned = operation.facts["warnings"]
    return f"Assigned to @{operation.body['username']}" + (f". Mind: {'; '.join(warned)}" if warned else "")


KIND = Kind(name="assign_star", body=AssignStar, facts=facts, steps=steps)
