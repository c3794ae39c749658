"""Steps that open an issue: it is found again by the mark in its description, and a second one is closed.

GitLab knows no idempotency key. A request that nobody saw answered may still be carried out after we have looked for
it in vain and sent it again; the lower number then goes on, the other one is closed with a link.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from backend.deps import Deps
from backend.domain.issues import Issue, Tracker
from backend.domain.marks import comment
from backend.operations.engine.documents import Result
from backend.operations.engine.operation import AnyOperation, Step, StepResult
from backend.operations.steps.issue import keep_issue
from backend.operations.steps.marks import Mark, issue_place
from backend.vendors.errors import Unavailable

STILL_POSSIBLE = timedelta(seconds=30)
"""How long after the last sending an earlier one may still be carried out: that one is a minute old by then, which is
GitLab's own time-out."""
OPEN, DEDUPLICATE = "issue", "deduplicate"

Op = TypeVar("Op", bound=AnyOperation)


@dataclass(frozen=True, slots=True)
class NewIssue:
    """What to open; texts are safe already, the mark is put under the description."""

    title: str
    description: str


class OpenedIssue(Result):
    """The issue that an operation opened."""

    iid: int
    url: str


def new_issue(
    tracker: Tracker,
    compose: Callable[[Deps, Op], NewIssue],
    done: Callable[[Deps, Op, Issue], StepResult],
    *,
    primary: bool = False,
) -> Step[Op]:
    """Make the step that opens the issue; `done` tells what to say and keep of it."""

    def look(deps: Deps, operation: Op) -> StepResult | None:
        issues = _ours(deps, operation, tracker)
        return done(deps, operation, issues[0]) if issues else None

    def write(deps: Deps, operation: Op) -> StepResult:
        new, label = compose(deps, operation), deps.handbook.gitlab.labels.opened_here
        issue = deps.gitlab.create_issue(
            tracker,
            title=new.title,
            description=f"{new.description}\n\n{comment(_mark(deps, operation, tracker).text)}",
            labels=[label],
        )
        result = done(deps, operation, issue)
        if label in issue.labels:
            return result
        # The issue counts without it: it is found by our mark. A person adds the label for the others.
        return replace(result, detail=f"{result.detail}. GitLab left out the label {label}: our bot may not create it")

    line = f"Open the issue in the {tracker} tracker, and name the ticket in it"
    return Step(OPEN, look, write, primary=primary, by_hand=line)


def deduplicate(tracker: Tracker) -> Step[AnyOperation]:
    """Make the step that closes a second issue; it asks GitLab nothing where the first was sent once."""

    def look(deps: Deps, operation: AnyOperation) -> StepResult | None:
        sent = operation.step(OPEN)
        if sent.first_sent_at == sent.last_sent_at:
            return StepResult("Sent once" if sent.last_sent_at else "Nothing to check")
        issues = _ours(deps, operation, tracker)
        if any(not issue.closed for issue in issues[1:]):
            return None
        if sent.last_sent_at and len(issues) < 2 and deps.clock() - sent.last_sent_at < STILL_POSSIBLE:
            raise Unavailable("GitLab", "may still open the issue a second time")
        return _kept(issues)

    def write(deps: Deps, operation: AnyOperation) -> StepResult:
        kept, *twins = issues = _ours(deps, operation, tracker)
        keep_issue(deps, kept)
        for twin in twins:
            mark = Mark(deps, operation, DEDUPLICATE, issue_place(tracker, twin.iid))
            if not deps.gitlab.has_note(tracker, twin.iid, mark.is_in_comment, mark.since):
                text = f"Opened twice by a request in doubt: #{kept.iid} goes on."
                deps.gitlab.add_note(tracker, twin.iid, f"{text}\n\n{comment(mark.text)}")
            keep_issue(deps, deps.gitlab.update_issue(tracker, twin.iid, state_event="close"))
        return _kept(issues)

    line = f"Look whether the {tracker} tracker has a second issue for this ticket, and close that"
    return Step(DEDUPLICATE, look, write, by_hand=line)


def opened(operation: AnyOperation) -> OpenedIssue | None:
    """Give the issue that an operation opened, of two the one that goes on; None before that."""
    return operation.result(DEDUPLICATE, OpenedIssue) or operation.result(OPEN, OpenedIssue)


def require_opened(operation: AnyOperation) -> OpenedIssue:
    """Give the issue to a step that follows; raise LookupError when there is none."""
    return opened(operation) or operation.require(OPEN, OpenedIssue)


def _ours(deps: Deps, operation: AnyOperation, tracker: Tracker) -> list[Issue]:
    mark = _mark(deps, operation, tracker)
    return deps.gitlab.our_issues(tracker, mark.since, mark.is_in_comment)


def _mark(deps: Deps, operation: AnyOperation, tracker: Tracker) -> Mark:
    """Give the mark of a new issue: it has no number yet, so its place is the tracker."""
    return Mark(deps, operation, OPEN, f"gitlab:{tracker}")


def _kept(issues: list[Issue]) -> StepResult:
    if len(issues) < 2:
        return StepResult("No second issue was opened")
    kept, *twins = issues
    closed = ", ".join(f"#{twin.iid}" for twin in twins)
    result = OpenedIssue(iid=kept.iid, url=kept.url)
    return StepResult(f"#{kept.iid} goes on, {closed} closed", url=kept.url, result=result)
