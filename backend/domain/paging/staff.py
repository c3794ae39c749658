"""Who could join an emergency, or several at once: who is free and on none of them, each for one of them at most."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.domain.engineers import MOST, FreeEngineer, Suggestion, free_engineers, skills
from backend.domain.issues import Issue
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.tickets import Ticket
from backend.handbook.model.engineers import Engineer


@dataclass(frozen=True, slots=True)
class Emergency:
    """An emergency that may need more people; `ticket` None = nobody has looked at it here, so its words are not known.

    `page` None = nobody has been paged for it yet.
    """

    ticket_id: int
    ticket: Ticket | None
    page: Incident | None


def by_need(emergencies: Iterable[Emergency]) -> list[Emergency]:
    """Put those that nobody has taken first, the oldest before others, and those without a page last."""
    return sorted(emergencies, key=lambda emergency: _need(emergency.page))


def _need(page: Incident | None) -> tuple[bool, bool, float, int]:
    if page is None:
        return True, True, 0, 0
    # PagerDuty tells whole seconds; the lower number is the older one.
    return False, page.status != "triggered", page.created_at.timestamp(), page.number


def staff(
    emergencies: Sequence[Emergency],
    engineers: Iterable[Engineer],
    on_calls: Iterable[OnCall],
    open_stars: Iterable[Issue],
    now: datetime,
) -> Mapping[int, tuple[Suggestion, ...]]:
    """Suggest people for each emergency by its ticket, nobody for two; the first emergencies choose first.

    They choose in turns, one person each. Somebody who knows the subject of an emergency goes before others, and of
    those whoever is of least use to the other emergencies.
    """
    free = free_engineers(engineers, on_calls, open_stars, now)
    left = [person for person in free if not _is_on(person.engineer, emergencies)]
    useful = {
        person.engineer.gitlab: {each.ticket_id for each in emergencies if skills(person.engineer, each.ticket)}
        for person in left
    }
    chosen: dict[int, list[FreeEngineer]] = {emergency.ticket_id: [] for emergency in emergencies}
    for _ in range(MOST):
        for ticket_id, people in chosen.items():
            if best := _best(left, ticket_id, useful):
                left.remove(best)
                people.append(best)
    return {
        emergency.ticket_id: tuple(_suggested(each, emergency) for each in chosen[emergency.ticket_id])
        for emergency in emergencies
    }


def _best(left: Iterable[FreeEngineer], ticket_id: int, useful: Mapping[str, Collection[int]]) -> FreeEngineer | None:
    def fit(person: FreeEngineer) -> tuple[bool, int]:
        tickets = useful[person.engineer.gitlab]
        return ticket_id not in tickets, len(tickets)

    return min(left, key=fit, default=None)


def _is_on(engineer: Engineer, emergencies: Iterable[Emergency]) -> bool:
    """Tell whether somebody has one of the pages, has acknowledged one, or is the assignee of its ticket."""
    return any(
        _has_page(engineer, emergency.page) or _has_ticket(engineer, emergency.ticket) for emergency in emergencies
    )


def _has_page(engineer: Engineer, page: Incident | None) -> bool:
    return page is not None and engineer.pagerduty_id in {
        *page.assigned_ids,
        *(holder.user_id for holder in page.acknowledgements),
    }


def _has_ticket(engineer: Engineer, ticket: Ticket | None) -> bool:
    assignee = ticket.assignee if ticket else None
    if assignee is None:
        return False
    return engineer.zendesk_id == assignee.id or (engineer.email is not None and engineer.email == assignee.email)


def _suggested(free: FreeEngineer, emergency: Emergency) -> Suggestion:
    known = "on no other emergency" if free.engineer.pagerduty_id else "whether they have another page is not known"
    return free.suggested(emergency.ticket, known, "on no STAR")
