"""Steps that open an issue: it is found again by the mark in its description, and a second one is closed.

GitLab knows no idempotency key. A request that nobody saw answered may still be carried out after we have looked for
it in vain and sent it again; the lower number then goes on, the other one is closed with a link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.deps import Deps
from backend.domain.issues import Issue, Tracker
from backend.domain.marks import find_marker, marker
from backend.domain.references import issue_tickets
from backend.operations.engine.model import Step, StepResult
from backend.operations.engine.retry import CLOCKS_DIFFER_BY
from backend.store.operation_rows import OperationRow
from backend.vendors.errors import Unavailable

STILL_POSSIBLE = timedelta(seconds=30)
"""How long after the last sending an earlier one may still be carried out: that one is a minute old by then, which is
GitLab's own time-out."""


@dataclass(frozen=True, slots=True)
class NewIssue:
    """What to open; texts are safe already, the mark is put under the description."""

    title: str
    description: str


def new_issue(
    tracker: Tracker,
    compose: Callable[[Deps, OperationRow], NewIssue],
    done: Callable[[Deps, OperationRow, Issue], StepResult],
    *,
    primary: bool = False,
) -> Step:
    """Make the step that opens the issue; `done` tells what to say and keep of it."""

    def look(deps: Deps, operation: OperationRow) -> StepResult | None:
        found = _ours(deps, operation, tracker)
        return done(deps, operation, found[0]) if found else None

    def write(deps: Deps, operation: OperationRow) -> StepResult:
        new = compose(deps, operation)
        issue = deps.gitlab.create_issue(
            tracker,
            title=new.title,
            description=f"{new.description}\n\n{marker(operation.id)}",
            labels=[deps.handbook.gitlab.labels.opened_here],
        )
        return done(deps, operation, issue)

    return Step("issue", look, write, primary=primary)


def only_one(tracker: Tracker) -> Step:
    """Make the step that closes a second issue; it asks GitLab nothing where the first was sent once."""

    def look(deps: Deps, operation: OperationRow) -> StepResult | None:
        sent = operation.step("issue")
        if sent.first_sent_at == sent.last_sent_at:
            return StepResult("Sent once" if sent.last_sent_at else "Nothing to check")
        found = _ours(deps, operation, tracker)
        if any(not one.closed for one in found[1:]):
            return None
        if sent.last_sent_at and len(found) < 2 and deps.clock() - sent.last_sent_at < STILL_POSSIBLE:
            raise Unavailable("GitLab", "may still open the issue a second time")
        return _kept(found)

    def write(deps: Deps, operation: OperationRow) -> StepResult:
        kept, *twins = found = _ours(deps, operation, tracker)
        deps.mirror.issues.put([(kept, issue_tickets(kept, deps.handbook))])
        for twin in twins:
            if not deps.gitlab.has_note(tracker, twin.iid, lambda body: find_marker(body) == operation.id):
                words = f"Opened twice by a request in doubt: #{kept.iid} goes on."
                deps.gitlab.add_note(tracker, twin.iid, f"{words}\n\n{marker(operation.id)}")
            closed = deps.gitlab.update_issue(tracker, twin.iid, state_event="close")
            deps.mirror.issues.put([(closed, issue_tickets(closed, deps.handbook))])
        return _kept(found)

    return Step("once", look, write)


def opened(operation: OperationRow) -> dict[str, Any]:
    """Give iid and url of the issue that an operation opened, of two the one that goes on; {} before that."""
    return operation.result("issue") | operation.result("once")


def _ours(deps: Deps, operation: OperationRow, tracker: Tracker) -> list[Issue]:
    since = operation.created_at - CLOCKS_DIFFER_BY
    return deps.gitlab.our_issues(tracker, since, lambda words: find_marker(words) == operation.id)


def _kept(found: list[Issue]) -> StepResult:
    if len(found) < 2:
        return StepResult("No second issue was opened")
    twins = ", ".join(f"#{one.iid}" for one in found[1:])
    return StepResult(
        f"#{found[0].iid} goes on, {twins} closed", url=found[0].url, result={"iid": found[0].iid, "url": found[0].url}
    )
