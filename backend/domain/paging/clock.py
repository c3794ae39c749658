"""The clock that runs from a page to its acknowledgement and to the first public reply."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.clock import Level, level, minutes_between
from backend.domain.paging.incident import Incident
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook

_SEVERITY: dict[Level, int] = {"calm": 0, "amber": 1, "red": 2}
_REPLY_UNKNOWN: tuple[Level, str] = ("calm", "Whether the customer has had a reply is not known.")


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

    Without the ticket the replies are not known, and the clock says so instead of calling them late.
    """
    due_at = incident.created_at + timedelta(minutes=handbook.pagerduty.minutes.first_reply)
    replies = sorted(ticket.agent_replies) if ticket else []
    replied_at = next((reply for reply in replies if reply > incident.created_at), None)
    acknowledged = incident.acknowledged_at
    reply = _reply(incident, replied_at, due_at, handbook, now) if ticket else _REPLY_UNKNOWN
    colour, because = _judged(incident, reply, handbook, now)
    return PageClock(
        level=colour,
        because=because,
        minutes_since_triggered=minutes_between(incident.created_at, now),
        minutes_since_acknowledged=None if acknowledged is None else minutes_between(acknowledged, now),
        first_reply_due_at=due_at,
        first_replied_at=replied_at,
    )


def _judged(incident: Incident, reply: tuple[Level, str], handbook: Handbook, now: datetime) -> tuple[Level, str]:
    if not incident.is_open:
        return "calm", handbook.pagerduty.meaning.resolved
    if incident.status != "triggered":
        return reply
    waiting = _acknowledgement(incident, handbook, now)
    return max(waiting, reply, key=lambda judged: _SEVERITY[judged[0]])


def _acknowledgement(incident: Incident, handbook: Handbook, now: datetime) -> tuple[Level, str]:
    limits, waited = handbook.pagerduty.minutes, minutes_between(incident.created_at, now)
    if waited >= limits.to_seniors:
        return "red", f"Nobody has acknowledged it for {waited} min: PagerDuty goes to the seniors."
    if waited >= limits.to_managers:
        return "amber", f"Nobody has acknowledged it for {waited} min: PagerDuty goes to the managers."
    left = limits.to_managers - waited
    return "calm", f"Not acknowledged yet; PagerDuty goes to the managers in {left} min."


def _reply(
    incident: Incident, replied_at: datetime | None, due_at: datetime, handbook: Handbook, now: datetime
) -> tuple[Level, str]:
    if replied_at is not None:
        after = minutes_between(incident.created_at, replied_at)
        late = " That was late." if replied_at > due_at else ""
        return "calm", f"The first public reply came {after} min after the page.{late}"
    amber_from = incident.created_at + timedelta(minutes=handbook.pagerduty.minutes.first_reply_amber)
    colour = level(now, amber_from, due_at)
    if colour == "red":
        return colour, f"The first public reply is {minutes_between(due_at, now)} min late."
    return colour, f"The first public reply is due in {minutes_between(now, due_at)} min."
