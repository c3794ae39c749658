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
    duties = [one for one in on_calls if one.user_id and not is_over(one, now)]
    theirs = {one.level for one in duties if one.user_id in incident.assigned_ids and on_duty(one, now)}
    duties.sort(key=lambda one: (one.role != "engineer", not on_duty(one, now)))
    people = [Candidate(one.user_id or "", one.name, one.role, on_duty(one, now)) for one in duties]
    people += [Candidate(one.pagerduty_id, one.name) for one in handbook.people if one.pagerduty_id]
    free: dict[str, Candidate] = {}
    for one in people:
        if one.to not in incident.assigned_ids:
            free.setdefault(one.to, one)
    levels = [
        Candidate(f"{LEVEL}{one.level}", one.name) for one in handbook.pagerduty.levels if one.level not in theirs
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
