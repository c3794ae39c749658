"""The state of a shift: what comes first, what is next, and the words to hand it over with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.domain.clock import minutes_between, span
from backend.domain.issues import Issue
from backend.domain.paging.clock import PageClock
from backend.domain.paging.incident import Incident, IncidentStatus
from backend.domain.star.lifecycle import Managers, drivers, due_at, urgency_label
from backend.domain.star.mechanics import Handled, what_next
from backend.handbook.model.handbook import Handbook

NOT_KNOWN = "the next manager (not known here)"
"""Who takes over where nobody is known."""
STATUS: dict[IncidentStatus, str] = {"triggered": "Paged", "acknowledged": "Acknowledged", "resolved": "Resolved"}
"""What the board calls the status of a page."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that goes on: which ticket, and how it stands."""

    ticket_id: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is told of a vendor that was not read just now; `known` false = it was never read whole."""

    vendor: str
    known: bool
    as_of: datetime | None

    @property
    def words(self) -> str:
        """Say it."""
        when = f"{self.as_of:%Y-%m-%d %H:%M} UTC" if self.as_of else "an unknown time"
        return f"{self.vendor} as of {when}" if self.known else f"{self.vendor} could not be read"


def emergency_line(incident: Incident, ticket_id: int | None, clock: PageClock, now: datetime) -> Line:
    """Say how an emergency stands."""
    whom = ", ".join(incident.assigned_to) or "nobody"
    open_for = span(minutes_between(incident.created_at, now))
    return Line(
        ticket_id, f"{STATUS[incident.status]}, open for {open_for}, with {whom}. {clock.because} {incident.url}"
    )


def star_line(
    issue: Issue, ticket_id: int | None, handled: Handled, managers: Managers, handbook: Handbook, now: datetime
) -> Line:
    """Say how a STAR stands and what is next."""
    label, due = urgency_label(issue, handbook) or "urgency not known", due_at(issue, handbook)
    clock = f", {until(due, now)}" if due else ""
    who = ", ".join(f"@{username}" for username in drivers(issue, managers)) or "nobody yet"
    step = what_next(issue, handled, handbook, managers)
    then = f" Next: {step}." if step else ""
    return Line(ticket_id, f"STAR #{issue.iid}, {label}{clock}, with {who}.{then} {issue.url}")


def feedback_line(issue: Issue, ticket_id: int | None, due: datetime, now: datetime) -> Line:
    """Say by when a customer must hear from a manager."""
    who = f"@{issue.assignee}" if issue.assignee else "nobody yet"
    return Line(ticket_id, f"feedback #{issue.iid}, {until(due, now)}, with {who}. {issue.url}")


def hand_off_text(
    emergencies: Sequence[Line],
    stars: Sequence[Line],
    feedback: Sequence[Line],
    writer: str,
    receivers: Sequence[str],
    helpers: Sequence[Line] = (),
    pages: Doubt | None = None,
    issues: Doubt | None = None,
) -> str:
    """Write the state of a shift; no customer is named in it: it may leave Zendesk.

    `helpers` are pages of the backup pool: each helps with an emergency, and is none of its own.
    `pages` and `issues` are what is in doubt about emergencies, and about STARs and feedback; None = read just now.
    """
    parts = [
        f"Hand-off of the shift: {writer} to {', '.join(receivers) or NOT_KNOWN}",
        "",
        *_section("Emergencies that go on", emergencies, pages),
        *(_section("Pages of the backup pool", helpers, pages) if helpers else ()),
        *_section("Open STARs", stars, issues),
        *_section("Feedback contacts due", feedback, issues),
        "Notes:",
        "- ",
    ]
    return "\n".join(parts)


def _section(title: str, lines: Sequence[Line], doubt: Doubt | None) -> Iterable[str]:
    unknown = doubt is not None and not doubt.known
    count = f"{len(lines)}{' at least' if unknown else ''}" if lines else "not known" if unknown else "none"
    yield f"{title}: {count}{f' ({doubt.words})' if doubt else ''}"
    for line in lines:
        yield f"- {f'ZD#{line.ticket_id}' if line.ticket_id else 'no ticket named'}: {line.words}"
    yield ""


def until(due: datetime, now: datetime) -> str:
    """Say how far a deadline is."""
    if now > due:
        return f"{span(minutes_between(due, now))} over"
    return f"{span(minutes_between(now, due))} left"
