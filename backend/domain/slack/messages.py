"""Slack messages as the product reads them, and where one stands."""

import re
from collections.abc import Collection
from dataclasses import dataclass

_MESSAGE = re.compile(r"(?P<channel>[A-Z0-9]{6,20})/p(?P<ts>[0-9]{16})(?:[?#]\S*)?")
_PARENT = re.compile(r"[?&]thread_ts=(?P<ts>[0-9]{10}\.[0-9]{6})(?![0-9])")


@dataclass(frozen=True, slots=True)
class MessageRef:
    """Where a message stands: the channel's id and the message's own time, which is its name there."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message; `mark` names what wrote it if that was us, `root` the message whose thread it is in.

    `text` holds the words of blocks and attachments, too: they may stand in place of a text. `user`, `bot` and
    `app` are the ids of whoever wrote it, None where Slack does not tell.
    """

    place: MessageRef
    text: str
    mark: str | None = None
    root: str | None = None
    user: str | None = None
    bot: str | None = None
    app: str | None = None


def parse_link(text: str, homes: Collection[str]) -> MessageRef:
    """Read the place out of a message's address; raise ValueError with a sentence for people.

    `homes` are the addresses of our own workspace; a message of another one may bear the same ids.
    """
    home, _, message = text.strip().partition("/archives/")
    found = _MESSAGE.fullmatch(message)
    if found is None:
        raise ValueError("must be the address of a Slack message: choose Copy link on it")
    if _plain(home) not in {_plain(known.removesuffix("/")) for known in homes}:
        raise ValueError("must be the address of a message in our own Slack workspace")
    return MessageRef(found["channel"], f"{found['ts'][:10]}.{found['ts'][10:]}")


def _plain(home: str) -> str:
    """Write a workspace's address in one way: in an organization of several, its links have a second one."""
    return home.lower().replace(".enterprise.slack.com", ".slack.com")


def thread_of(text: str, homes: Collection[str]) -> MessageRef:
    """Read which thread a message's address belongs to: the address of a reply names its parent; else as parse_link."""
    place = parse_link(text, homes)
    parent = _PARENT.search(text)
    return MessageRef(place.channel, parent["ts"]) if parent else place
