"""Slack's state: channels, members, messages with their threads and reactions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from sandbox import clock
from sandbox.dialects import Dialects
from sandbox.errors import Json, Refusal

BOT_USER, BOT_ID = "U0ONCALL1", "B0ONCALL1"


def refuse(error: str) -> Refusal:
    """Refuse as the Web API does: with status 200 and a word."""
    return Refusal(200, {"ok": False, "error": error})


@dataclass
class Message:
    """One message; `bot` is the app that wrote it, `root` the thread it is in."""

    ts: str
    text: str
    user: str
    bot: str | None = None
    root: str | None = None
    metadata: Json | None = None
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Channel:
    """One channel; `joined` tells whether our app is in it."""

    id: str
    name: str
    joined: bool = True
    messages: dict[str, Message] = field(default_factory=dict)


@dataclass
class Rooms:
    """All channels and members of the workspace; `emoji` are the names that a reaction may have."""

    base_url: str = ""
    dialects: Dialects = field(default_factory=Dialects)
    channels: dict[str, Channel] = field(default_factory=dict)
    members: dict[str, Json] = field(default_factory=dict)
    emoji: set[str] = field(default_factory=set)
    _ticks: Iterator[int] = field(default_factory=lambda: count(1))

    def clear(self, base_url: str) -> None:
        """Forget everything; message times are never used twice."""
        self.base_url = base_url
        self.channels.clear()
        self.members.clear()
        self.emoji = set()

    def channel(self, channel_id: str, *, inside: bool = True) -> Channel:
        """Find a channel; an app sees and writes only where it is a member."""
        found = self.channels.get(channel_id)
        if found is None:
            raise refuse("channel_not_found")
        if inside and not found.joined:
            raise refuse("not_in_channel")
        return found

    def message(self, channel: Channel, ts: str) -> Message:
        """Find a message."""
        found = channel.messages.get(ts)
        if found is None:
            raise refuse("message_not_found")
        return found

    def write(self, channel: Channel, message: Message) -> Message:
        """Put a message into a channel or thread."""
        if message.root is not None and message.root not in channel.messages:
            raise refuse("thread_not_found")
        channel.messages[message.ts] = message
        return message

    def delete(self, channel: Channel, message: Message) -> None:
        """Take a message away; what was answered in its thread stays, as in Slack."""
        del channel.messages[message.ts]

    def new_ts(self) -> str:
        """Give the name of a new message: its time, with a count where Slack has microseconds."""
        return f"{int(clock.now().timestamp())}.{next(self._ticks):06d}"

    def react(self, message: Message, name: str, user: str) -> None:
        """Add a reaction, once a member."""
        if name not in self.emoji:
            raise refuse("invalid_name")
        users = message.reactions.setdefault(name, [])
        if user in users:
            raise refuse("already_reacted")
        users.append(user)

    def thread(self, channel: Channel, root: str) -> list[Message]:
        """List a thread, oldest first."""
        first = self.message(channel, root)
        replies = [message for message in channel.messages.values() if message.root == root]
        return [first, *sorted(replies, key=lambda one: one.ts)]

    def link(self, channel: Channel, ts: str) -> str:
        """Give a message's address."""
        return f"{self.base_url}/slack/archives/{channel.id}/p{ts.replace('.', '')}"
