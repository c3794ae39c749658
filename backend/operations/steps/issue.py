"""What the kinds that work on an existing issue share: which issue, and the step that changes it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from backend.deps import Deps
from backend.domain.issues import Issue, Tracker
from backend.domain.moved import was_moved
from backend.domain.named_tickets import issue_tickets
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, Context
from backend.operations.engine.model import Operation, Request, RuleViolation, Step, StepResult
from backend.vendors.errors import Gone, NotFound, Over, VendorRejected


class IssueContext(Context):
    """Which issue an operation is about."""

    iid: int
    url: str

    @property
    def about_url(self) -> str:
        """Give the issue's address."""
        return self.url


def about(issue: Issue) -> IssueContext:
    """Keep which issue it is."""
    return IssueContext(iid=issue.iid, url=issue.url)


OnIssue = TypeVar("OnIssue", bound=Operation[Body, IssueContext])


@dataclass(frozen=True, slots=True)
class IssueChange:
    """What becomes of an issue; `assignee` is a GitLab user's id and username, `unlabel` a label that is taken off."""

    close: bool = False
    label: str | None = None
    unlabel: str | None = None
    assignee: tuple[int, str] | None = None

    def holds(self, issue: Issue) -> bool:
        """Tell whether an issue is already as the change would make it."""
        closed = issue.closed or not self.close
        labelled = self.label is None or self.label in issue.labels
        return closed and labelled and self.unlabel not in issue.labels and self._assigned(issue)

    def _assigned(self, issue: Issue) -> bool:
        return self.assignee is None or [one.id for one in issue.assignees] == [self.assignee[0]]

    def left_out(self, issue: Issue) -> str:
        """Say what GitLab has left out of the change without a word, and why it does so; empty when nothing is."""
        lacks = []
        if self.label is not None and self.label not in issue.labels:
            lacks.append(f"the label {self.label}: it is not there, and our bot may not create it in this project")
        if self.assignee is not None and not self._assigned(issue):
            why = "whoever may not see the project is not assigned, so make them a member or name somebody else"
            lacks.append(f"@{self.assignee[1]}: {why}")
        if self.unlabel in issue.labels:
            lacks.append(f"taking off the label {self.unlabel}")
        if self.close and not issue.closed:
            lacks.append("closing the issue")
        return "; ".join(lacks)

    def fields(self) -> dict[str, Any]:
        """Write it as GitLab's API takes it."""
        fields: dict[str, Any] = {"state_event": "close"} if self.close else {}
        if self.label is not None:
            fields["add_labels"] = self.label
        if self.unlabel is not None:
            fields["remove_labels"] = self.unlabel
        if self.assignee is not None:
            fields["assignee_ids"] = [self.assignee[0]]
        return fields


def open_star(request: Request) -> Issue:
    """Give the ticket's open STAR, the oldest if there are several; raise RuleViolation when there is none."""
    stars = [issue for issue in request.snapshot.issues if issue.tracker == "star" and not issue.closed]
    if not stars:
        raise RuleViolation("no_open_star", "there is no open STAR for this ticket")
    return min(stars, key=lambda issue: issue.iid)


def feedback_issue(request: Request, iid: int) -> Issue:
    """Give a feedback issue of this ticket; raise RuleViolation when it is not one."""
    for known in request.snapshot.issues:
        if known.tracker == "feedback" and known.iid == iid:
            return known
    issue = read_feedback(request.deps, iid)
    if request.ticket_id not in issue_tickets(issue, request.deps.handbook, request.deps.zendesk_url):
        raise RuleViolation("other_ticket", f"issue #{iid} is no feedback issue of ticket {request.ticket_id}")
    return issue


@contextmanager
def forgetting_gone(deps: Deps, tracker: Tracker, iid: int) -> Iterator[None]:
    """Take an issue out of the mirror when GitLab says that it is gone, and raise Gone."""
    try:
        yield
    except Gone:
        deps.mirror.issues.delete(tracker, iid)
        raise


def read_issue(deps: Deps, tracker: Tracker, iid: int) -> Issue:
    """Read an issue and keep it; raise Gone for one that is gone, which the mirror then holds no more."""
    with forgetting_gone(deps, tracker, iid):
        issue = deps.gitlab.issue(tracker, iid)
    keep_issue(deps, issue)
    return issue


def read_feedback(deps: Deps, iid: int) -> Issue:
    """Read a feedback issue that the mirror may not have yet, and keep it; raise RuleViolation when there is none."""
    try:
        return read_issue(deps, "feedback", iid)
    except NotFound as error:
        raise RuleViolation("issue_unknown", f"there is no feedback issue #{iid} that we can see") from error


def keep_issue(deps: Deps, issue: Issue) -> None:
    """Put an issue that was just read or written into the mirror."""
    deps.mirror.issues.put([(issue, issue_tickets(issue, deps.handbook, deps.zendesk_url))])


def change_issue(
    tracker: Tracker,
    name: str,
    change_of: Callable[[Deps, OnIssue], IssueChange],
    describe: Callable[[OnIssue], str],
    *,
    primary: bool = False,
) -> Step[OnIssue]:
    """Make the step that changes an issue: idempotent, but a second change would show in the issue's history."""

    def look(deps: Deps, operation: OnIssue) -> StepResult | None:
        issue = read_issue(deps, tracker, operation.context.iid)
        if issue.closed and was_moved(issue):
            raise Over("GitLab", f"issue #{issue.iid} was moved or is a duplicate: it goes on elsewhere")
        return done(deps, operation, issue) if change_of(deps, operation).holds(issue) else None

    def write(deps: Deps, operation: OnIssue) -> StepResult:
        change, iid = change_of(deps, operation), operation.context.iid
        with forgetting_gone(deps, tracker, iid):
            before = deps.gitlab.issue(tracker, iid) if change.assignee else None
            issue = deps.gitlab.update_issue(tracker, iid, **change.fields())
        left_out = change.left_out(issue)
        if left_out and before and not issue.assignees and before.assignees:
            # GitLab takes the others off, though it does not take this one.
            issue = deps.gitlab.update_issue(tracker, iid, assignee_ids=[one.id for one in before.assignees])
        keep_issue(deps, issue)
        if left_out:
            raise VendorRejected("GitLab", f"left out {left_out}")
        return done(deps, operation, issue)

    def done(deps: Deps, operation: OnIssue, issue: Issue) -> StepResult:
        return StepResult(describe(operation), url=issue.url)

    def by_hand(handbook: Handbook, operation: OnIssue) -> str:
        return f"Change the issue in GitLab ({name}): {operation.context.url}"

    return Step(name, look, write, primary=primary, by_hand=by_hand)
