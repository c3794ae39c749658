"""What is done by hand in Slack, with the right channel in it."""

from backend.domain.slack import engineers_channel
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook


def cover(handbook: Handbook) -> str:
    """Tell how a manager finds cover."""
    return _filled(handbook.reminders.cover, None, handbook)


def star_reminders(ticket: Ticket | None, handbook: Handbook) -> tuple[str, ...]:
    """Tell what goes with a STAR in Slack."""
    return tuple(
        _filled(words, ticket, handbook) for words in (handbook.reminders.experts, handbook.reminders.redirect)
    )


def _filled(words: str, ticket: Ticket | None, handbook: Handbook) -> str:
    channels = handbook.slack.channels
    return words.format(
        leadership=channels.leadership,
        stars=channels.stars,
        redirect=handbook.slack.emoji.redirect,
        channel=getattr(channels, engineers_channel(ticket, handbook)),
    )
