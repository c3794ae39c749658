"""Which tickets Zendesk lets an agent see, where it restricts one.

Facts: developer.zendesk.com, "Users" (`ticket_restriction`) and "Custom Agent Roles" (`ticket_access`).
"""

from dataclasses import dataclass

from backend.domain.tickets import Ticket

WORDS = {
    "groups": "of your groups",
    "public_groups": "of your groups and of public ones",
    "organization": "of your organization",
    "assigned": "assigned to you",
    "requested": "that you have requested",
}


@dataclass(frozen=True, slots=True)
class Rights:
    """What an agent's custom role says, in Zendesk's words; None = there is none, or it does not say.

    `comment_access` is public or none, `may_edit` whether they may change tickets.
    """

    ticket_access: str | None = None
    comment_access: str | None = None
    may_edit: bool | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an agent's view goes; `restriction` None = all tickets."""

    agent_id: int
    restriction: str | None = None
    group_ids: frozenset[int] = frozenset()
    organization_id: int | None = None

    @property
    def words(self) -> str:
        """Say which tickets these are."""
        return WORDS.get(self.restriction or "", "chosen by a rule that is not known here")


def may_see(reach: Reach, ticket: Ticket) -> bool:
    """Tell whether a ticket lies within reach; a restriction that is not known lets nothing pass."""
    match reach.restriction:
        case None:
            return True
        case "groups":
            return ticket.group_id in reach.group_ids
        case "public_groups":
            return ticket.group_id in reach.group_ids or ticket.group_is_public
        case "organization":
            return ticket.organization is not None and ticket.organization.id == reach.organization_id
        case "assigned":
            return ticket.assignee is not None and ticket.assignee.id == reach.agent_id
        case "requested":
            return ticket.requester is not None and ticket.requester.id == reach.agent_id
        case _:
            return False
