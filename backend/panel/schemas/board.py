"""What the board API answers, as types."""

from typing import Literal

from pydantic import Field

from backend.domain.clock import Level
from backend.domain.feedback.lifecycle import FeedbackState
from backend.panel.schemas.base import OnCallOut, Shape, Source, Time
from backend.panel.schemas.emergency import EscalationQuestion, PagePlan
from backend.panel.schemas.incidents import EscalatesOut
from backend.panel.schemas.operation import OperationOut
from backend.panel.schemas.shift import CoverOut


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
    """An open STAR, and what a manager does next about it; `next_step` is empty when all is done.

    `half_rejected`: a comment in it says that it is none, and the issue could not be closed.
    """

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
    half_rejected: bool = False


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


class Totals(Shape):
    """How many rows each table has, sent or not."""

    emergencies: int
    stars: int
    feedback: int


class LossOut(Shape):
    """Something that cannot be done now; `text` has no full stop. `at`: when it was found last, null = just now."""

    text: str
    at: Time | None


class BoardOut(Shape):
    """The shift at a glance.

    Each table has its first rows, 50 unless more are asked for (`?rows=200`, 1000, 5000), and `totals` counts them all.

    `operations` are the board's own: they belong to no ticket (`ticket_id` 0). `hand_off_channel` is where a hand-off
    may be posted, null = it is copied. `lost` says what cannot be done now; empty = all is well. `health` says
    the same, with the times in UTC.
    """

    health: list[str]
    lost: list[LossOut] = Field(default_factory=list)

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
