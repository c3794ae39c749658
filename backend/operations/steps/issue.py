"""Which issue an operation is about: find it, read it, keep it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from backend.deps import Deps
from backend.domain.issues import Issue, Tracker
from backend.domain.named_tickets import issue_tickets
from backend.domain.star import lifecycle
from backend.operations.engine.documents import Body, Context
from backend.operations.engine.operation import Operation
from backend.operations.engine.request import Request, RuleViolation
from backend.vendors.errors import Gone, NotFound


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


def open_star(request: Request) -> Issue:
    """Give the ticket's open STAR; raise RuleViolation when there is none."""
    star = lifecycle.open_star(request.snapshot.issues)
    if star is None:
        raise RuleViolation("no_open_star", "there is no open STAR for this ticket")
    return star


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
