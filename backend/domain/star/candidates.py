"""Who could take a STAR: awake, not on call, on no other open STAR; those who know the subject first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from backend.domain.hours import is_open
from backend.domain.issues import Issue
from backend.domain.paging.on_call import OnCall, on_duty
from backend.domain.text import squashed
from backend.domain.tickets import Ticket
from backend.handbook.model.engineers import Engineer

MOST = 5
"""As many as somebody chooses from."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could take it, and why."""

    username: str
    name: str
    because: tuple[str, ...]
    skilled: bool


def suggestions(
    engineers: Iterable[Engineer],
    ticket: Ticket | None,
    on_calls: Iterable[OnCall],
    open_stars: Iterable[Issue],
    now: datetime,
) -> tuple[Suggestion, ...]:
    """List who could take a ticket's STAR; nobody is assigned by it."""
    busy = {name.casefold() for issue in open_stars for name in issue.assigned}
    duty = {value for one in on_calls if on_duty(one, now) for value in (one.user_id, one.email) if value}
    found = []
    for one in engineers:
        accounts = {one.pagerduty_id, one.email} - {None}
        if one.gitlab.casefold() in busy or accounts & duty or not is_open(one.hours, now):
            continue
        known = skills(one, ticket)
        because = [f"knows {', '.join(known)}"] if known else []
        because.append(f"at work now ({one.hours.name})")
        because.append("not on call" if accounts else "whether they are on call is not known")
        because.append("on no other STAR")
        found.append(Suggestion(one.gitlab, one.name, tuple(because), bool(known)))
    return tuple(sorted(found, key=lambda each: not each.skilled)[:MOST])


def skills(engineer: Engineer, ticket: Ticket | None) -> tuple[str, ...]:
    """List the subjects that an engineer knows and a ticket names, in its subject or its tags."""
    if ticket is None:
        return ()
    words = f" {squashed(' '.join((ticket.subject, *sorted(ticket.tags))))} "
    return tuple(skill for skill in engineer.skills if f" {squashed(skill)} " in words)
