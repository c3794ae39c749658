"""The clock that runs from a page to its acknowledgement and to the first public reply."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.clock import Level, level, minutes_between, span, worse
from backend.domain.paging.escalation import waiting
from backend.domain.paging.identity import is_pool_page
from backend.domain.paging.incident import Incident
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class PageClock:
    """How an incident stands against its clock; minutes are whole and count up to now."""

    level: Level
    because: str
    minutes_since_triggered: int
    minutes_since_acknowledged: int | None
    first_reply_due_at: datetime
    first_replied_at: datetime | None


def page_clock(incident: Incident, ticket: Ticket | None, handbook: Handbook, now: datetime) -> PageClock:
    """Read the clock of a page: acknowledgement first, then the first public reply after it began.

    Without the ticket the replies are not known, and the clock says so instead of calling them late; amber once the
    first one was due. A page of the backup pool waits for no reply: that is due from the emergency's own page.
    """
    due_at = incident.created_at + timedelta(minutes=handbook.pagerduty.minutes.first_reply)
    replied_at = first_reply(incident, ticket)
    acknowledged = incident.acknowledged_at
    reply = _reply(incident, ticket, replied_at, due_at, handbook, now)
    colour, because = _judged(incident, ticket, replied_at, reply, handbook, now)
    return PageClock(
        level=colour,
        because=because,
        minutes_since_triggered=minutes_between(incident.created_at, now),
        minutes_since_acknowledged=None if acknowledged is None else minutes_between(acknowledged, now),
        first_reply_due_at=due_at,
        first_replied_at=replied_at,
    )


def first_reply(incident: Incident, ticket: Ticket | None) -> datetime | None:
    """Find the first public agent reply after a page; None as well while the ticket is not known."""
    replies = sorted(ticket.agent_replies) if ticket else []
    return next((reply for reply in replies if reply > incident.created_at), None)


def _judged(
    incident: Incident,
    ticket: Ticket | None,
    replied_at: datetime | None,
    reply: tuple[Level, str],
    handbook: Handbook,
    now: datetime,
) -> tuple[Level, str]:
    if incident.merged_into:
        target = incident.merged_into.label
        return "calm", f"It was merged into incident {target}: that one is this ticket's page now."
    if not incident.is_open:
        return _resolved(ticket, replied_at, reply)
    if incident.status == "triggered":
        held = waiting(incident, handbook, now)
        return held if is_pool_page(incident, handbook) else (worse(held[0], reply[0]), f"{held[1]} {reply[1]}")
    return ("calm", "Somebody of the backup pool has it.") if is_pool_page(incident, handbook) else reply


def _resolved(ticket: Ticket | None, replied_at: datetime | None, reply: tuple[Level, str]) -> tuple[Level, str]:
    """Say what the ticket shows of a page that PagerDuty calls resolved: that word alone proves no contact."""
    colour, words = reply
    if ticket is None or replied_at is not None:
        return colour, f"Resolved in PagerDuty. {words}"
    return worse(colour, "amber"), f"Resolved in PagerDuty, no public reply yet. {words}"


def _reply(
    incident: Incident,
    ticket: Ticket | None,
    replied_at: datetime | None,
    due_at: datetime,
    handbook: Handbook,
    now: datetime,
) -> tuple[Level, str]:
    if ticket is None:
        unknown = "Whether the customer has had a reply is not known."
        if not incident.is_open:
            return "calm", unknown
        if now <= due_at:
            return "calm", f"{unknown} The first one is due in {span(minutes_between(now, due_at))}."
        return "amber", f"{unknown} The first one was due {span(minutes_between(due_at, now))} ago."
    if replied_at is not None:
        after = minutes_between(incident.created_at, replied_at)
        late = " That was late." if replied_at > due_at else ""
        return "calm", f"The first public reply came {span(after)} after the page.{late}"
    amber_from = incident.created_at + timedelta(minutes=handbook.pagerduty.minutes.first_reply_amber)
    colour = level(now, amber_from, due_at)
    if colour == "red":
        late_by = minutes_between(due_at, now)
        return colour, f"The first public reply is {span(late_by)} late."
    return colour, f"The first public reply is due in {span(minutes_between(now, due_at))}."
