"""Which engineers are free for work that comes up now, and why each: nobody is asked or assigned by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from backend.domain.hours import is_open
from backend.domain.issues import Issue
from backend.domain.paging.accounts import Accounts
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


@dataclass(frozen=True, slots=True)
class FreeEngineer:
    """An engineer who could take more work now, and what shows it."""

    engineer: Engineer
    because: tuple[str, ...]

    def suggested(self, ticket: Ticket | None, *more: str) -> Suggestion:
        """Suggest this engineer for a ticket, with `more` that speaks for them; what they know of it is said first."""
        known = skills(self.engineer, ticket)
        knows = [f"knows {', '.join(known)}"] if known else []
        return Suggestion(self.engineer.gitlab, self.engineer.name, (*knows, *self.because, *more), bool(known))


def free_engineers(
    engineers: Iterable[Engineer], on_calls: Iterable[OnCall], open_stars: Iterable[Issue], now: datetime
) -> list[FreeEngineer]:
    """List who is awake, not on call and on no open STAR, in the order of the engineers' file."""
    busy = {name.casefold() for issue in open_stars for name in issue.assigned}
    duties = [duty for duty in on_calls if on_duty(duty, now)]
    found = []
    for engineer in engineers:
        accounts = Accounts.made([engineer.pagerduty_id], [engineer.email])
        if engineer.gitlab.casefold() in busy or any(map(accounts.has, duties)) or not is_open(engineer.hours, now):
            continue
        on_call = "not on call" if accounts.known else "whether they are on call is not known"
        found.append(FreeEngineer(engineer, (f"at work now ({engineer.hours.name})", on_call)))
    return found


def skills(engineer: Engineer, ticket: Ticket | None) -> tuple[str, ...]:
    """List the subjects that an engineer knows and a ticket names, in its subject or its tags."""
    if ticket is None:
        return ()
    words = f" {squashed(' '.join((ticket.subject, *sorted(ticket.tags))))} "
    return tuple(skill for skill in engineer.skills if f" {squashed(skill)} " in words)
