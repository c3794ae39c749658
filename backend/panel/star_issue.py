"""One STAR as its card shows it."""

from collections.abc import Sequence
from datetime import datetime

from backend.domain.issues import Issue
from backend.domain.moved import moved_to
from backend.domain.star import lifecycle as star
from backend.domain.star.mechanics import Handled, mechanics, slack_thread
from backend.domain.star.sections import section
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.star import RECORDED_STEPS
from backend.operations.engine.documents import Body, Context
from backend.operations.engine.operation import Operation, StoredOperation
from backend.operations.steps.announcement import THREAD
from backend.operations.steps.issue import IssueContext
from backend.operations.steps.new_issue import opened
from backend.panel.schemas.star import MechanicOut, StarIssueOut
from backend.panel.star_words import comments, rejection


def star_issue(
    issue: Issue,
    known: Sequence[Issue],
    seen: Handled,
    managers: star.Managers,
    operations: Sequence[StoredOperation],
    by_itself: frozenset[str],
    handbook: Handbook,
    now: datetime,
) -> StarIssueOut:
    """Show a STAR; `by_itself` are the steps whose part in Slack the product does, `operations` all of the ticket."""
    return StarIssueOut.of(
        issue,
        state=star.star_state(issue, seen.acknowledged, handbook, managers),
        moved_to=moved_to(issue, known),
        assignees=list(issue.assigned),
        reason=section(issue.description, handbook.gitlab.patterns.reason_headings),
        desired_result=section(issue.description, handbook.gitlab.patterns.desired_result_headings),
        plan=section(issue.description, handbook.gitlab.patterns.plan_headings),
        urgency=star.urgency(issue, handbook),
        urgency_label=star.urgency_label(issue, handbook),
        due_at=star.due_at(issue, handbook),
        level=star.clock_level(issue, handbook, now),
        initiator=star.initiator(issue, handbook),
        thread=found_thread(issue, operations) or slack_thread(issue, handbook),
        mechanics=[
            MechanicOut.of(
                step, slack=None if step.id in by_itself else step.slack, by_person=step.id not in RECORDED_STEPS
            )
            for step in mechanics(issue, seen, handbook, managers)
        ],
        comments=comments(issue, operations),
        rejection=rejection(issue, operations),
        half_rejected=seen.half_rejected,
    )


def found_thread(issue: Issue, operations: Sequence[StoredOperation]) -> str | None:
    """Give the address of a STAR's thread as one of our operations has found or begun it."""
    for operation in operations:
        if isinstance(operation, Operation) and issue.iid in {_about(operation), _opened(operation)}:
            for step in operation.steps:
                if step.name == THREAD and step.state == "done" and step.url:
                    return step.url
    return None


def _about(operation: Operation[Body, Context]) -> int | None:
    return operation.context.iid if isinstance(operation.context, IssueContext) else None


def _opened(operation: Operation[Body, Context]) -> int | None:
    issue = opened(operation)
    return issue.iid if issue else None
