"""Who will be told next about a page that nobody has acknowledged, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.clock import Level, minutes_between, span, worse
from backend.domain.paging.identity import is_pool_page
from backend.domain.paging.incident import Incident
from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Escalation:
    """To whom PagerDuty goes next, and when; `told` = PagerDuty itself named the time."""

    to: str
    at: datetime
    told: bool


def next_escalation(incident: Incident, handbook: Handbook, now: datetime) -> Escalation | None:
    """Tell who is told next; None = nobody else will be.

    A page that was handed to a person has left its policy, and one of low urgency does not escalate. The time runs
    from the last change of status or assignment; what PagerDuty itself says of it counts first. PagerDuty does
    not tell which level a page is on that changed hands, so the next one is not named. The handbook knows the levels of
    our own policy alone; for others, such as the backup pool's, only what PagerDuty says counts.
    """
    if incident.status != "triggered" or _handed(incident) or incident.urgency == "low":
        return None
    limits = handbook.pagerduty.minutes
    steps = (("the managers", limits.to_managers), ("the seniors", limits.to_seniors))
    planned = [(to, incident.since + timedelta(minutes=minutes)) for to, minutes in steps]
    if _on_another_policy(incident, handbook):
        planned = []
    elif _changed_hands(incident):
        planned = [("the next level", planned[0][1])]
    ahead = next(((to, at) for to, at in planned if at > now), None)
    told = min((action.at for action in incident.pending if action.kind == "escalate"), default=None)
    if told is not None and told > now:
        return Escalation(ahead[0] if ahead else "the next level", told, told=True)
    return Escalation(*ahead, told=False) if ahead else None


def waiting(incident: Incident, handbook: Handbook, now: datetime) -> tuple[Level, str]:
    """Judge how long nobody has acknowledged a page since it last changed hands or status."""
    limits, waited = handbook.pagerduty.minutes, minutes_between(incident.since, now)
    colour: Level = "red" if waited >= limits.to_seniors else "amber" if waited >= limits.to_managers else "calm"
    coming = next_escalation(incident, handbook, now)
    if coming:
        ahead = f"PagerDuty goes to {coming.to} in {span(minutes_between(now, coming.at))}."
        return colour, f"{_unanswered(incident, waited)} {ahead}"
    if incident.urgency == "low":
        return worse(colour, "amber"), f"{_unanswered(incident, waited)} Low urgency: no phone rings."
    if _handed(incident):
        return worse(colour, "amber"), f"{_unanswered(incident, waited)} Nobody else will be told."
    return colour, f"{_unanswered(incident, waited)} PagerDuty tells of nobody whom it goes to next."


def _handed(incident: Incident) -> bool:
    """Tell whether people have it by name: PagerDuty then no longer goes up the policy."""
    return incident.direct or incident.policy_id is None


def _on_another_policy(incident: Incident, handbook: Handbook) -> bool:
    ours = handbook.pagerduty.escalation_policy.id
    return is_pool_page(incident, handbook) or (ours is not None and incident.policy_id != ours)


def _changed_hands(incident: Incident) -> bool:
    """Tell whether the last change gave the page to somebody else."""
    return incident.since != incident.created_at and any(holder.at == incident.since for holder in incident.assignments)


def _unanswered(incident: Incident, waited: int) -> str:
    if incident.since == incident.created_at:
        return f"Nobody has acknowledged it for {span(waited)}." if waited else "Not acknowledged yet."
    if incident.reopened_at == incident.since:
        return f"Opened again {span(waited)} ago, not acknowledged since."
    if _changed_hands(incident) and _handed(incident):
        names = ", ".join(incident.assigned_to)
        return f"Handed to {names} {span(waited)} ago, not acknowledged since."
    return f"Changed {span(waited)} ago, not acknowledged since."
