"""Which of the handbook's channels something belongs into."""

from backend.domain.star.checks import licence_case
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook


def engineers_channel(ticket: Ticket | None, handbook: Handbook) -> str:
    """Choose where a ticket's technical discussion belongs: the key of a channel."""
    engineers = handbook.slack.engineers
    if ticket and licence_case(ticket, handbook):
        return engineers.licence
    by_product = {
        "self_managed": engineers.self_managed,
        "gitlab_com": engineers.gitlab_com,
        "dedicated": engineers.dedicated,
        "other": engineers.other,
    }
    return by_product[handbook.zendesk.product(ticket.form_id) if ticket else "other"]


def emergency_channels(ticket: Ticket | None, handbook: Handbook) -> dict[str, str]:
    """Give the channels in which people for an emergency are asked for, key → name, that of its engineers first."""
    keys = (engineers_channel(ticket, handbook), *handbook.slack.emergencies)
    return {key: handbook.slack.channels[key] for key in keys}
