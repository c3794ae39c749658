"""Slack in the product's words: messages and reactions, in the workspace.

What we post carries our mark in the message's metadata: people do not see it, and a look finds it again. Facts:
docs.slack.dev, "Message metadata".
"""

from datetime import datetime

from backend.domain.listing import Listing
from backend.domain.slack.messages import Message, MessageRef
from backend.vendors.errors import VendorRejected
from backend.vendors.fields import Record
from backend.vendors.listings import fitting, joined
from backend.vendors.slack.records import (
    EVENT,
    MessageRecord,
    Messages,
    Permalink,
    Posted,
    ReactionRecord,
    ReactionsAnswer,
    message_from,
)
from backend.vendors.slack.session import NAME
from backend.vendors.slack.workspace import Workspace


class Slack(Workspace):
    """The Slack workspace, acting as the app's bot."""

    def messages(self, channel: str, since: datetime, until: datetime) -> Listing[Message]:
        """List a channel's messages between two times, without those in threads."""
        return self._messages(
            "conversations.history",
            channel,
            oldest=f"{since.timestamp():.6f}",
            latest=f"{until.timestamp():.6f}",
            inclusive="true",
        )

    def message(self, place: MessageRef) -> Message | None:
        """Read one message that begins a thread; None when there is none."""
        listed = self._messages(
            "conversations.history", place.channel, oldest=place.ts, latest=place.ts, inclusive="true"
        )
        return next((message for message in listed if message.place == place), None)

    def thread(self, place: MessageRef) -> Listing[Message]:
        """List the messages of a thread, its first one included."""
        return self._messages("conversations.replies", place.channel, ts=place.ts)

    def has_reaction(self, place: MessageRef, emoji: str) -> bool:
        """Tell whether a message has a reaction, by whomever."""
        return any(reaction.name == emoji for reaction in self._reactions(place))

    def signed_by(self, place: MessageRef, emoji: str) -> tuple[str, ...]:
        """List the ids of the members who put a reaction on a message."""
        return tuple(user for reaction in self._reactions(place) if reaction.name == emoji for user in reaction.users)

    def _reactions(self, place: MessageRef) -> tuple[ReactionRecord, ...]:
        # Without `full` Slack shortens the lists of who reacted.
        answer = self._ask("reactions.get", ReactionsAnswer, channel=place.channel, timestamp=place.ts, full="true")
        return answer.message.reactions

    def react(self, place: MessageRef, emoji: str) -> None:
        """Add a reaction; it is there as well when it was there before."""
        try:
            self._ask("reactions.add", Record, channel=place.channel, timestamp=place.ts, name=emoji)
        except VendorRejected as error:
            if "already_reacted" not in error.reason:
                raise

    def post(self, channel: str, text: str, mark: str, thread: MessageRef | None = None) -> MessageRef:
        """Post a message, or a reply into a thread; `text` is already safe (see domain/slack/text.py)."""
        posted = self._ask(
            "chat.postMessage",
            Posted,
            channel=channel,
            text=text,
            metadata={"event_type": EVENT, "event_payload": {"mark": mark}},
            thread_ts=thread.ts if thread else None,
            unfurl_links=False,
            unfurl_media=False,
        )
        return MessageRef(posted.channel, posted.ts)

    def link(self, place: MessageRef) -> str:
        """Give the address of a message."""
        return self._ask("chat.getPermalink", Permalink, channel=place.channel, message_ts=place.ts).permalink

    def _messages(self, method: str, channel: str, **options: str) -> Listing[Message]:
        pages = self._pages(method, Messages, channel=channel, include_all_metadata="true", **options)
        return joined(
            fitting(NAME, "message", page.messages, MessageRecord, lambda raw: message_from(channel, raw), "ts")
            for page in pages
        )
