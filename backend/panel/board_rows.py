"""The rows of the board's tables: open emergencies, STARs and feedback."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from backend.domain.clock import Level
from backend.domain.eligibility.plan import us_government
from backend.domain.feedback import lifecycle as feedback
from backend.domain.issues import Issue
from backend.domain.paging.clock import PageClock, first_reply, page_clock
from backend.domain.paging.escalation import next_escalation
from backend.domain.paging.identity import goes_on_for_long, is_pool_page
from backend.domain.paging.incident import Incident
from backend.domain.paging.pages import emergency_pages, tickets_paged
from backend.domain.star import lifecycle as star
from backend.domain.star.managers import manager_usernames
from backend.domain.star.mechanics import mechanics, next_step
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import StoredOperation
from backend.operations.star.records import handled
from backend.panel.schemas.board import EmergencyRow, FeedbackRow, StarRow
from backend.panel.schemas.emergency import EscalatesOut
from backend.store.board import BoardSnapshot, OpenIssue

GRAVITY: dict[Level, int] = {"red": 0, "amber": 1, "calm": 2}


def open_pages(seen: BoardSnapshot, handbook: Handbook) -> list[Incident]:
    """List the open emergencies, then what was asked of the backup pool."""
    pages = emergency_pages(seen.incidents, handbook)
    helpers = [one for one in seen.incidents if is_pool_page(one, handbook) and one not in pages]
    return [one for one in (*pages, *helpers) if one.is_open]


def ticket_of(incident: Incident, seen: BoardSnapshot, handbook: Handbook) -> int | None:
    """Tell which ticket an incident is about."""
    return min(tickets_paged(incident, seen.incidents, handbook), default=None)


def clock_of(
    incident: Incident, ticket_id: int | None, seen: BoardSnapshot, handbook: Handbook, now: datetime
) -> PageClock:
    """Read a page's clock; where a reply may have come since the ticket was read, say as of when."""
    clock = page_clock(incident, seen.tickets.get(ticket_id or 0), handbook, now)
    read_at = seen.outdated.get(ticket_id or 0)
    if read_at is None or clock.first_replied_at:
        return clock
    return replace(clock, because=f"{clock.because} As of {read_at:%H:%M} UTC; the ticket has changed since.")


def without_reply(pages: Sequence[Incident], seen: BoardSnapshot, handbook: Handbook) -> list[int]:
    """List the tickets without a known reply to their page: those never read, then those changed since, then others."""
    named = [(ticket_of(page, seen, handbook), page) for page in pages]
    found = {one for one, page in named if one and first_reply(page, seen.tickets.get(one)) is None}
    return sorted(found, key=lambda one: (one in seen.tickets, one not in seen.outdated, one))


def emergency_rows(
    pages: Sequence[Incident], seen: BoardSnapshot, handbook: Handbook, now: datetime, most: int
) -> list[EmergencyRow]:
    """Show the open emergencies by need: those that nobody has taken, then by colour; among equals as they stand."""
    rows = [emergency_row(page, seen, handbook, now) for page in pages]
    return sorted(rows, key=lambda row: (row.status != "triggered", GRAVITY[row.level]))[:most]


def emergency_row(incident: Incident, seen: BoardSnapshot, handbook: Handbook, now: datetime) -> EmergencyRow:
    """Show an open emergency, or a page of the backup pool."""
    ticket_id = ticket_of(incident, seen, handbook)
    ticket = seen.tickets.get(ticket_id or 0)
    clock, helper = clock_of(incident, ticket_id, seen, handbook, now), is_pool_page(incident, handbook)
    escalates = next_escalation(incident, handbook, now)
    return EmergencyRow.of(
        incident,
        ticket_id=ticket_id,
        subject=ticket.subject if ticket else None,
        level=clock.level,
        because=clock.because,
        offer_escalation=not helper and goes_on_for_long(incident, handbook, now),
        pool=helper,
        escalates=EscalatesOut.of(escalates) if escalates else None,
        us_government=bool(ticket and us_government(ticket, handbook)),
        ticket_read=ticket is not None,
    )


def open_stars(seen: BoardSnapshot, handbook: Handbook) -> list[OpenIssue]:
    """List the open STARs, the nearest deadline first, those without one last."""
    found = [one for one in seen.issues if one.issue.tracker == "star"]
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
    return [star_row(one, records, managers, handbook, now) for one in stars]


def star_row(
    opened: OpenIssue, records: Sequence[StoredOperation], managers: star.Managers, handbook: Handbook, now: datetime
) -> StarRow:
    """Show an open STAR."""
    issue, acknowledged = opened.issue, opened.acknowledged_by is not None
    step = next_step(mechanics(issue, handled(issue, acknowledged, records, handbook), handbook, managers))
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
        next_step=step.text if step else "",
    )


def followed_feedback(seen: BoardSnapshot, handbook: Handbook) -> list[OpenIssue]:
    """List the feedback that a manager looks after: contacts that are due first, the nearest deadline at the top."""
    found = [
        one
        for one in seen.issues
        if one.issue.tracker == "feedback"
        and feedback.still_followed(
            one.issue, one.contact.made_by is not None, one.contact.on_track_by is not None, handbook
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
        (one, due)
        for one in seen.issues
        if one.issue.tracker == "feedback" and (due := contact_due_at(one, handbook)) is not None
    ]
    return sorted(waiting, key=lambda pair: (pair[1], pair[0].issue.iid))
