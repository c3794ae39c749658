"""People a page can go to: to whom an open one can be handed, and who can be asked to join it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall, OnCallRole, is_over, on_duty
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.pagerduty import Named

LEVEL = "level:"
"""Begins a target that is a level of the escalation policy; any other is one person."""


@dataclass(frozen=True, slots=True)
class Responder:
    """A PagerDuty user to whom a page can go."""

    id: str
    name: str
    email: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class ResponderTarget:
    """Whom to ask to join an incident: a user, or whoever is on call on an escalation policy."""

    kind: Literal["user", "escalation_policy"]
    id: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who could take a page: a PagerDuty user or `level:N`; `role` is their rotation, `now` = they are on duty."""

    to: str
    name: str
    role: OnCallRole | None = None
    now: bool = False


def candidates(
    incident: Incident, on_calls: Iterable[OnCall], handbook: Handbook, now: datetime
) -> tuple[Candidate, ...]:
    """List who could take a page: levels, then engineers, managers (on duty first) and colleagues who do not have it.

    A level comes first: PagerDuty goes on from there. The level of those who have the page is left out, and one of
    low urgency cannot be handed to a level.
    """
    duties = [duty for duty in on_calls if duty.user_id and not is_over(duty, now)]
    theirs = {duty.level for duty in duties if duty.user_id in incident.assigned_ids and on_duty(duty, now)}
    duties.sort(key=lambda duty: (duty.role != "engineer", not on_duty(duty, now)))
    people = [Candidate(duty.user_id or "", duty.name, duty.role, on_duty(duty, now)) for duty in duties]
    people += [
        Candidate(colleague.pagerduty_id, colleague.name) for colleague in handbook.people if colleague.pagerduty_id
    ]
    free: dict[str, Candidate] = {}
    for candidate in people:
        if candidate.to not in incident.assigned_ids:
            free.setdefault(candidate.to, candidate)
    levels = [
        Candidate(f"{LEVEL}{level.level}", level.name)
        for level in handbook.pagerduty.levels
        if level.level not in theirs
    ]
    return (*(levels if incident.urgency != "low" else ()), *free.values())


def responder_policies(handbook: Handbook) -> tuple[Named, ...]:
    """List the policies that can be asked to join a page: that of emergencies, then the handbook's others."""
    found: dict[str, Named] = {}
    for policy in (handbook.pagerduty.escalation_policy, *handbook.pagerduty.responder_policies.values()):
        if policy.id:
            found.setdefault(policy.id, policy)
    return tuple(found.values())


def reassign_by_hand(handbook: Handbook, url: str, who: str) -> tuple[str, ...]:
    """Tell how to hand a page over in PagerDuty itself."""
    return tuple(line.format(url=url, who=who) for line in handbook.pagerduty.manual_way.reassign)
