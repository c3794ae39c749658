"""Slack messages as the product reads them, and how a STAR's announcement is known among them."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.clock import CLOCKS_DIFFER_BY
from backend.domain.issues import Issue
from backend.domain.star.checks import licence_case
from backend.domain.star.mechanics import slack_thread
from backend.domain.text import BREAK, clean
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook

_MESSAGE = re.compile(r"(?P<channel>[A-Z0-9]{6,20})/p(?P<ts>[0-9]{16})(?:[?#]\S*)?")
_PARENT = re.compile(r"[?&]thread_ts=(?P<ts>[0-9]{10}\.[0-9]{6})(?![0-9])")
_ISSUE = re.compile(r"/-/(?:issues|work_items)/[0-9]+/?$")
_CALL = re.compile(r"@(?=\w)")
ANNOUNCED_WITHIN = timedelta(hours=25)
"""How long after its issue a STAR is announced at most: a follow-up is tried for a day."""
TEXT_LIMIT = 30_000
"""Characters of people's words in a message; Slack cuts one at 40,000."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands: the channel's id and the message's own time, which is its name there."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message; `mark` names what wrote it if that was us, `root` the message whose thread it is in.

    `text` holds the words of blocks and attachments, too: they may stand in place of a text. `user`, `bot` and
    `app` are the ids of whoever wrote it, None where Slack does not tell.
    """

    place: Place
    text: str
    by_bot: bool
    mark: str | None = None
    root: str | None = None
    user: str | None = None
    bot: str | None = None
    app: str | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Where a STAR's announcement may be: in which channel, between which times, perhaps where its issue links to.

    `announcers` are ids of apps, bots or their users that announce STARs besides us.
    """

    channel: str
    since: datetime
    until: datetime
    linked: Place | None
    announcers: frozenset[str]


def search_for(issue: Issue, handbook: Handbook, homes: Collection[str]) -> Search:
    """Tell where to look for the announcement of a STAR; a link in its issue only says where to look first."""
    try:
        linked = thread_of(slack_thread(issue, handbook) or "", homes)
    except ValueError:
        linked = None
    return Search(
        channel=handbook.slack.channels["stars"],
        since=issue.created_at - CLOCKS_DIFFER_BY,
        until=issue.created_at + ANNOUNCED_WITHIN,
        linked=linked,
        announcers=frozenset(handbook.slack.announcers),
    )


def parse_link(text: str, homes: Collection[str]) -> Place:
    """Read the place out of a message's address; raise ValueError with a sentence for people.

    `homes` are the addresses of our own workspace; a message of another one may bear the same ids.
    """
    home, _, message = text.strip().partition("/archives/")
    found = _MESSAGE.fullmatch(message)
    if found is None:
        raise ValueError("must be the address of a Slack message: choose Copy link on it")
    if _plain(home) not in {_plain(one.removesuffix("/")) for one in homes}:
        raise ValueError("must be the address of a message in our own Slack workspace")
    return Place(found["channel"], f"{found['ts'][:10]}.{found['ts'][10:]}")


def _plain(home: str) -> str:
    """Write a workspace's address in one way: in an organization of several, its links have a second one."""
    return home.lower().replace(".enterprise.slack.com", ".slack.com")


def thread_of(text: str, homes: Collection[str]) -> Place:
    """Read which thread a message's address belongs to: the address of a reply names its parent; else as parse_link."""
    place = parse_link(text, homes)
    parent = _PARENT.search(text)
    return Place(place.channel, parent["ts"]) if parent else place


def engineers_channel(ticket: Ticket | None, handbook: Handbook) -> str:
    """Choose where a ticket's technical discussion belongs: the key of a channel."""
    engineers = handbook.slack.engineers
    if ticket and licence_case(ticket, handbook):
        return engineers.licence
    by_product = {
        "self_managed": engineers.self_managed,
        "gitlab_com": engineers.gitlab_com,
        "dedicated": engineers.dedicated,
        "other": engineers.other,
    }
    return by_product[handbook.zendesk.product(ticket.form_id) if ticket else "other"]


def emergency_channels(ticket: Ticket | None, handbook: Handbook) -> dict[str, str]:
    """Give the channels in which people for an emergency are asked for, key → name, that of its engineers first."""
    keys = (engineers_channel(ticket, handbook), *handbook.slack.emergencies)
    return {key: handbook.slack.channels[key] for key in keys}


def announces(message: Message, issue: Issue, announcers: Collection[str]) -> bool:
    """Tell whether a message is the announcement of a STAR: by an app that announces them, and it names the issue.

    `announcers` are ids of apps, bots or their users. The first issue that it names is the one: what a form's text
    links to further down is announced elsewhere, or not at all.
    """
    by_announcer = any(who in announcers for who in (message.bot, message.app, message.user))
    named = _address(issue).search(message.text)
    return by_announcer and message.root is None and named is not None and int(named["iid"]) == issue.iid


def _address(issue: Issue) -> re.Pattern[str]:
    """Make the pattern of the address of any issue in an issue's project, in either of GitLab's forms."""
    project = _ISSUE.sub("", issue.url)
    return re.compile(rf"{re.escape(project)}/-/(?:issues|work_items)/(?P<iid>[0-9]{{1,10}})(?![0-9])")


def words(text: str, limit: int = TEXT_LIMIT) -> str:
    """Make text that people typed harmless in Slack: no mention, no link with another name, no channel-wide call."""
    return _cut(_harmless(text), limit)


def said(sentence: str) -> str:
    """Drop the colon with which a sentence begins whose mention is empty because nobody is known."""
    return sentence.strip().removeprefix(":").lstrip()


def quoted(text: str, limit: int = TEXT_LIMIT) -> str:
    """Quote text that people typed: each line of it stands out as theirs."""
    return _cut("\n".join(f"> {line}" for line in _harmless(text).strip("\n").split("\n")), limit)


def _harmless(text: str) -> str:
    escaped = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # Some clients still turn a bare @channel into a call.
    return _CALL.sub(f"@{BREAK}", escaped)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 2].rstrip()} …"
