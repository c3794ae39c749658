"""Opening hours, feedback, reply targets and links, as data."""

from collections.abc import Mapping
from typing import Literal

from backend.handbook.model.scalars import Count, Minutes, ReplyTemplate, Section, Text, Url, Zone
from backend.handbook.model.weekly import Schedule

Card = Literal["emergency", "star", "feedback", "on_call", "notices"]
Priority = Literal["urgent", "high", "normal", "low"]


class Hours(Section):
    """Opening hours by key."""

    schedules: Mapping[str, Schedule]


class FeedbackRules(Section):
    """Clock of a manager contact; only Monday to Friday count."""

    contact_hours: Count
    zone: Zone
    amber_hours: Count
    reply: ReplyTemplate


class ReplyTarget(Section):
    """Reply targets of a priority, in minutes."""

    first_reply_minutes: Minutes
    next_reply_minutes: Minutes


class PageLink(Section):
    """A page that the process leans on, and the card where it is needed; without an address it is not shown.

    Of the card `notices` it is shown only on those that name it.
    """

    title: Text
    url: Url
    card: Card
