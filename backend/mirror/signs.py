"""The sign by which a manager takes a STAR in Slack itself: read from its announcement, as no event tells of it."""

import logging
from collections.abc import Callable
from datetime import timedelta

from cachetools import TTLCache

from backend.deps import Deps
from backend.domain.issues import Issue
from backend.domain.slack.announcement import search_for
from backend.domain.slack.messages import MessageRef
from backend.domain.star.managers import manager_by_slack
from backend.mirror.people import nothing
from backend.vendors.errors import NotFound
from backend.vendors.slack.announcements import announcement_of
from backend.vendors.slack.client import Slack
from backend.vendors.slack.workspace import Member

SIGNS = "slack:signs"
MOST_WAITING = 10
"""How many STARs that nobody has taken are asked about in a reading, the newest first."""
WAITING = timedelta(days=7)
"""How long after its last change a STAR is still asked about."""
MOST_KNOWN, KNOWN_SECONDS = 4096, 3600.0

log = logging.getLogger(__name__)


class SignReader:
    """Reads who has put the handbook's sign on the announcements of STARs that nobody has taken here."""

    def __init__(self, deps: Deps, slack: Slack) -> None:
        """Remember what a reading found: an announcement does not move, and people change seldom."""
        self._deps = deps
        self._slack = slack
        self._places: TTLCache[int, MessageRef] = TTLCache(MOST_KNOWN, KNOWN_SECONDS)
        self._members: TTLCache[str, Member] = TTLCache(MOST_KNOWN, KNOWN_SECONDS)

    def read(self, moved: Callable[[], None] = nothing) -> None:
        """Acknowledge each STAR that a manager has signed; one that cannot be read is tried with the next reading."""
        started = self._deps.clock()
        for issue in self._deps.mirror.issues.unacknowledged("star", started - WAITING, MOST_WAITING):
            try:
                signed = self._signed(issue)
            except NotFound as error:
                self._places.pop(issue.iid, None)
                log.warning("the sign on STAR %s could not be read: %s", issue.iid, error)
                continue
            moved()
            if signed:
                manager, name = signed
                self._deps.mirror.issues.acknowledge("star", issue.iid, manager, name, self._deps.clock())
        self._deps.mirror.sources.record_success(SIGNS, started)

    def _signed(self, issue: Issue) -> tuple[int, str] | None:
        """Give the Zendesk id and the name of a manager who has signed a STAR's announcement."""
        place = self._place(issue)
        if place is None:
            return None
        managers = self._deps.mirror.people.managers()
        for user in self._slack.signed_by(place, self._deps.handbook.slack.emoji.looking):
            if user in self._slack.own_ids():
                continue
            member = self._member(user)
            found = manager_by_slack(user, member.email, managers, self._deps.handbook)
            if found is not None:
                return found, member.name
        return None

    def _place(self, issue: Issue) -> MessageRef | None:
        known = self._places.get(issue.iid)
        if known is None:
            search = search_for(issue, self._deps.handbook, self._slack.homes())
            found = announcement_of(self._slack, issue, search)
            known = found.place if found else None
        if known is not None:
            self._places[issue.iid] = known
        return known

    def _member(self, user: str) -> Member:
        if user not in self._members:
            try:
                self._members[user] = self._slack.member(user)
            except NotFound:
                self._members[user] = Member(user, user, None)
        return self._members[user]
