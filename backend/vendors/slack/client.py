"""Slack in the product's words: channels, messages, reactions, members.

What we post carries our mark in the message's metadata: people do not see it, and a look finds it again. Facts:
docs.slack.dev, "Message metadata".
"""

import threading
from dataclasses import dataclass
from datetime import datetime

from cachetools import TTLCache

from backend.domain.listing import Listing
from backend.domain.slack.messages import Message, Place
from backend.vendors.answers import fitting, joined
from backend.vendors.errors import Denied, NotFound, VendorRejected
from backend.vendors.fields import Record
from backend.vendors.slack.records import (
    EVENT,
    ChannelRecord,
    Channels,
    EmojiAnswer,
    Identity,
    MemberAnswer,
    MessageRecord,
    Messages,
    Permalink,
    Posted,
    ProfileRecord,
    ReactionRecord,
    ReactionsAnswer,
    message_from,
)
from backend.vendors.slack.session import NAME, Session

MOST_CHANNELS, CHANNEL_SECONDS = 4096, 3600.0
"""How many channels are known by name, and for how long: they are renamed now and then."""


@dataclass(frozen=True, slots=True)
class Member:
    """Who somebody is in the workspace; `email` None = Slack does not tell it."""

    id: str
    name: str
    email: str | None


class Slack(Session):
    """The Slack workspace, acting as the app's bot."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(url, token)
        self._channels: TTLCache[str, str] = TTLCache(MOST_CHANNELS, CHANNEL_SECONDS)
        self._guard = threading.Lock()
        self._url = url
        self._identity: Identity | None = None

    def myself(self) -> tuple[str, frozenset[str]]:
        """Tell whom the token belongs to, and its scopes; empty when Slack does not name them."""
        answer, headers = self._ask_all("auth.test", Identity, {})
        granted = headers.get("x-oauth-scopes", "")
        return answer.user, frozenset(one.strip() for one in granted.split(",") if one.strip())

    def own_ids(self) -> frozenset[str]:
        """Read the ids under which our own messages appear: our bot and its user; asked once."""
        found = self._known_identity()
        return frozenset(one for one in (found.user_id, found.bot_id) if one)

    def homes(self) -> frozenset[str]:
        """Give the addresses with which links to our workspace's messages begin; asked once."""
        return frozenset(one for one in (self._url, self._known_identity().url) if one)

    def is_ours(self, message: Message) -> bool:
        """Tell whether our own app has written a message."""
        return bool(self.own_ids() & {message.user, message.bot})

    def channel(self, name: str) -> str:
        """Give a channel's id by its name, with or without #; only channels that the bot is in are known."""
        wanted = name.removeprefix("#")
        if known := self._known_channel(wanted):
            return known
        pages = self._pages(
            "users.conversations", Channels, types="public_channel,private_channel", exclude_archived="true"
        )
        found = joined(fitting(NAME, "channel", page.channels, ChannelRecord, lambda raw: raw) for page in pages)
        ids = {one.name: one.id for one in found}
        with self._guard:
            self._channels.update(ids)
        if wanted not in ids:
            raise Denied(NAME, f"our app is not in #{wanted}, or there is no such channel: invite it there")
        return ids[wanted]

    def messages(self, channel: str, since: datetime, until: datetime) -> Listing[Message]:
        """List a channel's messages between two times, without those in threads."""
        return self._messages(
            "conversations.history",
            channel,
            oldest=f"{since.timestamp():.6f}",
            latest=f"{until.timestamp():.6f}",
            inclusive="true",
        )

    def message(self, place: Place) -> Message | None:
        """Read one message that begins a thread; None when there is none."""
        listed = self._messages(
            "conversations.history", place.channel, oldest=place.ts, latest=place.ts, inclusive="true"
        )
        return next((one for one in listed if one.place == place), None)

    def thread(self, place: Place) -> Listing[Message]:
        """List the messages of a thread, its first one included."""
        return self._messages("conversations.replies", place.channel, ts=place.ts)

    def has_reaction(self, place: Place, emoji: str) -> bool:
        """Tell whether a message has a reaction, by whomever."""
        return any(one.name == emoji for one in self._reactions(place))

    def signed_by(self, place: Place, emoji: str) -> tuple[str, ...]:
        """List the ids of the members who put a reaction on a message."""
        return tuple(user for one in self._reactions(place) if one.name == emoji for user in one.users)

    def _reactions(self, place: Place) -> tuple[ReactionRecord, ...]:
        # Without `full` Slack shortens the lists of who reacted.
        answer = self._ask("reactions.get", ReactionsAnswer, channel=place.channel, timestamp=place.ts, full="true")
        return answer.message.reactions

    def react(self, place: Place, emoji: str) -> None:
        """Add a reaction; it is there as well when it was there before."""
        try:
            self._ask("reactions.add", Record, channel=place.channel, timestamp=place.ts, name=emoji)
        except VendorRejected as error:
            if "already_reacted" not in error.reason:
                raise

    def emoji(self) -> tuple[frozenset[str], frozenset[str]]:
        """List the emoji that a reaction may have: the workspace's own, and the standard ones if Slack names them."""
        found = self._ask("emoji.list", EmojiAnswer, include_categories="true")
        return frozenset(found.emoji), frozenset(name for one in found.categories for name in one.emoji_names)

    def post(self, channel: str, text: str, mark: str, thread: Place | None = None) -> Place:
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
        return Place(posted.channel, posted.ts)

    def link(self, place: Place) -> str:
        """Give the address of a message."""
        return self._ask("chat.getPermalink", Permalink, channel=place.channel, message_ts=place.ts).permalink

    def user(self, email: str) -> str | None:
        """Find a member's id by their e-mail address; None when there is none."""
        try:
            return self._ask("users.lookupByEmail", MemberAnswer, email=email).user.id
        except NotFound:
            return None

    def member(self, user_id: str) -> Member:
        """Read who a member is; raise NotFound when there is none."""
        found = self._ask("users.info", MemberAnswer, user=user_id).user
        profile = found.profile or ProfileRecord()
        return Member(found.id, profile.real_name or found.name or found.id, profile.email)

    def _messages(self, method: str, channel: str, **options: str) -> Listing[Message]:
        pages = self._pages(method, Messages, channel=channel, include_all_metadata="true", **options)
        return joined(
            fitting(NAME, "message", page.messages, MessageRecord, lambda raw: message_from(channel, raw), "ts")
            for page in pages
        )

    def _known_identity(self) -> Identity:
        if self._identity is None:
            self._identity = self._ask("auth.test", Identity)
        return self._identity

    def _known_channel(self, name: str) -> str | None:
        with self._guard:
            return self._channels.get(name)
