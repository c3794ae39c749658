"""Read and carry out what becomes of a PagerDuty incident behind the product's back."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.control import read
from sandbox.errors import Json, bad_control
from sandbox.pagerduty import lifecycle
from sandbox.pagerduty.incident import OPEN, STATUSES, URGENCIES, Incident
from sandbox.pagerduty.pager import Pager
from sandbox.world import this_world

CHANGES = ("title", "service_id", "urgency", "status", "assignees", "merged_into", "created_at")


def pager() -> Pager:
    """Return the pager of this world."""
    return this_world().pager


def answerer(incident: Incident) -> str:
    """Return who would pick up the phone: the first person assigned."""
    return (incident.assignees or list(pager().users))[0]


def service_of(wish: Json) -> str:
    """Read which service is meant."""
    return read.choice(wish, "service_id", tuple(pager().services))


def people_of(wish: Json) -> list[str]:
    """Read whom an incident is assigned to."""
    people = read.strings(wish, "assignees")
    if unknown := [key for key in people if key not in pager().users]:
        raise bad_control(f"assignees holds no users: {', '.join(unknown)}; users are {', '.join(pager().users)}")
    return people


@dataclass(frozen=True)
class Change:
    """A checked PATCH; what is not asked for stays as it is."""

    title: str
    created_at: datetime
    urgency: str
    service_id: str
    status: str | None
    people: list[str]
    target: Incident | None


def change_of(incident: Incident, wish: Json) -> Change:
    """Read everything before anything is changed."""
    change = Change(
        title=read.text(wish, "title", incident.title),
        created_at=read.moment(wish, "created_at") or incident.created_at,
        urgency=read.choice(wish, "urgency", URGENCIES, incident.urgency),
        service_id=service_of({"service_id": incident.service_id} | wish),
        status=read.choice(wish, "status", STATUSES) if "status" in wish else None,
        people=people_of(wish),
        target=_merged_into(wish),
    )
    if change.people and not incident.is_open and change.status is None:
        raise bad_control("assignees: the incident is resolved; reopen it with a status")
    if "assignees" in wish and not change.people:
        raise bad_control("assignees must name at least one user: an open incident is always somebody's")
    if change.people and (change.target or change.status == "resolved"):
        raise bad_control("assignees: a resolved incident is nobody's")
    return change


def apply(incident: Incident, change: Change) -> None:
    """Carry a change out; with people and a status given, the status is theirs."""
    incident.title, incident.created_at = change.title, change.created_at
    if change.urgency != incident.urgency:
        lifecycle.set_urgency(incident, change.urgency)
    if change.service_id != incident.service_id:
        lifecycle.move(pager(), incident, change.service_id)
    if not incident.is_open and change.status in OPEN:
        lifecycle.reopen(pager(), incident)
    if change.people:
        pager().assign(incident, change.people, None)
    if change.status == "triggered" and incident.status == "acknowledged":
        lifecycle.time_out(incident)
    elif change.status not in (None, incident.status):
        pager().set_status(incident, change.status, answerer(incident))
    if change.target:
        lifecycle.merge(pager(), incident, change.target, answerer(incident))


def _merged_into(wish: Json) -> Incident | None:
    if "merged_into" not in wish:
        return None
    target = pager().incidents.get(read.text(wish, "merged_into"))
    if target is None:
        raise bad_control("merged_into must be the id of an incident")
    return target
