"""The open STARs on the board, and the feedback that a manager looks after."""

from collections.abc import Sequence
from datetime import datetime

from backend.domain.feedback import lifecycle as feedback
from backend.domain.issues import Issue
from backend.domain.star import lifecycle as star
from backend.domain.star.managers import manager_usernames
from backend.domain.star.mechanics import what_next
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import StoredOperation
from backend.operations.star.records import handled
from backend.panel.schemas.board import FeedbackRow, StarRow
from backend.store.board import BoardSnapshot, OpenIssue


def open_stars(seen: BoardSnapshot, handbook: Handbook) -> list[OpenIssue]:
    """List the open STARs, the nearest deadline first, those without one last."""
    found = [opened for opened in seen.issues if opened.issue.tracker == "star"]
    return sorted(found, key=lambda one: by_deadline(one.issue, star.due_at(one.issue, handbook)))


def by_deadline(issue: Issue, due_at: datetime | None) -> tuple[bool, datetime, int]:
    """Sort by the nearest deadline, then by age."""
    return due_at is None, due_at or issue.created_at, issue.iid


def star_rows(
    stars: Sequence[OpenIssue],
    seen: BoardSnapshot,
    records: Sequence[StoredOperation],
    handbook: Handbook,
    now: datetime,
) -> list[StarRow]:
    """Show open STARs."""
    managers = manager_usernames(seen.people, seen.on_calls, handbook)
    return [star_row(opened, records, managers, handbook, now) for opened in stars]


def star_row(
    opened: OpenIssue, records: Sequence[StoredOperation], managers: star.Managers, handbook: Handbook, now: datetime
) -> StarRow:
    """Show an open STAR."""
    issue, acknowledged = opened.issue, opened.acknowledged_by is not None
    seen = handled(issue, acknowledged, records, handbook)
    return StarRow.of(
        issue,
        ticket_id=min(opened.tickets, default=None),
        state=star.star_state(issue, acknowledged, handbook, managers),
        urgency=star.urgency(issue, handbook),
        urgency_label=star.urgency_label(issue, handbook),
        due_at=star.due_at(issue, handbook),
        level=star.clock_level(issue, handbook, now),
        assignees=list(issue.assigned),
        acknowledged_by=opened.acknowledged_by,
        next_step=what_next(issue, seen, handbook, managers),
        half_rejected=seen.half_rejected is not None,
    )


def followed_feedback(seen: BoardSnapshot, handbook: Handbook) -> list[OpenIssue]:
    """List the feedback that a manager looks after: contacts that are due first, the nearest deadline at the top."""
    found = [
        opened
        for opened in seen.issues
        if opened.issue.tracker == "feedback"
        and feedback.still_followed(
            opened.issue, opened.contact.made_by is not None, opened.contact.on_track_by is not None, handbook
        )
    ]
    return sorted(found, key=lambda one: by_deadline(one.issue, contact_due_at(one, handbook)))


def contact_due_at(opened: OpenIssue, handbook: Handbook) -> datetime | None:
    """Tell by when the customer has to be contacted; None when that is not due."""
    state = feedback.feedback_state(opened.issue, handbook, opened.contact.made_by is not None)
    return feedback.due_at(opened.issue, handbook) if state == "contact_due" else None


def feedback_row(opened: OpenIssue, handbook: Handbook, now: datetime) -> FeedbackRow:
    """Show a feedback issue."""
    issue, contacted = opened.issue, opened.contact.made_by is not None
    return FeedbackRow.of(
        issue,
        ticket_id=min(opened.tickets, default=None),
        state=feedback.feedback_state(issue, handbook, contacted),
        due_at=contact_due_at(opened, handbook),
        level=feedback.clock_level(issue, handbook, now, contacted),
        overdue=feedback.overdue(issue, handbook, now, contacted),
    )


def contacts_due(seen: BoardSnapshot, handbook: Handbook) -> list[tuple[OpenIssue, datetime]]:
    """List the feedback whose customer has to be contacted, and by when, the nearest deadline first."""
    waiting = [
        (opened, due)
        for opened in seen.issues
        if opened.issue.tracker == "feedback" and (due := contact_due_at(opened, handbook)) is not None
    ]
    return sorted(waiting, key=lambda pair: (pair[1], pair[0].issue.iid))
