"""Check that the channels of Slack which the handbook names are there, and that each is used."""

from collections.abc import Iterator
from string import Formatter

from backend.handbook.loading.faults import Mismatch
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.scalars import check_template

IN_REMINDERS, IN_NOTICES = ("redirect", "channel"), ("detail", "macros")
"""What is filled into these texts besides channels."""
WRITTEN_CHANNELS = ("stars", "leadership")
"""Channels that the product itself writes to, whatever the ticket."""


def channel_mismatches(handbook: Handbook) -> Iterator[Mismatch]:
    """List every channel that is named and missing, and every one that nothing uses."""
    channels, engineers = handbook.slack.channels, handbook.slack.engineers
    for key in WRITTEN_CHANNELS:
        if key not in channels:
            yield ("slack", "channels", key), "missing"
    for product, key in engineers.model_dump().items():
        if key not in channels:
            yield ("slack", "engineers", product), f"there is no channel {key!r} under slack.channels"
    for index, key in enumerate(handbook.slack.emergencies):
        if key not in channels:
            yield ("slack", "emergencies", index), f"there is no channel {key!r} under slack.channels"
    told = handbook.slack.escalations
    if told and told not in channels:
        yield ("slack", "escalations"), f"there is no channel {told!r} under slack.channels"
    for key in channels.keys() & {*IN_REMINDERS, *IN_NOTICES}:
        yield ("slack", "channels", key), f"{{{key}}} is filled in with something else: choose another key"
    named = {*WRITTEN_CHANNELS, *engineers.keys(), *handbook.slack.emergencies, *([told] if told else [])}
    for path, text, own in _texts(handbook):
        try:
            check_template(text, (*own, *channels))
        except ValueError as error:
            yield path, str(error)
        named |= {name for _, name, _, _ in Formatter().parse(text) if name}
    for key in channels.keys() - named:
        yield ("slack", "channels", key), "nothing in the handbook uses this channel"


def _texts(handbook: Handbook) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """List the texts that channels are filled into by their keys, with what else is."""
    for key, text in handbook.reminders.items():
        yield ("reminders", key), text, IN_REMINDERS
    for key, notice in handbook.notices.items():
        yield ("notices", key, "text"), notice.text, IN_NOTICES
