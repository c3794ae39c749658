"""Which other ticket of a customer may go on in place of one whose emergency is none."""

from typing import Literal

from backend.domain.eligibility.reported import OVER
from backend.domain.tickets import Ticket

Problem = Literal["missing", "not_theirs", "over", "unread"]


def problem_of(other: Ticket, ticket: Ticket) -> Problem | None:
    """Say why a customer cannot be told that another ticket goes on; None = it can go on.

    It is theirs if organization or requester are the same, by their ids.
    """
    if not _ids(other) & _ids(ticket):
        return "not_theirs"
    return "over" if other.status in OVER else None


def _ids(ticket: Ticket) -> set[tuple[str, int]]:
    whose = (("organization", ticket.organization), ("requester", ticket.requester))
    return {(name, whom.id) for name, whom in whose if whom}
