"""One PagerDuty incident: who has it since when, and what becomes of it by itself."""

from dataclasses import dataclass, field
from datetime import datetime

from sandbox.errors import Json

OPEN = ("triggered", "acknowledged")
STATUSES = (*OPEN, "resolved")
URGENCIES = ("high", "low")


@dataclass
class Incident:
    """One incident; `paged` lists who was notified about it, the two maps say since when somebody has it."""

    id: str
    number: int
    title: str
    service_id: str
    policy_id: str
    key: str
    created_at: datetime
    changed_at: datetime
    status: str = "triggered"
    status_at: datetime | None = None
    urgency: str = "high"
    level: int = 1
    details: str | None = None
    assigned: dict[str, datetime] = field(default_factory=dict)
    acknowledged: dict[str, datetime] = field(default_factory=dict)
    paged: list[str] = field(default_factory=list)
    changed_by: str | None = None
    resolved_at: datetime | None = None
    reopened_at: datetime | None = None
    merged_into: str | None = None
    via: str = "escalation_policy"
    notes: list[Json] = field(default_factory=list)
    responder_requests: list[Json] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to deal with it."""
        return self.status in OPEN

    @property
    def assignees(self) -> list[str]:
        """List who has it now."""
        return list(self.assigned)

    @property
    def status_changed_at(self) -> datetime:
        """Tell since when it has its status; of a triggered one PagerDuty names the last change of any kind."""
        return self.changed_at if self.status == "triggered" else self.status_at or self.changed_at

    @property
    def escalates(self) -> bool:
        """Say whether somebody else will be told if nobody reacts: not once it was given to a person."""
        return self.status == "triggered" and self.via == "escalation_policy" and self.urgency == "high"

    def change(self, status: str, at: datetime, by: str | None) -> None:
        """Take a status; an acknowledgement lasts until the incident is triggered or resolved."""
        if status != self.status:
            self.status, self.status_at = status, at
        self.changed_at, self.changed_by = at, by
        if status != "acknowledged":
            self.acknowledged = {}
        elif by:
            self.acknowledged.setdefault(by, at)

    def give(self, people: list[str], at: datetime, via: str, level: int = 1) -> None:
        """Give it to people; who had it before keeps the time since when."""
        self.assigned = {key: self.assigned.get(key, at) for key in people}
        self.via, self.level = via, level
