"""What is done by hand in Slack, with the right channel in it."""

from backend.domain.slack.channels import engineers_channel
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook

COVER = "cover"


def cover(handbook: Handbook) -> str:
    """Tell how a manager finds cover; blank where the handbook has taken that out."""
    return _filled(handbook.reminders.get(COVER, ""), None, handbook)


def star_reminders(ticket: Ticket | None, handbook: Handbook) -> tuple[str, ...]:
    """Tell what goes with a STAR in Slack: every reminder but the one of cover."""
    return tuple(_filled(words, ticket, handbook) for key, words in handbook.reminders.items() if key != COVER)


def _filled(words: str, ticket: Ticket | None, handbook: Handbook) -> str:
    channels = handbook.slack.channels
    own = {"redirect": handbook.slack.emoji.redirect, "channel": channels[engineers_channel(ticket, handbook)]}
    return words.format(**{**channels, **own})
