"""Name the engineer who drives a STAR's ticket forward."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator

from backend.deps import Deps
from backend.domain.paging.on_call import OnCall, on_duty
from backend.operations.engine.kind import Body, Facts, Kind
from backend.operations.engine.model import Request, RuleViolation, Step
from backend.operations.steps.issue import change_issue, of_issue, open_star
from backend.store.operation_rows import OperationRow

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
    user = request.deps.gitlab.user(body.username)
    if user is None:
        raise RuleViolation("user_unknown", f"GitLab knows no user @{body.username}")
    warned = busy(request.deps, request.snapshot.on_calls, body.username, user.email, issue.iid, request.now)
    return of_issue(issue, user_id=user.id, warnings=warned)


def busy(
    deps: Deps, on_calls: Iterable[OnCall], user: str, email: str | None, iid: int | None, now: datetime
) -> list[str]:
    """Say why somebody may lack the time: on call now, or on another open STAR than `iid`.

    Accounts are matched by the handbook's list of people, else by e-mail.
    """
    found = []
    ids = {value for one in deps.handbook.people if one.gitlab == user for value in (one.pagerduty_id, one.email)}
    ids = (ids | {email}) - {None}
    if not ids:
        found.append("whether they are on call is not known")
    elif role := next((one.role for one in on_calls if on_duty(one, now) and ids & {one.user_id, one.email}), None):
        found.append(f"on call now as {role}")
    others = [one.iid for one in deps.mirror.issues.open("star") if one.assignee == user and one.iid != iid]
    if others:
        found.append(f"already on STAR issue {', '.join(f'#{one}' for one in others)}")
    return found


def steps(operation: OperationRow) -> Sequence[Step]:
    """Assign."""
    return [
        change_issue("star", "assign", lambda deps, op: {"assignee_ids": [op.facts["user_id"]]}, _said, primary=True)
    ]


def _said(operation: OperationRow) -> str:
    warned = operation.facts["warnings"]
    return f"Assigned to @{operation.body['username']}" + (f". Mind: {'; '.join(warned)}" if warned else "")


KIND = Kind(name="assign_star", body=AssignStar, facts=facts, steps=steps)
