"""The step that changes an existing issue: what is to become of it, and what GitLab left out of that."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backend.deps import Deps
from backend.domain.issues import Issue, Tracker
from backend.domain.moved import was_moved
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import Step, StepResult
from backend.operations.steps.issue import OnIssue, forgetting_gone, keep_issue, read_issue
from backend.vendors.errors import Over, VendorRejected


@dataclass(frozen=True, slots=True)
class IssueChange:
    """What becomes of an issue; `assignee` is a GitLab user's id and username, `unlabel` a label that is taken off."""

    close: bool = False
    label: str | None = None
    unlabel: str | None = None
    assignee: tuple[int, str] | None = None

    def is_made_in(self, issue: Issue) -> bool:
        """Tell whether an issue is already as the change would make it."""
        closed = issue.closed or not self.close
        labelled = self.label is None or self.label in issue.labels
        return closed and labelled and self.unlabel not in issue.labels and self._assigned(issue)

    def _assigned(self, issue: Issue) -> bool:
        return self.assignee is None or [account.id for account in issue.assignees] == [self.assignee[0]]

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
        return done(deps, operation, issue) if change_of(deps, operation).is_made_in(issue) else None

    def write(deps: Deps, operation: OnIssue) -> StepResult:
        change, iid = change_of(deps, operation), operation.context.iid
        with forgetting_gone(deps, tracker, iid):
            before = deps.gitlab.issue(tracker, iid) if change.assignee else None
            issue = deps.gitlab.update_issue(tracker, iid, **change.fields())
        left_out = change.left_out(issue)
        if left_out and before and not issue.assignees and before.assignees:
            # GitLab takes the others off, though it does not take this one.
            issue = deps.gitlab.update_issue(tracker, iid, assignee_ids=[account.id for account in before.assignees])
        keep_issue(deps, issue)
        if left_out:
            raise VendorRejected("GitLab", f"left out {left_out}")
        return done(deps, operation, issue)

    def done(deps: Deps, operation: OnIssue, issue: Issue) -> StepResult:
        return StepResult(describe(operation), url=issue.url)

    def by_hand(handbook: Handbook, operation: OnIssue) -> str:
        return f"Change the issue in GitLab ({name}): {operation.context.url}"

    return Step(name, look, write, primary=primary, by_hand=by_hand)
