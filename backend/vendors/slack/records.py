"""Slack's records as its Web API shows them, read into the product's words."""

from collections.abc import Iterator
from typing import Any

from backend.domain.slack.messages import Message, MessageRef
from backend.vendors.fields import Address, Key, Maybe, Record, Several, Text, Words, mend

EVENT = "support_oncall"
"""The type of our messages' metadata."""
READABLE = ("text", "fallback", "pretext", "title", "title_link", "value", "url", "alt_text")
"""Where blocks and attachments hold what people read: texts, and the addresses of links."""
DEEPEST = 12


class Metadata(Record):
    next_cursor: Maybe[Text] = None


class Answer(Record):
    has_more: Maybe[bool] = None
    response_metadata: Maybe[Metadata] = None

    @property
    def following(self) -> str | None:
        """Give the cursor of the next page, None after the last."""
        return (self.response_metadata and self.response_metadata.next_cursor) or None


class Identity(Record):
    url: Maybe[Text] = None
    user: Text
    user_id: Key
    bot_id: Maybe[Key] = None


class ChannelRecord(Record):
    id: Key
    name: Text


class Channels(Answer):
    channels: list[Any]


class Messages(Answer):
    messages: list[Any]


class Payload(Record):
    mark: Maybe[Text] = None


class MessageMetadata(Record):
    event_type: Maybe[Text] = None
    event_payload: Maybe[Payload] = None


class MessageRecord(Record):
    ts: Key
    text: Words = ""
    user: Maybe[Key] = None
    bot_id: Maybe[Key] = None
    app_id: Maybe[Key] = None
    thread_ts: Maybe[Key] = None
    metadata: Maybe[MessageMetadata] = None
    blocks: Maybe[list[Any]] = None
    attachments: Maybe[list[Any]] = None


class Posted(Record):
    channel: Key
    ts: Key


class Permalink(Record):
    permalink: Address


class ProfileRecord(Record):
    real_name: Maybe[Text] = None
    email: Maybe[Text] = None


class MemberRecord(Record):
    id: Key
    name: Maybe[Text] = None
    profile: Maybe[ProfileRecord] = None


class MemberAnswer(Record):
    user: MemberRecord


class ReactionRecord(Record):
    name: Text
    users: Several[Key] = ()


class Reacted(Record):
    reactions: Several[ReactionRecord] = ()


class ReactionsAnswer(Record):
    message: Reacted


class EmojiCategory(Record):
    emoji_names: Several[Text] = ()


class EmojiAnswer(Record):
    emoji: dict[str, Any]
    categories: Several[EmojiCategory] = ()


def message_from(channel: str, raw: MessageRecord) -> Message:
    """Read a message."""
    ours = raw.metadata if raw.metadata and raw.metadata.event_type == EVENT else None
    return Message(
        place=MessageRef(channel, raw.ts),
        text=reading(raw.text, raw.blocks, raw.attachments),
        mark=ours.event_payload.mark if ours and ours.event_payload else None,
        root=raw.thread_ts if raw.thread_ts != raw.ts else None,
        user=raw.user,
        bot=raw.bot_id,
        app=raw.app_id,
    )


def reading(text: str, *parts: object) -> str:
    """Join a message's text with the words of its blocks and attachments; what was said already is not repeated."""
    found = [text] if text else []
    for piece in _pieces(parts, DEEPEST):
        if not any(piece in said for said in found):
            found.append(piece)
    return "\n".join(found)


def _pieces(part: object, deeper: int) -> Iterator[str]:
    if deeper == 0:
        return
    if isinstance(part, list | tuple):
        for entry in part:
            yield from _pieces(entry, deeper - 1)
    elif isinstance(part, dict):
        for name, value in part.items():
            if isinstance(value, str):
                if name in READABLE and value.strip():
                    yield mend(value)
            else:
                yield from _pieces(value, deeper - 1)
