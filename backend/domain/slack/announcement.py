"""How a STAR's announcement is known among Slack's messages, and where it is looked for."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.clock import CLOCKS_DIFFER_BY
from backend.domain.issues import Issue
from backend.domain.slack.messages import Message, MessageRef, thread_of
from backend.domain.star.mechanics import slack_thread
from backend.handbook.model.handbook import Handbook

_ISSUE = re.compile(r"/-/(?:issues|work_items)/[0-9]+/?$")
ANNOUNCED_WITHIN = timedelta(hours=25)
"""How long after its issue a STAR is announced at most: a follow-up is tried for a day."""


@dataclass(frozen=True, slots=True)
class AnnouncementSearch:
    """Where a STAR's announcement may be: in which channel, between which times, perhaps where its issue links to.

    `announcers` are ids of apps, bots or their users that announce STARs besides us.
    """

    channel: str
    since: datetime
    until: datetime
    linked: MessageRef | None
    announcers: frozenset[str]


def search_for(issue: Issue, handbook: Handbook, homes: Collection[str]) -> AnnouncementSearch:
    """Tell where to look for the announcement of a STAR; a link in its issue only says where to look first."""
    try:
        linked = thread_of(slack_thread(issue, handbook) or "", homes)
    except ValueError:
        linked = None
    return AnnouncementSearch(
        channel=handbook.slack.channels["stars"],
        since=issue.created_at - CLOCKS_DIFFER_BY,
        until=issue.created_at + ANNOUNCED_WITHIN,
        linked=linked,
        announcers=frozenset(handbook.slack.announcers),
    )


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
