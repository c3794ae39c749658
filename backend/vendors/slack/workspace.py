"""The Slack workspace: who we are in it, its members, channels and emoji."""

import threading
from dataclasses import dataclass

from cachetools import TTLCache

from backend.domain.slack.messages import Message
from backend.vendors.errors import Denied, NotFound
from backend.vendors.listings import fitting, joined
from backend.vendors.slack.records import ChannelRecord, Channels, EmojiAnswer, Identity, MemberAnswer, ProfileRecord
from backend.vendors.slack.session import NAME, Session

MOST_CHANNELS, CHANNEL_SECONDS = 4096, 3600.0
"""How many channels are known by name, and for how long: they are renamed now and then."""


@dataclass(frozen=True, slots=True)
class Member:
    """Who somebody is in the workspace; `email` None = Slack does not tell it."""

    id: str
    name: str
    email: str | None


class Workspace(Session):
    """The workspace as the app's bot sees it."""

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
        return answer.user, frozenset(scope.strip() for scope in granted.split(",") if scope.strip())

    def own_ids(self) -> frozenset[str]:
        """Read the ids under which our own messages appear: our bot and its user; asked once."""
        found = self._known_identity()
        return frozenset(own_id for own_id in (found.user_id, found.bot_id) if own_id)

    def homes(self) -> frozenset[str]:
        """Give the addresses with which links to our workspace's messages begin; asked once."""
        return frozenset(home for home in (self._url, self._known_identity().url) if home)

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
        ids = {channel.name: channel.id for channel in found}
        with self._guard:
            self._channels.update(ids)
        if wanted not in ids:
            raise Denied(NAME, f"our app is not in #{wanted}, or there is no such channel: invite it there")
        return ids[wanted]

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

    def emoji(self) -> tuple[frozenset[str], frozenset[str]]:
        """List the emoji that a reaction may have: the workspace's own, and the standard ones if Slack names them."""
        found = self._ask("emoji.list", EmojiAnswer, include_categories="true")
        return frozenset(found.emoji), frozenset(name for category in found.categories for name in category.emoji_names)

    def _known_identity(self) -> Identity:
        if self._identity is None:
            self._identity = self._ask("auth.test", Identity)
        return self._identity

    def _known_channel(self, name: str) -> str | None:
        with self._guard:
            return self._channels.get(name)
