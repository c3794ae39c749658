"""PagerDuty's state and the rules of opening and changing an incident."""

import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sandbox import clock
from sandbox.errors import Json
from sandbox.pagerduty import refusals
from sandbox.pagerduty.rota import Policy, Rota

OPEN = ("triggered", "acknowledged")
STATUSES = (*OPEN, "resolved")
LONGEST_TITLE, LONGEST_KEY = 1024, 255


@dataclass
class Incident:
    """One incident; `paged` lists who was notified about it."""

    id: str
    number: int
    title: str
    service_id: str
    policy_id: str
    key: str
    created_at: datetime
    changed_at: datetime
    status: str = "triggered"
    details: str | None = None
    assignees: list[str] = field(default_factory=list)
    acknowledged_by: list[str] = field(default_factory=list)
    paged: list[str] = field(default_factory=list)
    changed_by: str | None = None
    resolved_at: datetime | None = None
    via: str = "escalation_policy"
    notes: list[Json] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to deal with it."""
        return self.status in OPEN


@dataclass
class Pager:
    """Services, people, on-call and incidents."""

    base_url: str = ""
    rota: Rota = field(default_factory=Rota)
    users: dict[str, Json] = field(default_factory=dict)
    services: dict[str, Json] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(48_211))

    def clear(self, base_url: str) -> None:
        """Forget everything; numbers go on."""
        self.base_url = base_url
        self.rota = Rota()
        for store in (self.users, self.services, self.incidents):
            store.clear()

    def user_by_email(self, email: str | None) -> str | None:
        """Find the user behind a From header."""
        wanted = (email or "").strip().lower()
        return next((key for key, user in self.users.items() if user["email"].lower() == wanted), None)

    def find_open(self, service_id: str, key: str) -> Incident | None:
        """Find the open incident that holds a key on a service."""
        same = (item for item in self.incidents.values() if (item.service_id, item.key) == (service_id, key))
        return next((item for item in same if item.is_open), None)

    def open(self, title: str, service_id: str, key: str | None = None, policy_id: str | None = None,
             assignees: list[str] | None = None, opener: str | None = None, details: str | None = None,
             created_at: datetime | None = None) -> Incident:  # fmt: skip
        """Open an incident and page level 1, or refuse as PagerDuty does."""
        service = self.services.get(service_id)
        if service is None:
            raise refusals.not_found("Service")
        policy = self.rota.policies.get(policy_id or service["policy_id"])
        if policy is None:
            raise refusals.no_such_policy()
        if key and self.find_open(service_id, key):
            raise refusals.duplicate_key()
        moment = created_at or clock.now()
        incident = Incident(
            id="Q" + "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(13)),
            number=next(self._numbers), title=title, service_id=service_id, policy_id=policy.id,
            key=key or secrets.token_hex(16), created_at=moment, changed_at=moment, details=details,
        )  # fmt: skip
        self._assign(incident, policy, assignees, opener)
        self.incidents[incident.id] = incident
        return incident

    def _assign(self, incident: Incident, policy: Policy, assignees: list[str] | None, opener: str | None) -> None:
        if not assignees:
            incident.assignees = self.rota.line(policy, clock.now())
            if not incident.assignees:
                raise refusals.nobody_on_call()
        else:
            incident.assignees, incident.via = list(assignees), "direct_assignment"
        incident.paged = [user_id for user_id in incident.assignees if user_id != opener]
        if opener in incident.assignees:
            # Whoever opens an incident for themselves has seen it: PagerDuty notifies nobody.
            incident.status, incident.acknowledged_by = "acknowledged", [opener] if opener else []
            incident.paged = []

    def set_status(self, incident: Incident, status: Any, user_id: str | None) -> None:
        """Acknowledge or resolve an incident; a resolved one stays resolved."""
        if status not in STATUSES:
            raise refusals.invalid(f"Status must be one of {', '.join(STATUSES)}")
        if not incident.is_open and status != "resolved":
            raise refusals.invalid("Incident Already Resolved")
        now = clock.now()
        incident.status, incident.changed_at, incident.changed_by = status, now, user_id
        if status == "acknowledged" and user_id and user_id not in incident.acknowledged_by:
            incident.acknowledged_by.append(user_id)
        if status == "resolved":
            incident.resolved_at, incident.assignees = incident.resolved_at or now, []

    def escalate(self, incident: Incident, policy_id: str | None, level: int, by: str | None) -> None:
        """Hand an incident to a level of its policy, or of another one."""
        policy = self.rota.policies[policy_id or incident.policy_id]
        people = self.rota.line(policy, clock.now(), level)
        if not people:
            raise refusals.nobody_on_call()
        incident.policy_id = policy.id
        self._hand_over(incident, people, "escalation_policy", by)

    def assign(self, incident: Incident, people: list[str], by: str | None) -> None:
        """Hand an incident to people; its policy no longer counts."""
        self._hand_over(incident, people, "direct_assignment", by)

    def _hand_over(self, incident: Incident, people: list[str], via: str, by: str | None) -> None:
        """Page who has it now: an acknowledgement was the one of those who had it before."""
        incident.assignees, incident.via = people, via
        incident.paged += [key for key in people if key != by]
        incident.status, incident.acknowledged_by = "triggered", []
        incident.changed_at, incident.changed_by = clock.now(), by
