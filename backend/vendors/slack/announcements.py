"""The announcement of a STAR, found among the messages of its channel."""

from collections.abc import Iterator

from backend.domain.issues import Issue
from backend.domain.slack.announcement import AnnouncementSearch, announces
from backend.domain.slack.messages import Message
from backend.vendors.slack.client import Slack


def announcement_of(slack: Slack, issue: Issue, search: AnnouncementSearch) -> Message | None:
    """Find the message that announces a STAR; None when there is none yet."""
    announcers = search.announcers | slack.own_ids()
    return next((message for message in _candidates(slack, search) if announces(message, issue, announcers)), None)


def _candidates(slack: Slack, search: AnnouncementSearch) -> Iterator[Message]:
    """Give the messages that may announce it: the one that its issue links to, then the oldest."""
    channel, linked = slack.channel(search.channel), search.linked
    if linked and linked.channel == channel and (message := slack.message(linked)):
        yield message
    yield from sorted(slack.messages(channel, search.since, search.until), key=lambda message: message.place.ts)
