"""What the board API answers, as types."""

from typing import Literal

from backend.domain.clock import Level
from backend.domain.feedback.lifecycle import FeedbackState
from backend.panel.schemas.base import LinkOut, OnCallOut, Shape, Source, Time
from backend.panel.schemas.emergency import EscalatesOut, EscalationQuestion, PagePlan
from backend.panel.schemas.operation import OperationOut


class BoardSources(Shape):
    """The vendors behind the board."""

    gitlab: Source
    pagerduty: Source


class EmergencyRow(Shape):
    """An open emergency; `ticket_id` null when its title names none. `offer_escalation`: it has gone on for long.

    `pool`: it asks the backup pool for help. `escalates` null: nobody else will be told. `ticket_read` false: nobody
    has looked at the ticket here, so its subject and whether it is a US Government customer's are not known.
    """

    number: int
    ticket_id: int | None
    subject: str | None
    status: Literal["triggered", "acknowledged"]
    url: str
    created_at: Time
    assigned_to: list[str]
    assigned_ids: list[str]
    level: Level
    because: str
    offer_escalation: bool
    pool: bool
    escalates: EscalatesOut | None
    us_government: bool
    ticket_read: bool


class SeveralOut(Shape):
    """More than one emergency at once; `backup_pool` true when it is the pool's time."""

    count: int
    backup_pool: bool
    plan: PagePlan


class StarRow(Shape):
    """An open STAR, and what a manager does next about it; `next_step` is empty when all is done."""

    iid: int
    url: str
    ticket_id: int | None
    title: str
    state: Literal["submitted", "acknowledged", "in_progress"]
    urgency: str | None
    urgency_label: str | None
    created_at: Time
    due_at: Time | None
    level: Level
    assignee: str | None
    assignees: list[str]
    acknowledged_by: str | None
    next_step: str


class FeedbackRow(Shape):
    """Feedback that a manager looks after: contact is due, or was made and the ticket is not back on track yet.

    So is feedback that names no ticket (`ticket_id` null). `due_at` null when no contact is due.
    """

    iid: int
    url: str
    ticket_id: int | None
    title: str
    state: FeedbackState
    created_at: Time
    due_at: Time | None
    level: Level
    overdue: bool
    assignee: str | None


class Turn(Shape):
    """A manager's turn on a schedule; `region` is the schedule's in the handbook."""

    name: str
    start: Time | None
    end: Time | None
    region: str | None


class Cover(Shape):
    """Somebody stands in for a few hours: an override that stands in PagerDuty; `by` null = not arranged here.

    `instead_of` names for whom, as far as it was arranged here.
    """

    override_id: str
    name: str
    start: Time
    end: Time
    by: str | None
    instead_of: list[str]
    region: str | None


class CoverSchedule(Shape):
    """A schedule of the managers that cover can be for."""

    id: str
    name: str


class CoverCheckOut(Shape):
    """What cover would do: on which schedule, instead of whom, and what speaks against it, a sentence each."""

    schedule: CoverSchedule
    instead_of: list[str]
    warnings: list[str]


class CoverChoice(Shape):
    """Who could stand in: a PagerDuty user."""

    user: str
    name: str


class CoverOut(Shape):
    """Who is on call on the manager's schedule in the next days, who could cover, and what was arranged here.

    `configured` false: the handbook names no schedule, so cover is arranged by hand. `links` are pages about it.
    `schedules` are those that it can be for.
    """

    configured: bool
    words: str
    links: list[LinkOut]
    turns: list[Turn]
    choices: list[CoverChoice]
    covers: list[Cover]
    schedules: list[CoverSchedule]


class Taker(Shape):
    """A manager who takes the shift over; `user_id` is their PagerDuty user."""

    user_id: str | None
    name: str


class HandOffOut(Shape):
    """The state of the shift as a text to edit and copy, and who takes over; `receivers` empty = not known."""

    text: str
    receivers: list[Taker]


class Totals(Shape):
    """How many rows each table has, sent or not."""

    emergencies: int
    stars: int
    feedback: int


class BoardOut(Shape):
    """The shift at a glance.

    Each table has its first rows, 50 unless more are asked for (`?rows=200`, 1000, 5000), and `totals` counts them all.

    `operations` are the board's own: they belong to no ticket (`ticket_id` 0). `hand_off_channel` is where a hand-off
    may be posted, null = it is copied. `health` says what cannot be done now, a sentence each; empty = all is well.
    """

    health: list[str]

    on_call: OnCallOut
    emergencies: list[EmergencyRow]
    several: SeveralOut | None
    escalation: list[EscalationQuestion]
    stars: list[StarRow]
    feedback: list[FeedbackRow]
    totals: Totals
    cover: CoverOut
    hand_off_channel: str | None
    operations: list[OperationOut]
    sources: BoardSources


class Series(Shape):
    """One line of a chart: a value a week, null = there is none; `label` is what the handbook calls it, if it does."""

    name: str
    label: str | None
    values: list[float | None]


class Chart(Shape):
    """One question about the past, answered week by week."""

    id: Literal["star_label", "star_urgency", "star_outcome", "star_resolve", "emergency_verdict", "emergency_override"]
    series: list[Series]


class TrendsOut(Shape):
    """The past weeks; `weeks` are their Mondays, oldest first."""

    weeks: list[str]
    charts: list[Chart]
