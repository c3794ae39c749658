"""What the kinds that work on an existing issue share: which issue, and the step that changes it."""

from collections.abc import Callable, Mapping
from typing import Any

from backend.deps import Deps
from backend.domain.issues import Issue, Tracker
from backend.domain.references import issue_tickets
from backend.operations.engine.kind import Facts
from backend.operations.engine.model import Request, RuleViolation, Step, StepResult
from backend.store.operation_rows import OperationRow
from backend.vendors.errors import NotFound


def open_star(request: Request) -> Issue:
    """Give the ticket's open STAR, the oldest if there are several; raise RuleViolation when there is none."""
    found = [one for one in request.snapshot.issues if one.tracker == "star" and not one.closed]
    if not found:
        raise RuleViolation("no_open_star", "there is no open STAR for this ticket")
    return min(found, key=lambda one: one.iid)


def feedback_issue(request: Request, iid: int) -> Issue:
    """Give a feedback issue of this ticket; raise RuleViolation when it is not one."""
    for known in request.snapshot.issues:
        if known.tracker == "feedback" and known.iid == iid:
            return known
    issue = read_feedback(request.deps, iid)
    if request.ticket_id not in issue_tickets(issue, request.deps.handbook):
        raise RuleViolation("other_ticket", f"issue #{iid} is no feedback issue of ticket {request.ticket_id}")
    return issue


def read_feedback(deps: Deps, iid: int) -> Issue:
    """Read a feedback issue that the mirror may not have yet, and keep it; raise RuleViolation when there is none."""
    try:
        issue = deps.gitlab.issue("feedback", iid)
    except NotFound as error:
        raise RuleViolation("issue_unknown", f"there is no feedback issue #{iid} that we can see") from error
    deps.mirror.issues.put([(issue, issue_tickets(issue, deps.handbook))])
    return issue


def of_issue(issue: Issue, **more: Any) -> Facts:
    """Keep which issue an operation is about."""
    return {"iid": issue.iid, "url": issue.url, **more}


def iid_of(operation: OperationRow) -> int:
    """Tell which issue an operation is about."""
    return int(operation.facts["iid"])


def change_issue(
    tracker: Tracker,
    name: str,
    changes_of: Callable[[Deps, OperationRow], Mapping[str, Any]],
    said: Callable[[OperationRow], str],
    *,
    primary: bool = False,
) -> Step:
    """Make the step that changes an issue: idempotent, but a second change would show in the issue's history."""

    def look(deps: Deps, operation: OperationRow) -> StepResult | None:
        issue = deps.gitlab.issue(tracker, iid_of(operation))
        return done(deps, operation, issue) if has(issue, operation, changes_of(deps, operation)) else None

    def write(deps: Deps, operation: OperationRow) -> StepResult:
        return done(
            deps,
            operation,
            deps.gitlab.update_issue(tracker, iid_of(operation), **changes_of(deps, operation)),
        )

    def done(deps: Deps, operation: OperationRow, issue: Issue) -> StepResult:
        deps.mirror.issues.put([(issue, issue_tickets(issue, deps.handbook))])
        return StepResult(said(operation), url=issue.url)

    return Step(name, look, write, primary=primary)


def has(issue: Issue, operation: OperationRow, changes: Mapping[str, Any]) -> bool:
    """Tell whether an issue is already as the changes would make it."""
    closed = issue.closed or "state_event" not in changes
    labelled = changes.get("add_labels") is None or changes["add_labels"] in issue.labels
    assigned = "assignee_ids" not in changes or issue.assignee == operation.body["username"]
    return closed and labelled and assigned
