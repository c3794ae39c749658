"""PagerDuty's incidents as the product mirrors them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

IncidentStatus = Literal["triggered", "acknowledged", "resolved"]
Urgency = Literal["high", "low"]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody to whom an incident is assigned, or who acknowledged it; `at` is since when, None = not told."""

    user_id: str
    name: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MergedInto:
    """The incident that another one was merged into."""

    id: str
    number: int | None = None
    url: str | None = None

    @property
    def label(self) -> str:
        """Name it as people do: by its number, else by its id."""
        return f"#{self.number}" if self.number else self.id


@dataclass(frozen=True, slots=True)
class PendingAction:
    """What PagerDuty will do by itself: `kind` is escalate, unacknowledge, resolve or urgency_change."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Incident:
    """A PagerDuty incident that concerns us.

    `assigned_to` holds names, `assigned_ids` the users behind them, in the same order; `assignments` and
    `acknowledgements` tell since when as well. `direct`: it was handed to people, so its policy tells nobody else.
    `changed_by` is the id of the user or service behind its latest change of status. What PagerDuty did not say is None
    or empty.
    """

    id: str
    number: int
    title: str
    status: IncidentStatus
    url: str
    service_id: str
    key: str | None
    created_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    resolved_at: datetime | None = None
    assigned_to: tuple[str, ...] = ()
    assigned_ids: tuple[str, ...] = ()
    policy_id: str | None = None
    urgency: Urgency | None = None
    priority: str | None = None
    service_name: str | None = None
    policy_name: str | None = None
    last_status_change_at: datetime | None = None
    reopened_at: datetime | None = None
    assignments: tuple[Holder, ...] = ()
    acknowledgements: tuple[Holder, ...] = ()
    merged_into: MergedInto | None = None
    pending: tuple[PendingAction, ...] = ()
    updated_at: datetime | None = None
    direct: bool = False
    changed_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to contact the customer (PagerDuty's resolved = contacted)."""
        return self.status != "resolved"

    @property
    def since(self) -> datetime:
        """Give the time of the latest change of status, assignment or acknowledgement."""
        held = (holder.at for holder in (*self.assignments, *self.acknowledgements))
        told = (self.last_status_change_at, self.reopened_at, self.resolved_at, *held)
        return max((self.created_at, *(at for at in told if at)))

    def is_older_than(self, other: "Incident") -> bool:
        """Tell whether this reading of an incident shows an earlier state than another reading of it."""
        return max(self.since, self.updated_at or self.since) < max(other.since, other.updated_at or other.since)
