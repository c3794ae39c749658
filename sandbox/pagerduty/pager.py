"""PagerDuty's state and the rules of opening and changing an incident."""

import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sandbox import clock
from sandbox.dialects import Dialects
from sandbox.errors import Json
from sandbox.pagerduty import refusals
from sandbox.pagerduty.incident import STATUSES, Incident
from sandbox.pagerduty.rota import Policy, Rota, Schedule

LONGEST_TITLE, LONGEST_KEY = 1024, 255


@dataclass
class Pager:
    """Services, people, on-call and incidents."""

    base_url: str = ""
    dialects: Dialects = field(default_factory=Dialects)
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

    def incident(self, incident_id: str) -> Incident:
        """Find an incident or refuse."""
        found = self.incidents.get(incident_id)
        if found is None:
            raise refusals.not_found("Incident")
        return found

    @property
    def shift_based(self) -> bool:
        """Say whether the account's schedules are shift-based, or classic ones of layers."""
        return self.dialects["pagerduty_schedules"] == "shift_based"

    def schedule(self, schedule_id: str, *, shift_based: bool) -> Schedule:
        """Find a schedule for the calls of one kind, or refuse: each kind has calls of its own."""
        found = self.rota.schedules.get(schedule_id)
        if found is None:
            raise refusals.not_found("Schedule")
        if self.shift_based != shift_based:
            raise refusals.other_kind(self.shift_based)
        return found

    def find_open(self, service_id: str, key: str) -> Incident | None:
        """Find the open incident that holds a key on a service."""
        same = (item for item in self.incidents.values() if (item.service_id, item.key) == (service_id, key))
        return next((item for item in same if item.is_open), None)

    def service_status(self, service_id: str) -> str:
        """Tell how a service is, by the open incidents on it."""
        statuses = {item.status for item in self.incidents.values() if item.service_id == service_id}
        return "critical" if "triggered" in statuses else "warning" if "acknowledged" in statuses else "active"

    def open(self, title: str, service_id: str, key: str | None = None, policy_id: str | None = None,
             assignees: list[str] | None = None, opener: str | None = None, details: str | None = None,
             created_at: datetime | None = None, urgency: str = "high") -> Incident:  # fmt: skip
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
            number=next(self._numbers), title=title, service_id=service_id, policy_id=policy.id, urgency=urgency,
            key=key or secrets.token_hex(16), created_at=moment, changed_at=moment, details=details,
        )  # fmt: skip
        self._assign(incident, policy, assignees, opener)
        self.incidents[incident.id] = incident
        return incident

    def _assign(self, incident: Incident, policy: Policy, assignees: list[str] | None, opener: str | None) -> None:
        at = incident.created_at
        if assignees:
            incident.give(assignees, at, "direct_assignment")
        else:
            level, people = self.first_line(policy)
            incident.give(people, at, "escalation_policy", level)
        incident.paged = [user_id for user_id in incident.assignees if user_id != opener]
        if opener in incident.assignees:
            # Whoever opens an incident for themselves has seen it: PagerDuty notifies nobody.
            incident.change("acknowledged", at, opener)
            incident.paged = []

    def first_line(self, policy: Policy) -> tuple[int, list[str]]:
        """Find the first level of a policy where somebody is on call, and who that is."""
        for level in range(1, len(policy.levels) + 1):
            if people := self.rota.line(policy, clock.now(), level):
                return level, people
        raise refusals.nobody_on_call()

    def set_status(self, incident: Incident, status: Any, user_id: str | None, at: datetime | None = None) -> None:
        """Acknowledge or resolve an incident; a resolved one stays resolved."""
        if status not in STATUSES:
            raise refusals.invalid(f"Status must be one of {', '.join(STATUSES)}")
        if not incident.is_open and status != "resolved":
            raise refusals.invalid("Incident Already Resolved")
        at = at or clock.now()
        incident.change(status, at, user_id)
        if status == "resolved":
            incident.resolved_at, incident.assigned = incident.resolved_at or at, {}

    def escalate(self, incident: Incident, policy_id: str | None, level: int, by: str | None) -> None:
        """Hand an incident to a level of its policy, or of another one."""
        policy = self.rota.policies[policy_id or incident.policy_id]
        people = self.rota.line(policy, clock.now(), level)
        if not people:
            raise refusals.nobody_on_call()
        incident.policy_id = policy.id
        self._hand_over(incident, people, "escalation_policy", by, level)

    def assign(self, incident: Incident, people: list[str], by: str | None) -> None:
        """Hand an incident to people; its policy no longer counts."""
        self._hand_over(incident, people, "direct_assignment", by)

    def _hand_over(self, incident: Incident, people: list[str], via: str, by: str | None, level: int = 1) -> None:
        """Page who has it now: an acknowledgement was the one of those who had it before."""
        now = clock.now()
        incident.assigned = {}
        incident.give(people, now, via, level)
        incident.paged += [key for key in people if key != by]
        incident.change("triggered", now, by)
