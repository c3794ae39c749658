"""PagerDuty's incidents as panels show them, as types."""

from backend.domain.clock import Level
from backend.domain.paging.incident import IncidentStatus, Urgency
from backend.panel.schemas.base import Shape, Time


class PageClockOut(Shape):
    """The clock of a page; minutes count from PagerDuty's own times."""

    level: Level
    because: str
    minutes_since_triggered: int
    minutes_since_acknowledged: int | None
    first_reply_due_at: Time
    first_replied_at: Time | None


class EscalatesOut(Shape):
    """To whom PagerDuty goes next, and when."""

    to: str
    at: Time


class MergedIntoOut(Shape):
    """The incident that another one was merged into; its number and address as far as they are known."""

    number: int | None
    url: str | None


class IncidentOut(Shape):
    """A PagerDuty incident of this ticket; `meaning` is what its status means in the handbook.

    `since` is its last change of status or assignment. `escalates` null: nobody else will be told. `replied_at` is the
    first public reply since the page.
    """

    id: str
    number: int
    title: str
    status: IncidentStatus
    meaning: str
    url: str
    created_at: Time
    acknowledged_at: Time | None
    acknowledged_by: str | None
    assigned_to: list[str]
    assignees: list[str]
    urgency: Urgency | None
    since: Time
    escalates: EscalatesOut | None
    merged_into: MergedIntoOut | None
    replied_at: Time | None
    clock: PageClockOut


class ManagerIncidentOut(Shape):
    """The PagerDuty incident that calls a manager; there is no reply to wait for, so it has no clock."""

    number: int
    status: IncidentStatus
    url: str
    created_at: Time
    acknowledged_by: str | None


class OtherPageOut(Shape):
    """An open emergency of another ticket; `ticket_id` null when its title names none."""

    number: int
    ticket_id: int | None
    title: str
    status: IncidentStatus
    url: str
    created_at: Time
    assigned_to: list[str]
    assigned_ids: list[str]


class MentionOut(Shape):
    """An open incident that may be about this ticket: its title holds the number, but not where it counts."""

    number: int
    title: str
    url: str
    status: IncidentStatus
